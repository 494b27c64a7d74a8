"""What a case lacks before it can go to the platform, and the moves that depend on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from complaints import deadlines
from complaints.cases import one_case
from complaints.checklist import checklist, limit
from complaints.desk import Desk, Writer
from complaints.dossier import Dossier, Row, read_dossier
from complaints.draft import is_behind
from complaints.guide import findings
from complaints.numbers import known_by
from complaints.stages import MoveRefused, check_move
from complaints.tone import counts

OWN_NUMBER = "#"  # begins the number of an order that came without one
# stages that are entered through complaints.submissions
OWN_WAY = ("submitted", "upheld", "rejected", "appeal")


@dataclass(frozen=True)
class Lack:
    """One thing: `key` of desk.lack.<key> with its values; what is no `must` is advice."""

    key: str
    values: dict[str, object] = field(default_factory=dict)
    is_must: bool = True


def lacking(dossier: Dossier) -> list[Lack]:
    """Everything that `ready` needs and the case does not have, in the order an owner would mend it."""
    found = [Lack(f"gate_{finding.key}_{finding.state}") for finding in findings(dossier) if finding.state != "ok"]
    if dossier.kind is not None and dossier.kind.scenes and dossier.scene is None:
        found.append(Lack("scene"))
    if not any(fact["at"] is not None for fact in dossier.facts):
        found.append(Lack("facts"))
    elif not any(fact["amount"] for fact in dossier.facts) and not dossier.case["other_loss"]:
        found.append(Lack("amounts", is_must=False))
    for line in checklist(dossier):
        if line.status in ("missing", "broken") and line.requirement.need.value == "required":
            found.append(Lack(f"evidence_{line.status}", {"requirement": line.requirement.id}))
    found += [
        Lack("evidence_file", {"number": piece["number"], "name": piece["name"]})
        for piece in dossier.evidence
        if dossier.states.get(piece["evidence_id"]) != "ok"
    ]
    return found + unnumbered(dossier) + time_lacks(dossier) + text_lacks(dossier) + repeated(dossier)


def unnumbered(dossier: Dossier) -> list[Lack]:
    """Orders whose export had no number, in one line: the platform cannot find them by ours."""
    ours = sorted({order for order in dossier.order_ids if order.startswith(OWN_NUMBER)})
    return [Lack("order_number", {"ref": ours[0], "count": len(ours)})] if ours else []


def time_lacks(dossier: Dossier) -> list[Lack]:
    """A live deadline: at least one subject in time; late ones are counted."""
    ends = deadlines.filing(dossier)
    if not ends:
        return [Lack("deadline_unknown", is_must=False)]
    late = [end for end in ends if end.is_late(dossier.now)]
    if len(late) == len(ends):
        return [Lack("deadline_over", {"date": max(end.until for end in ends).date()})]
    if not late:
        return []
    orders = {subject["ref_id"]: subject["order_id"] for subject in dossier.subjects}
    first = late[0].ref and known_by(late[0].ref, orders.get(late[0].ref))
    told: dict[str, object] = {"ref": first, "count": len(late), "date": late[-1].until.date()}
    return [Lack("deadline_late" if len(late) == 1 else "deadlines_late", told, is_must=False)]


def text_lacks(dossier: Dossier) -> list[Lack]:
    """A text that the form takes."""
    if not dossier.text.strip():
        return [Lack("text")]
    length, found = counts(dossier.text), [Lack("text_behind", is_must=False)] if is_behind(dossier) else []
    characters, size = limit(dossier, "text_chars"), limit(dossier, "text_bytes")
    if characters is not None and length.characters > characters:
        found.append(Lack("text_long", {"count": length.characters, "limit": characters}, is_must=False))
    if size is not None and length.gbk_bytes > size:
        found.append(Lack("text_bytes", {"count": length.gbk_bytes, "limit": size}, is_must=False))
    return found


def repeated(dossier: Dossier) -> list[Lack]:
    """Subjects that other cases are about, in one line for the same cases: one complaint an order and a review."""
    by_cases: dict[str, list[Row]] = {}
    for subject in dossier.subjects:
        if subject["also_in"]:
            by_cases.setdefault(subject["also_in"], []).append(subject)
    return [
        Lack(
            "repeated",
            {"ref": known_by(again[0]["ref_id"], again[0]["order_id"]), "count": len(again), "cases": cases},
            is_must=False,
        )
        for cases, again in by_cases.items()
    ]


def move_case(desk: Desk, case_id: str, target: str, reason: str | None = None, *, override: bool = False) -> None:
    """Move a case. `ready` needs what `lacking` names, or an override with its reason; both are kept.

    Raises NoSuchCase, MoveRefused (its `lacking` says what is missing). Submitting, deciding and appealing have
    functions of their own in complaints.submissions.
    """
    if target in OWN_WAY:
        raise ValueError(f"{target} has a function of its own")
    musts: list[Lack] = []
    if target == "ready":
        musts = [lack for lack in lacking(read_dossier(desk, case_id)) if lack.is_must]
    with desk.writing() as writer:
        case = one_case(writer.rows("case", case_ids=[case_id]), case_id)
        check_move(case["stage"], target, reason)
        keys = tuple(lack.key for lack in musts)
        if musts and not override:
            raise MoveRefused(case["stage"], target, keys)
        if musts and not (reason or "").strip():
            raise MoveRefused(case["stage"], target, ("reason",))
        if musts:
            writer.event(case_id, "override", reason, lacking=list(keys))
        enter(writer, case_id, case["stage"], target, reason)


def enter(writer: Writer, case_id: str, stage: str, target: str, reason: str | None) -> None:
    """Write the new stage and its event together."""
    writer.run("move_case", case_id=case_id, stage=target, now=writer.now)
    writer.event(case_id, "moved", reason, **{"from": stage, "to": target})
