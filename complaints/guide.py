"""The guided check before a complaint: a violation, harm, talk that failed, and neither ordinary nor our own doing.

All of them are asked for (S06), not any one (S07): the platform's own scenes repeat "contact the buyer first", and a
complaint that fails cannot be made again. The owner may go on in spite of one, with a reason that is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from complaints.cases import one_case, write_case
from complaints.contacts import has_failed
from complaints.desk import Desk
from complaints.dossier import Dossier

# question → what may be answered; `counts` and `not_counts` are the rulebook's own signs
QUESTIONS: dict[str, tuple[str, ...]] = {
    "ordinary": ("no", "unsure", "yes"),
    "ours": ("no", "unsure", "yes"),
    "harm": ("yes", "no"),
    "goal": ("protect", "punish"),
}
SIGNS = ("counts", "not_counts")
State = Literal["ok", "open", "stop"]


@dataclass(frozen=True)
class Finding:
    """One condition of the gate: `key` of desk.gate.<key>; open: not answered or not yet; stop: speaks against."""

    key: str
    state: State


def answer_guide(desk: Desk, case_id: str, answers: Mapping[str, Any]) -> None:
    """Keep answers, each change in the history. Raises NoSuchCase, ValueError for an answer that does not exist."""
    for name, value in answers.items():
        allowed = QUESTIONS.get(name)
        if allowed is None and name not in SIGNS or allowed is not None and value not in (*allowed, None):
            raise ValueError(f"{name}: {value!r}")
    with desk.writing() as writer:
        case = one_case(writer.rows("case", case_ids=[case_id]), case_id)
        differing = {name: value for name, value in answers.items() if case["guide"].get(name) != value}
        if not differing:
            return
        write_case(writer, case | {"guide": case["guide"] | differing})
        writer.event(case_id, "guide", **differing)


def findings(dossier: Dossier) -> list[Finding]:
    """Every condition with its state, in the order they are asked."""
    told = dossier.case["guide"]
    return [
        Finding("violation", violation(dossier)),
        Finding("ordinary", by_answer(told.get("ordinary"), good="no", bad="yes")),
        Finding("ours", by_answer(told.get("ours"), good="no", bad="yes")),
        Finding("harm", harm(dossier)),
        Finding("talk", talk(dossier)),
        Finding("goal", by_answer(told.get("goal"), good="protect", bad="punish")),
    ]


def violation(dossier: Dossier) -> State:
    """Whether the platform has such a complaint and the owner found its signs."""
    kind, scene, told = dossier.kind, dossier.scene, dossier.case["guide"]
    if kind is None:
        return "open"
    has_complaint = scene.complaint.value if scene else kind.complaint.value
    if has_complaint is False or told.get("not_counts"):
        return "stop"
    return "ok" if told.get("counts") else "open"


def harm(dossier: Dossier) -> State:
    """Loss in money, or harm in the owner's words."""
    told = dossier.case["guide"].get("harm")
    if told == "no":
        return "stop"
    has_harm = dossier.loss.at_stake > 0 or (dossier.case["harm"] or "").strip()
    return "ok" if told == "yes" and has_harm else "open"


def talk(dossier: Dossier) -> State:
    """The buyer was spoken to in vain, or there is a kept reason for not doing so."""
    if (dossier.case["no_contact_reason"] or "").strip() or has_failed(dossier.contacts):
        return "ok"
    return "stop" if dossier.contacts and dossier.contacts[-1]["outcome"] == "agreed" else "open"


def by_answer(answer: object, *, good: str, bad: str) -> State:
    """State of a plain question."""
    return "ok" if answer == good else "stop" if answer == bad else "open"
