"""Database and evidence in one file, and back: python -m backup save|check|restore FILE.

The file is a zip: manifest.json (every member with size and SHA-256), database/huoyan.duckdb, evidence/…. Saving
copies the database inside one transaction, so the dashboard may go on meanwhile; what it wrote is read again and
compared before it counts. Restoring checks every byte first, opens the database apart and brings an older layout
up to date there; only then are the files exchanged, and what lay there before is kept beside them.
"""

from __future__ import annotations

import argparse
import errno
import hashlib
import json
import os
import shutil
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

import duckdb

from locales import command_language, say, write_utf8
from warehouse import MIGRATIONS, DatabaseBusy, Warehouse, default_path, one

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database/huoyan.duckdb"
EVIDENCE = "evidence"
SUFFIX = ".huoyan.zip"
CHUNK = 1 << 20
# a manifest longer than this is none of ours
LONGEST_MANIFEST = 200 << 20
Progress = Callable[[float], None]


class BackupError(Exception):
    """Why a file cannot be restored: sentence backup.error.<key>; `detail` names the member or version."""

    def __init__(self, key: str, detail: str = "") -> None:
        super().__init__(f"{key}: {detail}" if detail else key)
        self.key = key
        self.detail = detail


@dataclass(frozen=True)
class Member:
    """One file in the backup."""

    path: str
    size: int  # bytes
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds; `made_at` is local time."""

    format: int
    made_at: str
    members: tuple[Member, ...]

    @property
    def evidence_files(self) -> int:
        """How many files of evidence it holds."""
        return sum(member.path.startswith(f"{EVIDENCE}/") for member in self.members)


@dataclass(frozen=True)
class Restored:
    """What was put back, and the folder that keeps what lay there before (None: nothing did)."""

    manifest: Manifest
    kept: Path | None


def save(store: Warehouse, target: Path, progress: Progress | None = None) -> Manifest:
    """Write the backup and read it again before it counts. Raises DatabaseBusy, OSError, BackupError."""
    database = file_of(store)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as scratch:
        copy, written = Path(scratch) / "copy.duckdb", Path(scratch) / "backup.zip"
        copy_database(store, copy)
        sources = {DATABASE: copy} | evidence_of(database.parent / EVIDENCE)
        pack(sources, written, progress or (lambda _: None))
        manifest = check(written)
        written.replace(target)
    return manifest


def file_of(store: Warehouse) -> Path:
    """The database file. Raises ValueError for one in memory."""
    if not isinstance(store.path, Path):
        raise ValueError("a database in memory cannot be backed up")
    return store.path


def copy_database(store: Warehouse, target: Path) -> None:
    """A copy as of one moment, without the room that deleted rows take."""
    name = f"backup_{os.getpid()}_{target.parent.name.removeprefix('.backup-')}"
    with store.cursor() as cursor:
        current = one(cursor, "select current_database()")
        # a name cannot be bound
        attach = f"attach $target as {identifier(name)}"
        copy = f"copy from database {identifier(current[0] if current else '')} to {identifier(name)}"
        detach = f"detach {identifier(name)}"
        cursor.execute(attach, {"target": str(target)})
        try:
            cursor.execute(copy)
        finally:
            cursor.execute(detach)


def identifier(text: str) -> str:
    """A name as SQL writes it."""
    return '"' + text.replace('"', '""') + '"'


def evidence_of(folder: Path) -> dict[str, Path]:
    """Path in the backup → file; files that are only just being written are left out."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("incoming-"))
    return {f"{EVIDENCE}/{path.relative_to(folder).as_posix()}": path for path in files}


