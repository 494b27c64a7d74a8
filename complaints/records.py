"""Evidence that Huoyan makes itself: the rows of the imports behind a case, with the file and row of each."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from complaints.desk import Desk
from complaints.dossier import Dossier
from complaints.evidence import Description, add_evidence
from complaints.order_table import order_table
from locales import say

# kind of evidence → the facts it needs to say anything
RECORDS = {"order_record": "placed", "refund_record": "asked_"}


def possible_records(dossier: Dossier) -> list[str]:
    """Kinds of record that the case's facts can make and that it does not have."""
    there = {piece["kind"] for piece in dossier.evidence}
    return [
        kind
        for kind, start in RECORDS.items()
        if kind not in there and any(fact["kind"].startswith(start) and fact["file"] for fact in dossier.facts)
    ]


def add_record(desk: Desk, dossier: Dossier, kind: str, language: str) -> None:
    """Keep the case's orders and facts as they are now. Raises EvidenceRefused where the same is kept already."""
    files = list(dict.fromkeys(fact["file"] for fact in dossier.facts if fact["file"]))
    about = Description(
        name=f"{dossier.book.evidence[kind].name.zh}.xlsx",
        kind=kind,
        proves=say("zh", f"desk.record.{kind}", count=len(dossier.order_ids)),
        obtained_at=dossier.now,
        obtained_how=say(language, "desk.record.how", files="、".join(files)),
    )
    table = order_table(replace(dossier, facts=[fact for fact in dossier.facts if belongs(fact, kind)]))
    add_evidence(desk, dossier.case_id, io.BytesIO(table), about)


def belongs(fact: dict[str, Any], kind: str) -> bool:
    """Whether a record of this kind tells the fact."""
    return kind == "order_record" or fact["kind"].startswith(("asked_", "refund_", "sent_back"))
