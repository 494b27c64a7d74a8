"""Evidence of a case: stored byte for byte, described, numbered, and read anew to see that it is unchanged."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any, BinaryIO

from complaints.desk import Desk
from complaints.media import HEAD, Media, media_of
from complaints.vault import State, TooLarge

MEGABYTE = 1 << 20
# beyond what any complaint form takes; a film of an unpacking is 100–200 MB
LARGEST = 500 * MEGABYTE
LONGEST_NAME = 120


class EvidenceRefused(Exception):
    """A file that cannot be kept: `key` of desk.evidence_refused.<key> with its values."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values


@dataclass(frozen=True)
class Description:
    """What the owner says about a piece of evidence."""

    name: str
    kind: str  # kind of evidence in the rulebook
    proves: str
    obtained_at: datetime | None = None
    obtained_how: str | None = None
    is_partial: bool = False


def add_evidence(desk: Desk, case_id: str, content: BinaryIO, about: Description, *, largest: int = LARGEST) -> Media:
    """Keep a file of at most `largest` bytes; its media type by content. Raises EvidenceRefused, OSError.

    The bytes lie in the vault before the row exists: a killed process leaves at worst bytes that nobody cites.
    """
    name = safe_name(about.name)
    head = content.read(HEAD)
    if not head:
        raise EvidenceRefused("empty", name=name)
    media = media_of(head, name)
    if media.is_program:
        raise EvidenceRefused("program", name=name)
    try:
        kept = desk.vault.keep(Chained(head, content), largest)
    except TooLarge:
        raise EvidenceRefused("too_large", name=name, limit=largest // MEGABYTE) from None
    with desk.writing() as writer:
        there = [row for row in writer.rows("evidence", case_ids=[case_id]) if row["sha256"] == kept.sha256]
        if there:
            raise EvidenceRefused("twice", name=name, number=there[0]["number"])
        writer.run(
            "add_evidence", case_id=case_id, sha256=kept.sha256, name=name, kind=about.kind, proves=about.proves,
            obtained_at=about.obtained_at, obtained_how=about.obtained_how, size=kept.size, media_type=media.type,
            is_partial=about.is_partial, now=writer.now,
        )  # fmt: skip
        writer.event(case_id, "evidence_added", about.proves, name=name, sha256=kept.sha256, size=kept.size)
    return media


def add_text(desk: Desk, case_id: str, text: str, about: Description) -> Media:
    """Keep pasted text as a UTF-8 file."""
    name = about.name if PurePath(about.name).suffix else f"{about.name}.txt"
    described = Description(**{**vars(about), "name": name})
    return add_evidence(desk, case_id, io.BytesIO(text.encode("utf-8")), described)


def drop_evidence(desk: Desk, case_id: str, evidence_id: int, why: str) -> None:
    """Take a piece out of the case; its row and bytes stay until the case is deleted."""
    with desk.writing() as writer:
        writer.run("drop_evidence", case_id=case_id, number=evidence_id, now=writer.now)
        writer.event(case_id, "evidence_dropped", why, number=evidence_id)


def evidence_of(desk: Desk, case_id: str) -> list[dict[str, Any]]:
    """The case's evidence as the text numbers it."""
    return desk.rows("evidence", case_ids=[case_id])


def states_of(desk: Desk, pieces: Sequence[Mapping[str, Any]]) -> dict[int, State]:
    """evidence_id → ok | changed | missing, every file read anew."""
    by_hash = {piece["sha256"]: desk.vault.state(piece["sha256"]) for piece in pieces}
    return {piece["evidence_id"]: by_hash[piece["sha256"]] for piece in pieces}


def check(desk: Desk, case_id: str) -> dict[int, State]:
    """The same on demand: the outcome goes into the history."""
    states = states_of(desk, evidence_of(desk, case_id))
    broken = [number for number, state in states.items() if state != "ok"]
    with desk.writing() as writer:
        writer.event(case_id, "evidence_checked", files=len(states), broken=len(broken))
    return states


def safe_name(name: str) -> str:
    """A file's name without folders and control characters, at most LONGEST_NAME long; it is shown, never a path."""
    plain = PurePath(name.replace("\\", "/")).name
    plain = "".join(
        "_" if unicodedata.category(letter).startswith("C") or letter in '<>:"|?*' else letter for letter in plain
    )
    stem, suffix = PurePath(plain).stem.strip(" ."), PurePath(plain).suffix
    return f"{stem[: LONGEST_NAME - len(suffix)] or 'file'}{suffix}"


class Chained:
    """The bytes already read, then the rest of the stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes."""
        if not self._head:
            return self._rest.read(size)
        head, self._head = self._head, b""
        return head
