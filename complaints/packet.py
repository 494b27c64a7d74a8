"""The packet that the owner files: text, orders, evidence as the text cites it, a manifest that hides nothing."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from complaints.checklist import not_accepted
from complaints.container import MANIFEST, SUMS, Entry, Written, stream, sums, write_entry
from complaints.desk import Desk
from complaints.dossier import Dossier, Row
from complaints.draft import LANGUAGE
from complaints.evidence import safe_name
from complaints.manifest import Omission, manifest, omissions, page
from complaints.order_table import order_table
from complaints.text_document import text_document
from locales import say

NAMES = {"docx": "投诉正文.docx", "txt": "投诉正文.txt", "orders": "订单与经过.xlsx", "page": "材料清单.html"}
FOLDER = "材料"


@dataclass(frozen=True)
class Packet:
    """What was written: its hash, how many pieces of evidence, and what is not in it."""

    name: str
    sha256: str
    pieces: int
    omitted: tuple[Omission, ...]


def write_packet(desk: Desk, dossier: Dossier, target: BinaryIO, language: str = LANGUAGE) -> Packet:
    """Write the zip to a seekable stream that can be read, and log that names left the house.

    `language` is that of the readable manifest; the text speaks Chinese. Evidence that is changed, missing or not
    accepted by the platform stays out and is named. Raises OSError, DatabaseBusy.
    """
    left_out = not_accepted(dossier)
    told = omissions(dossier, language)
    pieces = [
        piece | {"path": evidence_path(piece), "name": shown_name(dossier, piece)}
        for piece in dossier.evidence
        if dossier.states.get(piece["evidence_id"]) == "ok" and piece["evidence_id"] not in left_out
    ]
    at, written = dossier.now, []
    with zipfile.ZipFile(target, "w") as archive:
        for entry in entries(desk, dossier, pieces):
            written.append(write_entry(archive, entry, at))
        for piece, copied in matched(pieces, written):
            # read once for the check and once for the copy: what changed in between must not pass for evidence
            if copied.sha256 != piece["sha256"]:
                raise OSError(f"{piece['name']} changed while it was copied")
        content = manifest(dossier, pieces, [asdict(each) for each in written], told)
        readable = page(content, language).encode("utf-8")
        written.append(write_entry(archive, Entry(NAMES["page"], readable), at))
        content["files"].append({"role": "page", **asdict(written[-1])})
        listed = json.dumps(content, ensure_ascii=False, indent=1, default=str).encode("utf-8")
        written.append(write_entry(archive, Entry(MANIFEST, listed), at))
        write_entry(archive, Entry(SUMS, sums(written)), at)
    packet = Packet(f"{dossier.case_id}_{say(language, 'desk.packet.file')}.zip", hash_of(target), len(pieces), told)
    log(desk, dossier, packet)
    return packet


def entries(desk: Desk, dossier: Dossier, pieces: Sequence[Row]) -> list[Entry]:
    """The files in the order of the zip, the manifest's own apart."""
    text = dossier.text
    return [
        Entry(NAMES["docx"], text_document(dossier, head(dossier), pieces)),
        # with BOM and CR LF: the editor of an older Windows shows it right
        Entry(NAMES["txt"], ("\ufeff" + text.replace("\r\n", "\n").replace("\n", "\r\n")).encode("utf-8")),
        Entry(NAMES["orders"], order_table(dossier)),
        *(Entry(piece["path"], desk.vault.path(piece["sha256"])) for piece in pieces),
    ]


def matched(pieces: Sequence[Row], written: Sequence[Written]) -> list[tuple[Row, Written]]:
    """Each piece with its copy."""
    by_path = {each.path: each for each in written}
    return [(piece, by_path[piece["path"]]) for piece in pieces]


def evidence_path(piece: Row) -> str:
    """材料/03-驿站记录.png: the number that the text cites first."""
    return f"{FOLDER}/{piece['number']:02d}-{safe_name(piece['name'])}"


def shown_name(dossier: Dossier, piece: Row) -> str:
    """The kind of evidence as the text names it."""
    kind = dossier.book.evidence.get(piece["kind"])
    return kind.name.say(LANGUAGE) if kind else str(piece["name"])


def head(dossier: Dossier) -> list[tuple[str, str]]:
    """What a form asks beside the text."""
    kind, scene = dossier.kind, dossier.scene
    lines = {
        "shop": dossier.case["shop"],
        "kind": kind.name.say(LANGUAGE) if kind else "",
        "scene": scene.name.say(LANGUAGE) if scene else "",
        "entry": kind.entry.value.say(LANGUAGE) if kind and kind.entry.value else "",
        "buyers": "、".join(dossier.buyers),
        "orders": "、".join(dossier.order_ids),
    }
    return [(say(LANGUAGE, f"desk.packet_head.{name}"), value) for name, value in lines.items() if value]


def hash_of(target: BinaryIO) -> str:
    """SHA-256 of the whole stream; leaves it at its beginning."""
    target.seek(0)
    digest = hashlib.sha256()
    for chunk in stream(target):
        digest.update(chunk)
    target.seek(0)
    return digest.hexdigest()


def log(desk: Desk, dossier: Dossier, packet: Packet) -> None:
    """Into the case's history and the log of exports: a packet carries the account's real name."""
    with desk.writing() as writer:
        writer.event(
            dossier.case_id, "packet", None, sha256=packet.sha256, pieces=packet.pieces, omitted=len(packet.omitted)
        )
        writer.run(
            "log_export", now=writer.now, what="packet", shop=dossier.case["shop"], about=dossier.case_id,
            rows=packet.pieces, is_masked=False, sha256=packet.sha256,
        )  # fmt: skip


def save_packet(desk: Desk, dossier: Dossier, path: Path, language: str = LANGUAGE) -> Packet:
    """Write the packet to a file, whole or not at all."""
    begun = path.with_name(path.name + ".part")
    try:
        with begun.open("w+b") as target:
            packet = write_packet(desk, dossier, target, language)
        begun.replace(path)
    finally:
        begun.unlink(missing_ok=True)
    return packet