def pack(sources: dict[str, Path], target: Path, progress: Progress) -> None:
    """Write the zip; evidence is mostly compressed already and stored as it is."""
    total = sum(path.stat().st_size for path in sources.values()) or 1
    members, done = [], 0
    with zipfile.ZipFile(target, "w", allowZip64=True) as archive:
        for name, path in sources.items():
            packing = zipfile.ZIP_DEFLATED if name == DATABASE else zipfile.ZIP_STORED
            digest, size = hashlib.sha256(), 0
            entry = zipfile.ZipInfo(name, datetime.now().timetuple()[:6])
            entry.compress_type = packing
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as into:
                while chunk := source.read(CHUNK):
                    digest.update(chunk)
                    into.write(chunk)
                    size += len(chunk)
                    progress(min(1.0, (done + size) / total))
            done += size
            members.append(Member(name, size, digest.hexdigest()))
        manifest = Manifest(FORMAT, f"{datetime.now():%Y-%m-%d %H:%M:%S}", tuple(members))
        archive.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
    with target.open("rb+") as written:
        os.fsync(written.fileno())


def check(source: Path) -> Manifest:
    """Read every byte and compare; what the backup holds. Raises BackupError, OSError."""
    with opened(source) as archive:
        manifest = manifest_of(archive)
        for member in manifest.members:
            copy_member(archive, member, None)
    return manifest


@contextmanager
def opened(source: Path) -> Iterator[zipfile.ZipFile]:
    """The zip, with everything that a damaged one does said as BackupError."""
    try:
        with zipfile.ZipFile(source) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise BackupError("damaged", str(error)) from error
    except OSError as error:
        # a damaged list of contents may point to before the file's beginning
        if error.errno != errno.EINVAL:
            raise
        raise BackupError("damaged", str(error)) from error


def manifest_of(archive: zipfile.ZipFile) -> Manifest:
    """The manifest, if it names exactly what the zip holds and nothing that would lie elsewhere."""
    try:
        info = archive.getinfo(MANIFEST)
        if info.file_size > LONGEST_MANIFEST:
            raise BackupError("not_a_backup")
        told: Any = json.loads(archive.read(info))
        members = tuple(Member(str(m["path"]), int(m["size"]), str(m["sha256"])) for m in told["members"])
        manifest = Manifest(int(told["format"]), str(told["made_at"]), members)
    except (KeyError, ValueError, TypeError) as error:
        raise BackupError("not_a_backup") from error
    if manifest.format > FORMAT:
        raise BackupError("newer", str(manifest.format))
    paths = [member.path for member in members]
    if sorted([*paths, MANIFEST]) != sorted(archive.namelist()) or DATABASE not in paths:
        raise BackupError("damaged", MANIFEST)
    for path in paths:
        if path != DATABASE and not is_evidence(path):
            raise BackupError("damaged", path)
    return manifest


def is_evidence(path: str) -> bool:
    """Whether the path stays inside the folder of evidence, on every system."""
    parts = PurePosixPath(path).parts
    plain = all(part not in (".", "..") and not set(part) & set('\\:*?"<>|\0') for part in parts)
    return plain and len(parts) > 1 and parts[0] == EVIDENCE and "/".join(parts) == path


def copy_member(archive: zipfile.ZipFile, member: Member, into: IO[bytes] | None) -> None:
    """Read a member, compare size and hash, and write it where it is wanted. Raises BackupError."""
    digest, size = hashlib.sha256(), 0
    with archive.open(member.path) as source:
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > member.size:
                break
            digest.update(chunk)
            if into:
                into.write(chunk)
    if size != member.size or digest.hexdigest() != member.sha256:
        raise BackupError("damaged", member.path)


def restore(store: Warehouse, source: Path) -> Restored:
    """Put database and evidence back. Until the new ones are proven nothing is touched; then they are exchanged.

    Raises BackupError (nothing has changed), DatabaseBusy (the same), OSError.
    """
    database = file_of(store)
    database.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=database.parent) as scratch:
        staged = Path(scratch)
        with opened(source) as archive:
            manifest = manifest_of(archive)
            for member in manifest.members:
                place = staged / member.path
                place.parent.mkdir(parents=True, exist_ok=True)
                with place.open("wb") as into:
                    copy_member(archive, member, into)
        prove(staged / DATABASE, version_of(store))
        kept = exchange(store, staged)
    return Restored(manifest, kept)


def version_of(store: Warehouse) -> int:
    """The data version of what is there now; 0 where nothing is, or nothing that opens."""
    try:
        return store.version() if file_of(store).exists() else 0
    except duckdb.Error:
        return 0


