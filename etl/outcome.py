"""What goes into an import and what comes of it: files, the owner's choices, how far it is, counts a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from etl.mapping import ColumnMapping
from etl.problem import Problem


@dataclass(frozen=True)
class Source:
    """A file to take in, under the name that the owner knows it by. Its own password and shop go before those of
    the run. `kept`: a folder where what was read of it stays, so that taking in after a look need not read again."""

    name: str
    path: Path
    password: str | None = field(default=None, repr=False)
    shop: str | None = None
    kept: Path | None = None


@dataclass(frozen=True)
class Choices:
    """What the owner says about the files: the shop, the password, columns by hand. Nothing of it is logged."""

    shop: str | None = None
    password: str | None = field(default=None, repr=False)
    mapping: ColumnMapping | None = None


class GivenUp(Exception):
    """What a progress report raises to give up; nothing of the run stays."""


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
class SheetView:
    """One sheet as it was understood; `kind` is None where it was not. `head` are its first rows as text, the one at
    `header_row` is the header. `columns`: our column → places in the sheet."""

    name: str
    head: Sequence[Sequence[str | None]]
    kind: str | None = None
    header_row: int = 0
    columns: Mapping[str, Sequence[int]] = field(default_factory=dict)
    is_by_hand: bool = False


@dataclass(frozen=True)
class RefusedRows:
    """Rows of one file that were refused for one reason: how many, and the first row numbers."""

    reason: str
    count: int
    rows: Sequence[int]


@dataclass(frozen=True)
class Outcome:
    """What came of one file. Counts are rows; `error` is None when it was taken in. `handed` is the place of the
    source that it came in: a zip gives several."""

    file: str
    handed: int = 0
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
    has_shop_column: bool = False  # the file itself names the shop of its rows
    sheets: list[SheetView] = field(default_factory=list)
    refused: list[RefusedRows] = field(default_factory=list)


Report = Callable[[Progress], None]
Tell = Callable[..., None]
