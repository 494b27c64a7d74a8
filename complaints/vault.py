"""Where evidence lies: every file once, byte for byte, under its SHA-256, in a folder that no page serves."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

CHUNK = 1 << 20
State = Literal["ok", "changed", "missing"]


class Readable(Protocol):
    """Anything that gives its bytes in pieces."""

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes; empty at the end."""
        ...


@dataclass(frozen=True)
class Kept:
    """A file in the vault."""

    sha256: str
    size: int  # bytes


class TooLarge(Exception):
    """A file beyond the limit; `limit` in bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"larger than {limit} bytes")
        self.limit = limit


@dataclass(frozen=True)
class Vault:
    """A folder of files named by their content: ab/ab12…"""

    folder: Path

    def path(self, sha256: str) -> Path:
        """Where the bytes with this hash lie. Raises ValueError for what is no SHA-256."""
        if not re.fullmatch(r"[0-9a-f]{64}", sha256):
            raise ValueError(f"not a SHA-256: {sha256!r}")
        return self.folder / sha256[:2] / sha256

    def keep(self, content: Readable, limit: int) -> Kept:
        """Store a stream of at most `limit` bytes; the same bytes again change nothing. Raises TooLarge.

        Written beside its place, synced, then renamed: a killed process leaves no half file under a hash.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        handle, name = tempfile.mkstemp(prefix="incoming-", dir=self.folder)
        written = Path(name)
        try:
            with os.fdopen(handle, "wb") as target:
                while chunk := content.read(CHUNK):
                    size += len(chunk)
                    if size > limit:
                        raise TooLarge(limit)
                    digest.update(chunk)
                    target.write(chunk)
                target.flush()
                os.fsync(target.fileno())
            sha256 = digest.hexdigest()
            place = self.path(sha256)
            if self.state(sha256) != "ok":  # also mends a copy that was changed or lost
                place.parent.mkdir(exist_ok=True)
                written.replace(place)
        finally:
            written.unlink(missing_ok=True)
        return Kept(sha256, size)

    def state(self, sha256: str) -> State:
        """Read the file anew and compare."""
        place = self.path(sha256)
        if not place.is_file():
            return "missing"
        return "ok" if hash_of(place) == sha256 else "changed"

    def read(self, sha256: str) -> bytes:
        """The bytes as they lie there now. Raises FileNotFoundError."""
        return self.path(sha256).read_bytes()

    def remove(self, sha256: str) -> None:
        """Delete the bytes for good."""
        self.path(sha256).unlink(missing_ok=True)


def hash_of(path: Path) -> str:
    """SHA-256 of a file, in lower-case hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
