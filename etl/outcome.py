"""What goes into an import and what comes of it: files, the owner's choices, how far it is, counts a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from etl.mapping import ColumnMapping
from etl.problem import Problem


@dataclass(frozen=True)
class Source:
    """A file to take in, under the name that the owner knows it by."""

    name: str
    path: Path


@dataclass(frozen=True)
class Choices:
    """What the owner says about the files: the shop, the password, columns by hand. Nothing of it is logged."""

    shop: str | None = None
    password: str | None = None
    mapping: ColumnMapping | None = None


@dataclass(frozen=True)
class Progress:
    """How far a run is: file `number` of `of`, step reading | checking | merging, share 0..1 of the whole,
    `rows` of this file that have been read."""

    file: str
    number: int
    of: int
    step: str
    share: float
    rows: int = 0


@dataclass(frozen=True)
class Outcome:
    """What came of one file. Counts are rows; `error` is None when it was taken in."""

    file: str
    kind: str | None = None
    shop: str = ""
    encoding: str | None = None
    batch_id: int | None = None
    rows_read: int = 0
    rows_new: int = 0
    rows_changed: int = 0
    rows_unchanged: int = 0
    rows_rejected: int = 0
    seconds: float = 0.0
    columns_known: list[str] = field(default_factory=list)
    columns_unknown: list[str] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    error: Problem | None = None
    is_repeat: bool = False
    first_at: datetime | None = None
    last_at: datetime | None = None
    masked: int = 0  # rows whose buyer the platform has hidden


Report = Callable[[Progress], None]
Tell = Callable[..., None]
