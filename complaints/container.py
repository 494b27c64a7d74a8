"""The packet's zip: the same content always gives the same bytes, so that any other byte is a change."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from complaints.vault import Readable

CHUNK = 1 << 20
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS.txt"
EARLIEST = 1980  # a zip knows no year before


@dataclass(frozen=True)
class Entry:
    """A file of the packet: bytes made now, or a file on disk that is copied as it is."""

    path: str
    content: bytes | Path


@dataclass(frozen=True)
class Written:
    """What a file became in the packet."""

    path: str
    sha256: str
    size: int


def write_entry(archive: zipfile.ZipFile, entry: Entry, at: datetime) -> Written:
    """Write one file. Stored, not compressed: deflate differs between versions."""
    info = zipfile.ZipInfo(entry.path, at.timetuple()[:6])
    info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_STORED, 3, 0o644 << 16
    digest, size = hashlib.sha256(), 0
    with archive.open(info, "w", force_zip64=False) as target:
        for chunk in chunks(entry.content):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return Written(entry.path, digest.hexdigest(), size)


def chunks(content: bytes | Path) -> Iterable[bytes]:
    """The bytes in pieces."""
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        yield from stream(file)


def stream(file: Readable) -> Iterable[bytes]:
    """A stream in pieces."""
    while chunk := file.read(CHUNK):
        yield chunk


def sums(written: Iterable[Written]) -> bytes:
    """SHA256SUMS as `sha256sum -c` reads it."""
    return "".join(f"{each.sha256}  {each.path}\n" for each in written).encode("utf-8")


def read_sums(text: str) -> dict[str, str]:
    """Path → hash. Raises ValueError for a line that is none."""
    found = {}
    for line in text.splitlines():
        digest, _, path = line.partition("  ")
        if len(digest) != 64 or not path:
            raise ValueError(line)
        found[path] = digest
    return found
