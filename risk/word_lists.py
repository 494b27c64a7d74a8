"""Word lists in TOML as compiled patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("words")


@cache
def word_list(path: Path) -> Mapping[str, Any]:
    """One TOML file, read once a process."""
    return tomllib.loads(path.read_text("utf-8"))


@cache
def pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all words (each may be a regular expression), the longest tried first."""
    return re.compile("|".join(sorted(words, key=len, reverse=True)), re.IGNORECASE)


@cache
def insults() -> re.Pattern[str]:
    """Words that insult a person; those that only run goods down are not among them."""
    return pattern(tuple(word_list(FOLDER / "insults.toml")["person"]))
