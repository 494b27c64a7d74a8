"""One invented case for each kind of violation, worked from what happened to what it teaches."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from complaints.rules import Text


@dataclass(frozen=True)
class WorkedCase:
    """What happened, what was done in order, what it teaches."""

    what: Text
    steps: tuple[Text, ...]
    lesson: Text


@cache
def worked_cases() -> Mapping[str, WorkedCase]:
    """Kind → its case."""
    entries = tomllib.loads(Path(__file__).with_name("worked_cases.toml").read_text("utf-8"))
    return {
        kind: WorkedCase(
            what=Text(**entry["what"]),
            steps=tuple(Text(zh, en) for zh, en in zip(entry["steps"]["zh"], entry["steps"]["en"], strict=True)),
            lesson=Text(**entry["lesson"]),
        )
        for kind, entry in entries.items()
    }
