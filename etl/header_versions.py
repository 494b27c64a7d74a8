"""Which year's version of an export a header is: for people only, nothing is read differently for it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from etl.recognise import normal


@cache
def versions() -> Mapping[str, Sequence[tuple[int, frozenset[str]]]]:
    """Kind → (year, header cells that came with it), newest first."""
    entries = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {
        kind: [(version["since"], frozenset(normal(cell) for cell in version["cells"])) for version in found]
        for kind, found in entries.items()
    }


def since(kind: str, header: Iterable[str | None]) -> int | None:
    """The year from which on the platform has written such a header; None where no cell tells."""
    cells = {normal(cell) for cell in header}
    return next((year for year, marks in versions().get(kind, ()) if marks & cells), None)
