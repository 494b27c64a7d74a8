"""From what the owner hands over to single files: a zip gives the files inside it, all others themselves."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from etl.archive import unpack
from etl.containers import container_of
from etl.outcome import Outcome, Source
from etl.problem import Problem, Refused


def unpacked(source: Source, folder: Path, password: str | None) -> Iterator[Source | Outcome]:
    """The file itself, or the files inside where it is a zip; an outcome for an archive that cannot be opened."""
    try:
        if container_of(source.path) != "archive":
            yield source
            return
        inside = folder / str(len(list(folder.iterdir())))
        inside.mkdir()
        is_empty = True
        for number, member in enumerate(unpack(source.path, inside, password)):
            is_empty = False
            kept = source.kept / str(number) if source.kept else None
            yield replace(source, name=f"{source.name} / {member.name}", path=member.path, kept=kept)
        if is_empty:
            raise Refused("etl.empty_archive")
    except Refused as refusal:
        yield Outcome(source.name, error=refusal.problem)
    except OSError as error:
        yield Outcome(source.name, error=Problem("etl.cannot_open", {"why": error.strerror or str(error)}))


def sha256(path: Path) -> str:
    """The file's SHA-256 in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
