"""Marks what weakens a complaint: insults, guesses, emotion, threats, personal data; and counts against form limits.

    for mark in marks(text):        # in the text's order, without overlaps
        text[mark.start:mark.end]   # the words
        mark.reason                 # insult | guess | emotion | threat | personal → sentence tone.reason.<reason>
        mark.kind                   # of personal data: phone, id_card, … → tone.personal.<kind>; else ''
        mark.instead                # a neutral wording, in Chinese as the text is
        mark.is_quote               # stands inside 「…」 “…” "…": the other side's words, which may stay as evidence
    counts(text)                    # characters, GBK bytes, UTF-8 bytes

Words come from tone.toml and risk/words/insults.toml. A mark is advice: nothing is changed, nothing is forbidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from risk.personal_data import personal_data
from risk.word_lists import insults, pattern, word_list

WORDS = Path(__file__).with_name("tone.toml")
# in the order of how much they harm: where two meet, the earlier one is shown
REASONS = ("personal", "insult", "threat", "guess", "emotion")
# An opening mark without its closing one quotes nothing; a quotation does not run over a line's end.
QUOTES = re.compile(r"「[^「」\n]*」|『[^『』\n]*』|“[^“”\n]*”|‘[^‘’\n]*’|\"[^\"\n]*\"")


@dataclass(frozen=True)
class Mark:
    """text[start:end] would better be said otherwise."""

    start: int
    end: int
    reason: str
    instead: str
    is_quote: bool = False
    kind: str = ""


@dataclass(frozen=True)
class Counts:
    """Lengths of a text as forms count them. GBK takes 2 bytes a Chinese character, UTF-8 takes 3."""

    characters: int
    gbk_bytes: int
    utf8_bytes: int


def counts(text: str) -> Counts:
    """How long the text is. What GBK does not know (emoji) takes 4 bytes, as in GB 18030."""
    return Counts(len(text), len(text.encode("gb18030", "replace")), len(text.encode("utf-8", "replace")))


def marks(text: str) -> list[Mark]:
    """What would better be said otherwise, in the text's order, without overlaps."""
    quoted = [match.span() for match in QUOTES.finditer(text)]
    kept: list[Mark] = []
    for mark in sorted(found(text), key=lambda mark: (REASONS.index(mark.reason), mark.start, -mark.end)):
        if all(mark.end <= other.start or mark.start >= other.end for other in kept):
            is_quote = any(start < mark.start and mark.end < end for start, end in quoted)
            kept.append(Mark(mark.start, mark.end, mark.reason, mark.instead, is_quote, mark.kind))
    return sorted(kept, key=lambda mark: mark.start)


def found(text: str) -> Iterator[Mark]:
    """Everything that the lists find; one place may be found twice."""
    words = word_list(WORDS)
    for data in personal_data(text):
        yield Mark(data.start, data.end, "personal", words["personal"]["instead"], kind=data.kind)
    for match in insults().finditer(text):
        yield Mark(*match.span(), "insult", words["insult"]["instead"])
    for reason in ("threat", "guess", "emotion"):
        for group in words[reason]:
            for match in pattern(tuple(group["words"])).finditer(text):
                yield Mark(*match.span(), reason, group["instead"])
