"""Files inside a zip: taken out under numbers of ours, with Chinese names read right and bombs refused."""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyzipper

from etl.containers import CHUNK_BYTES, zip_container
from etl.problem import Refused

MOST_FILES = 500
MOST_LEVELS = 2  # archives inside archives
MOST_FILE_BYTES = 1024**3
MOST_BYTES = 3 * 1024**3
SKIPPED_NAMES = (".", "~$", "__MACOSX")
UTF8_FLAG = 0x800
ENCRYPTED_FLAG = 0x1


@dataclass(frozen=True)
class Member:
    """One file of an archive: the name to show, and where it lies now."""

    name: str
    path: Path


@dataclass
class Budget:
    """What an archive and those inside it may still take together."""

    bytes: int = MOST_BYTES
    files: int = MOST_FILES
    levels: int = MOST_LEVELS


def unpack(path: Path, folder: Path, password: str | None, budget: Budget | None = None) -> Iterator[Member]:
    """Take the files out one by one, those of archives inside it as well.

    Raises Refused: broken, too large, too deep, password needed or wrong.
    """
    left = budget or Budget()
    try:
        with pyzipper.AESZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            wanted = [entry for entry in entries if not is_skipped(shown_name(entry))]
            left.files -= len(wanted)
            if left.files < 0:
                raise Refused("etl.too_many_files", files=len(wanted))
            if password:
                archive.setpassword(password.encode("utf-8"))
            for number, entry in enumerate(wanted):
                if entry.flag_bits & ENCRYPTED_FLAG and not password:
                    raise Refused("etl.password_needed")
                target = folder / f"{number}"
                left.bytes -= copy_out(archive, entry, target, left.bytes)
                yield from opened_further(Member(shown_name(entry), target), password, left)
    except RuntimeError as error:
        # what zip readers raise for a wrong password
        raise Refused("etl.password_wrong") from error
    except (pyzipper.BadZipFile, NotImplementedError, EOFError, ValueError, OSError, KeyError) as error:
        raise Refused("etl.broken_file") from error
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise Refused("etl.broken_file") from error
        raise


def opened_further(member: Member, password: str | None, left: Budget) -> Iterator[Member]:
    """The file, or the files in it where it is an archive itself."""
    if not is_archive(member.path):
        yield member
        return
    if left.levels == 0:
        raise Refused("etl.too_deep")
    inside = member.path.with_name(f"{member.path.name}-in")
    inside.mkdir()
    left.levels -= 1
    for each in unpack(member.path, inside, password, left):
        yield Member(f"{member.name} / {each.name}", each.path)
    left.levels += 1


def is_archive(path: Path) -> bool:
    """Whether a file is a zip of files; a broken one is refused when it is read."""
    with contextlib.suppress(Refused):
        return zipfile.is_zipfile(path) and zip_container(path) == "archive"
    return False


def copy_out(archive: pyzipper.AESZipFile, entry: pyzipper.ZipInfo, target: Path, room: int) -> int:
    """Copy one file out, counting what really comes: what the archive says of its size may be a lie."""
    written = 0
    with archive.open(entry) as source, target.open("wb") as copy:
        while chunk := source.read(CHUNK_BYTES):
            written += len(chunk)
            if written > min(room, MOST_FILE_BYTES):
                raise Refused("etl.too_large")
            copy.write(chunk)
    return written


def shown_name(entry: pyzipper.ZipInfo) -> str:
    """The file's own name. Programs write UTF-8 or GBK without saying so, which readers take for cp437."""
    name = entry.filename
    if not entry.flag_bits & UTF8_FLAG:
        for encoding in ("gb18030", "utf-8"):
            with contextlib.suppress(UnicodeError):
                name = entry.filename.encode("cp437").decode(encoding)
    return name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1] or "?"


def is_skipped(name: str) -> bool:
    """Lock files of Office and what macOS adds."""
    return name.startswith(SKIPPED_NAMES)
