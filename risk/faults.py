"""What bad reviews complain of, by the words of words/faults.toml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from risk.word_lists import FOLDER, pattern, word_list

FAULTS = FOLDER / "faults.toml"


def complained_of(texts: Iterable[str]) -> list[tuple[str, int]]:
    """(key of faults.toml, how many of the texts name it), most frequent first; a text may name several."""
    themes = {name: pattern(tuple(words)) for name, words in word_list(FAULTS).items()}
    found = Counter(dict.fromkeys(themes, 0))
    for text in texts:
        found.update(name for name, words in themes.items() if words.search(text))
    return [(name, many) for name, many in found.most_common() if many]
