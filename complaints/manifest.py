"""What is in a packet and what is not: as JSON for programs, as a page for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from complaints.checklist import checklist, not_accepted
from complaints.dossier import Dossier, Row
from complaints.draft import sentence
from complaints.facts import Loss
from complaints.guide import findings
from complaints.numbers import known_by
from complaints.order_table import source_of
from complaints.readiness import lacking
from complaints.rules import Requirement, Rulebook
from complaints.tone import counts
from locales import say

FORMAT = "huoyan-packet"
VERSION = 1


@dataclass(frozen=True)
class Omission:
    """Something that the packet lacks: a key for programs, a sentence for people."""

    key: str
    text: str


def omissions(dossier: Dossier, language: str) -> tuple[Omission, ...]:
    """Everything that is missing, broken or left out."""
    found = [Omission(lack.key, lack_text(dossier, lack.key, lack.values, language)) for lack in lacking(dossier)]
    left_out = not_accepted(dossier)
    for piece in dossier.evidence:
        if piece["evidence_id"] in left_out:
            text = say(language, "desk.omission.not_accepted", number=piece["number"], name=piece["name"])
            found.append(Omission("not_accepted", text))
    for fact in dossier.facts:
        if fact["source"] == "hand":
            found.append(
                Omission("no_source", say(language, "desk.omission.no_source", fact=sentence(fact, language)))
            )
    return tuple(found)


def lack_text(dossier: Dossier, key: str, values: dict[str, object], language: str) -> str:
    """The sentence of a lack, a requirement named by the evidence that would do."""
    told = dict(values)
    if "requirement" in told:
        lines = {line.requirement.id: line.requirement for line in checklist(dossier)}
        told["requirement"] = requirement_name(dossier.book, lines[str(told["requirement"])], language)
    return say(language, f"desk.lack.{key}", **told)


def requirement_name(book: Rulebook, need: Requirement, language: str) -> str:
    """Any one of these kinds of evidence, by name."""
    names = [book.evidence[kind].name.say(language) for kind in need.any_of if kind in book.evidence]
    return say(language, "desk.or").join(names)


def manifest(
    dossier: Dossier, pieces: Sequence[Row], written: Sequence[dict[str, Any]], told: Sequence[Omission]
) -> dict[str, Any]:
    """The manifest; times are local time of the shop in ISO 8601, money is yuan."""
    by_path = {piece["path"]: piece for piece in pieces}
    kind, scene, length = dossier.kind, dossier.scene, counts(dossier.text)
    return {
        "format": FORMAT,
        "version": VERSION,
        "case": dossier.case_id,
        "shop": dossier.case["shop"],
        "created_at": dossier.now.isoformat(),
        "buyers": dossier.buyers,
        "orders": dossier.order_ids,
        "violation": {
            "kind": kind.id if kind else None,
            "scene": scene.id if scene else None,
            "name": kind.name.zh if kind else None,
            "scene_name": scene.name.zh if scene else None,
        },
        "text": {"version": dossier.texts[0]["version"] if dossier.texts else None, **asdict(length)},
        "loss": loss(dossier.loss),
        "check": {finding.key: finding.state for finding in findings(dossier)},
        "files": [described(each, by_path.get(each["path"])) for each in written],
        "facts": [fact(row) for row in dossier.facts],
        "contacts": [
            {name: row[name] for name in ("at", "channel", "who", "said", "offer", "answer", "outcome")}
            for row in dossier.contacts
        ],
        "omissions": [asdict(omission) for omission in told],
    }


def described(written: dict[str, Any], piece: Row | None) -> dict[str, Any]:
    """A file of the packet; evidence with what it proves and where it comes from."""
    if piece is None:
        return {"role": "made", **written}
    told = ("number", "kind", "name", "proves", "obtained_at", "obtained_how", "media_type", "added_at")
    return {"role": "evidence", **written, **{name: piece[name] for name in told}}


def fact(row: Row) -> dict[str, Any]:
    """A fact with its source."""
    told = {name: row[name] for name in ("kind", "at", "order_id", "ref_id", "amount", "text", "source")}
    told["ref_id"] = row["ref_id"] and known_by(row["ref_id"], row["order_id"])
    return {**told, "file": row["file"], "row": row["row_number"], "sentence": sentence(row, "zh")}


def loss(amounts: Loss) -> dict[str, str]:
    """Yuan with cents, as text: a float would round."""
    return {name: f"{amount:.2f}" for name, amount in asdict(amounts).items()}


def page(content: dict[str, Any], language: str) -> str:
    """The manifest as an HTML page that needs nothing but itself; every value is escaped."""
    facts = [row | {"from": source_of(row | {"row_number": row["row"]}, language)} for row in content["facts"]]

    def word(key: str) -> str:
        return say(language, f"desk.page.{key}")

    return template().render(told=content, facts=facts, word=word, language="zh-CN" if language == "zh" else "en")


@cache
def template() -> Any:  # noqa: ANN401 - jinja2 has no types of its own here
    """templates/manifest.html, every value escaped."""
    folder = FileSystemLoader(Path(__file__).with_name("templates"))
    return Environment(loader=folder, autoescape=True, undefined=StrictUndefined).get_template("manifest.html")