def prove(database: Path, beyond: int) -> None:
    """Open the staged database, bring its layout up to date, raise its versions beyond those that pages know."""
    try:
        with duckdb.connect(str(database)) as connection:
            found = one(connection, "select value::integer from meta where key = 'schema_version'")
        newest = int(MIGRATIONS[-1].stem)
        if found and found[0] > newest:
            raise BackupError("newer", str(found[0]))
        staged = Warehouse(database)
        with staged.cursor() as cursor:
            cursor.execute(RAISE_BEYOND, {"by": beyond + 1})
        if database.with_name(f"{database.name}.wal").exists():
            with duckdb.connect(str(database)) as connection:
                connection.execute("checkpoint")
    except duckdb.Error as error:
        raise BackupError("damaged", DATABASE) from error


# data and what was made from them stay as fresh to each other as they were
RAISE_BEYOND = """
    update meta set value = (value::bigint + $by)::varchar
    where value = (select value from meta where key = 'data_version') and key like '%\\_version' escape '\\'
        and key <> 'schema_version' or key = 'data_version'
"""


def exchange(store: Warehouse, staged: Path) -> Path | None:
    """Swap the files; put the former ones back if the new database does not open."""
    database = file_of(store)
    kept = database.parent / f"replaced-{datetime.now():%Y%m%d-%H%M%S}"
    here = {
        database: staged / DATABASE,
        database.with_name(f"{database.name}.wal"): None,
        database.parent / EVIDENCE: staged / EVIDENCE,
    }
    with store.closed():
        moved: list[tuple[Path, Path]] = []
        try:
            for place in here:
                if place.exists():
                    kept.mkdir(exist_ok=True)
                    moved.append((place, place.rename(kept / place.name)))
            for place, new in here.items():
                if new and new.exists():
                    new.rename(place)
            with duckdb.connect(str(database)) as connection:
                one(connection, "select count(*) from meta")
        except BaseException:
            for place in here:
                if place.is_dir():
                    shutil.rmtree(place)
                elif place.exists():
                    place.unlink()
            for place, former in moved:
                former.rename(place)
            raise
    return kept if moved else None


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 0: done, 1: refused, 2: wrong usage."""
    write_utf8()
    language = command_language()
    parser = argparse.ArgumentParser(prog="python -m backup", description=say(language, "backup.command"))
    parser.add_argument("action", choices=["save", "check", "restore"], help=say(language, "backup.command_action"))
    parser.add_argument("file", type=Path, help=say(language, "backup.command_file"))
    parser.add_argument("--database", type=Path, default=None, help=say(language, "etl.command_database"))
    parser.add_argument("--yes", action="store_true", help=say(language, "backup.command_yes"))
    options = parser.parse_args(arguments)
    store = Warehouse(options.database or default_path())
    if options.action == "restore" and file_of(store).exists() and not options.yes:
        parser.error(say(language, "backup.needs_yes", path=store.path))
    try:
        sys.stdout.write(run(options.action, store, options.file, language) + "\n")
    except DatabaseBusy as busy:
        sys.stderr.write(say(language, "etl.busy", path=busy.path, holder=busy.holder) + "\n")
        return 1
    except BackupError as error:
        sys.stderr.write(say(language, f"backup.error.{error.key}", detail=error.detail, file=options.file) + "\n")
        return 1
    except OSError as error:
        sys.stderr.write(say(language, "backup.error.cannot", why=error.strerror or error, file=options.file) + "\n")
        return 1
    return 0


def run(action: str, store: Warehouse, file: Path, language: str) -> str:
    """Do it; the sentence that says what was done."""
    if action == "restore":
        done = restore(store, file)
        where = done.kept or "–"
        return say(
            language, "backup.restored", made=done.manifest.made_at, files=done.manifest.evidence_files, kept=where
        )
    manifest = save(store, file) if action == "save" else check(file)
    return say(language, f"backup.{action}_done", file=file, made=manifest.made_at, files=manifest.evidence_files)


if __name__ == "__main__":
    sys.exit(main())
