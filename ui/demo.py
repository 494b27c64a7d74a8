"""The demo shop as if it had been exported this week.

Its files tell of one half-year, and what a complaint needs is a matter of days: a month later every deadline of
the demo shop would have passed, and nothing in it could be tried out any more.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from etl.outcome import Source
from warehouse import ROOT

FOLDER = ROOT / "data" / "demo"
# the last day that its files tell of: that of the export
LAST = date(2026, 11, 23)
DATE = re.compile(rb"\b20\d\d-\d\d-\d\d\b")
WEEK = timedelta(weeks=1)


def demo_files(today: date, folder: Path) -> list[Source]:
    """The files with their dates moved by whole weeks, so that they end within the last seven days before `today`.

    Written into `folder` where they are moved at all.
    """
    weeks = (today - LAST - timedelta(days=1)) // WEEK
    paths = sorted(path for path in FOLDER.iterdir() if path.is_file())
    if weeks > 0:
        paths = [moved(path, folder / path.name, weeks * WEEK) for path in paths]
    return [Source(path.name, path) for path in paths]


def moved(path: Path, target: Path, by: timedelta) -> Path:
    """The same file with all its dates so much later. In every encoding of theirs digits are ASCII."""

    @cache
    def later(written: bytes) -> bytes:
        return (date.fromisoformat(written.decode("ascii")) + by).isoformat().encode("ascii")

    def all_later(content: bytes) -> bytes:
        return DATE.sub(lambda found: later(found.group()), content)

    if not zipfile.is_zipfile(path):
        target.write_bytes(all_later(path.read_bytes()))
        return target
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name, content in members(path):
            made.writestr(name, all_later(content))
    return target


def members(path: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of everything in a zip."""
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            yield info.filename, archive.read(info)
