"""What evidence the kind of violation asks for: there, missing, broken, or not accepted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from complaints.dossier import Dossier, Row
from complaints.media import Media
from complaints.rules import Requirement

Status = Literal["there", "missing", "broken", "helps", "not_needed", "not_accepted"]
MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Line:
    """One requirement with the pieces that answer it."""

    requirement: Requirement
    status: Status
    pieces: tuple[Row, ...]


def checklist(dossier: Dossier) -> list[Line]:
    """Every requirement of the kind and scene, required ones first; what is not accepted only where it is there."""
    if dossier.kind is None:
        return []
    lines = [line_of(dossier, need) for need in dossier.kind.evidence_of(dossier.case["scene"])]
    order = ("required", "accepted", "reference", "none", "not_accepted")
    lines.sort(key=lambda line: order.index(str(line.requirement.need.value or "reference")))
    return [line for line in lines if line.requirement.need.value != "not_accepted" or line.pieces]


def line_of(dossier: Dossier, need: Requirement) -> Line:
    """One requirement."""
    pieces = tuple(piece for piece in dossier.evidence if kind_as_taken(piece) in need.any_of)
    if need.need.value == "not_accepted":
        return Line(need, "not_accepted", pieces)
    if need.need.value == "none":
        return Line(need, "not_needed", pieces)
    whole = [piece for piece in pieces if dossier.states.get(piece["evidence_id"]) == "ok"]
    if whole:
        return Line(need, "there", pieces)
    if pieces:
        return Line(need, "broken", pieces)
    return Line(need, "missing" if need.need.value == "required" else "helps", pieces)


def kind_as_taken(piece: Row) -> str:
    """A cut-out of a conversation is a partial capture whatever the owner calls it."""
    return "chat_partial" if piece["is_partial"] and piece["kind"] == "chat_full" else str(piece["kind"])


def not_accepted(dossier: Dossier) -> set[int]:
    """Numbers of the pieces that the platform does not take: they stay out of the packet."""
    return {
        piece["evidence_id"]
        for line in checklist(dossier)
        if line.status == "not_accepted"
        for piece in line.pieces
    }  # fmt: skip


@dataclass(frozen=True)
class Doubt:
    """Something about one piece: `key` of desk.evidence_doubt.<key> with its values."""

    piece: Row
    key: str
    values: dict[str, object]


def doubts(dossier: Dossier) -> list[Doubt]:
    """Pieces that the form may refuse: wrong medium for their kind, too large, too many."""
    found = [doubt for piece in dossier.evidence for doubt in doubts_of(dossier, piece)]
    pictures = [piece for piece in dossier.evidence if Media(piece["media_type"], True).group == "picture"]
    most = limit(dossier, "pictures")
    if most is not None and len(pictures) > most:
        found.append(Doubt(pictures[-1], "too_many_pictures", {"count": len(pictures), "limit": most}))
    return found


def doubts_of(dossier: Dossier, piece: Row) -> list[Doubt]:
    """The same for one piece."""
    found = []
    group = Media(piece["media_type"], True).group
    kind = dossier.book.evidence.get(piece["kind"])
    if kind and group not in kind.media and not (group in ("document", "text") and "record" in kind.media):
        found.append(Doubt(piece, "medium", {"found": group}))
    for medium, name in (("picture", "picture_mb"), ("video", "video_mb")):
        most = limit(dossier, name)
        if group == medium and most is not None and piece["size"] > most * MEGABYTE:
            found.append(Doubt(piece, "too_large", {"limit": most}))
    return found


def limit(dossier: Dossier, name: str) -> int | None:
    """A limit of the kind's form; None where it is not known."""
    rule = dossier.kind.limits.get(name) if dossier.kind else None
    return int(rule.value) if rule and rule.value is not None else None
