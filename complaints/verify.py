"""Whether a packet is as it was written: needs the packet alone, no database."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from complaints.container import EARLIEST, MANIFEST, SUMS, Entry, read_sums, stream, write_entry
from complaints.manifest import FORMAT

IN_MEMORY = 64 << 20  # bytes of a rebuilt packet that stay in memory


@dataclass(frozen=True)
class Trouble:
    """`key` of desk.verify.<key>: unreadable, no_manifest, changed, missing, extra, renamed, repacked."""

    key: str
    path: str
    detail: str = ""


@dataclass(frozen=True)
class Verified:
    """What was found; `files` counts those listed."""

    case: str
    files: int
    troubles: tuple[Trouble, ...]

    @property
    def is_intact(self) -> bool:
        """Nothing differs."""
        return not self.troubles


def verify(path: Path) -> Verified:
    """Compare every file with its hash, the list with what is there, and the zip with what it would be if rewritten.

    Raises OSError where the file cannot be opened.
    """
    with path.open("rb") as packet:
        try:
            with zipfile.ZipFile(packet) as archive:
                return compared(archive, packet)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
            return Verified("", 0, (Trouble("unreadable", path.name, str(error)),))


def compared(archive: zipfile.ZipFile, packet: BinaryIO) -> Verified:
    """The findings of an archive that opens."""
    found, troubles = hashes(archive)
    try:
        listed = read_sums(archive.read(SUMS).decode("utf-8"))
        told = json.loads(archive.read(MANIFEST))
        if told["format"] != FORMAT:
            raise ValueError(told["format"])
        case, at = str(told["case"]), datetime.fromisoformat(told["created_at"])
        claimed = {file["path"]: file["sha256"] for file in told["files"]}
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        return Verified("", len(found), (*troubles, Trouble("no_manifest", MANIFEST, str(error))))
    # the manifest's own hashes must agree with the sums, or somebody changed one of the two lists
    troubles += [Trouble("changed", path) for path, sha in claimed.items() if listed.get(path) != sha]
    troubles += differences(found, listed)
    if not troubles and not is_as_written(archive, packet, at):
        troubles.append(Trouble("repacked", ""))
    return Verified(case, len(listed), tuple(dict.fromkeys(troubles)))


def hashes(archive: zipfile.ZipFile) -> tuple[dict[str, str], list[Trouble]]:
    """Path → SHA-256 of every file in the archive, and those that cannot be read."""
    found: dict[str, str] = {}
    troubles = []
    for info in archive.infolist():
        digest = hashlib.sha256()
        if info.filename in found:
            troubles.append(Trouble("extra", info.filename))
            continue
        try:
            with archive.open(info) as file:
                for chunk in stream(file):
                    digest.update(chunk)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
            # a stored file whose bytes changed fails its CRC here
            troubles.append(Trouble("changed", info.filename, str(error)))
        found[info.filename] = digest.hexdigest()
    return found, troubles


def differences(found: dict[str, str], listed: dict[str, str]) -> list[Trouble]:
    """Changed, missing, extra; the same bytes under another name are renamed."""
    troubles = [Trouble("changed", path) for path, sha in listed.items() if path in found and found[path] != sha]
    missing = {path: sha for path, sha in listed.items() if path not in found}
    extra = {path: sha for path, sha in found.items() if path not in listed and path != SUMS}
    for path, sha in missing.items():
        now = next((other for other, digest in extra.items() if digest == sha), None)
        if now is None:
            troubles.append(Trouble("missing", path))
        else:
            del extra[now]
            troubles.append(Trouble("renamed", path, now))
    return troubles + [Trouble("extra", path) for path in extra]


def is_as_written(archive: zipfile.ZipFile, packet: BinaryIO, at: datetime) -> bool:
    """Whether writing the same files again gives the same bytes: finds what no file's hash covers."""
    if at.year < EARLIEST:
        return False
    with tempfile.TemporaryDirectory() as folder, tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as again:
        with zipfile.ZipFile(again, "w") as rebuilt:
            for number, info in enumerate(archive.infolist()):
                content = Path(folder) / str(number)
                with archive.open(info) as source, content.open("wb") as target:
                    for chunk in stream(source):
                        target.write(chunk)
                write_entry(rebuilt, Entry(info.filename, content), at)
                content.unlink()
        return digest_of(again) == digest_of(packet)


def digest_of(file: BinaryIO | tempfile.SpooledTemporaryFile[bytes]) -> bytes:
    """SHA-256 of a whole stream."""
    file.seek(0)
    digest = hashlib.sha256()
    for chunk in stream(file):
        digest.update(chunk)
    return digest.digest()
