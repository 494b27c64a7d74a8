"""A case with everything that belongs to it, read once; what the desk says of a case are functions of this."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from complaints import rulebook
from complaints.cases import NoSuchCase, told_case, told_event
from complaints.desk import Desk
from complaints.evidence import states_of
from complaints.facts import Loss, loss_of
from complaints.rules import Kind, Rulebook, Scene
from complaints.vault import State

Row = dict[str, Any]


@dataclass(frozen=True)
class Dossier:
    """One case at one moment. Rows are as the tables have them; `texts` newest first, the others oldest first."""

    case: Row
    now: datetime
    book: Rulebook
    subjects: list[Row] = field(default_factory=list)
    facts: list[Row] = field(default_factory=list)
    contacts: list[Row] = field(default_factory=list)
    evidence: list[Row] = field(default_factory=list)
    states: Mapping[int, State] = field(default_factory=dict)
    texts: list[Row] = field(default_factory=list)
    submissions: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)

    @property
    def case_id(self) -> str:
        """The case's number."""
        return str(self.case["case_id"])

    @property
    def kind(self) -> Kind | None:
        """The kind of violation; None while none is chosen, or where the rulebook no longer has it."""
        return self.book.kinds.get(self.case["violation"] or "")

    @property
    def scene(self) -> Scene | None:
        """The scene of the kind."""
        return self.kind.scenes.get(self.case["scene"] or "") if self.kind else None

    @property
    def text(self) -> str:
        """The newest version of the text; empty when there is none."""
        return str(self.texts[0]["text"]) if self.texts else ""

    @property
    def loss(self) -> Loss:
        """Loss by the facts and the owner."""
        return loss_of(self.facts, self.case["other_loss"])

    @property
    def order_ids(self) -> list[str]:
        """Orders that the complaint is about, in the order they joined."""
        return list(dict.fromkeys(str(s["order_id"]) for s in self.subjects if s["order_id"]))

    @property
    def buyers(self) -> list[str]:
        """The accounts: the case's own first, then those of its subjects."""
        named = [self.case["buyer"], *(s["buyer"] for s in self.subjects)]
        return list(dict.fromkeys(str(name) for name in named if name))


def read_dossier(desk: Desk, case_id: str, *, check_files: bool = True) -> Dossier:
    """Everything of a case, every evidence file read anew unless told not to. Raises NoSuchCase, DatabaseBusy."""
    found = read_dossiers(desk, [case_id])
    if not found:
        raise NoSuchCase(case_id)
    return replace(found[0], states=states_of(desk, found[0].evidence)) if check_files else found[0]


def read_dossiers(desk: Desk, case_ids: Sequence[str]) -> list[Dossier]:
    """Those of these cases that there are, in this order; evidence files are not read. Raises DatabaseBusy."""

    def by_case(question: str) -> defaultdict[str, list[Row]]:
        found: defaultdict[str, list[Row]] = defaultdict(list)
        for row in desk.rows(question, case_ids=case_ids):
            found[row["case_id"]].append(row)
        return found

    with desk.warehouse.cursor():  # opening the file for each question would cost more than the questions
        cases, subjects, facts, contacts = map(by_case, ("case", "subjects", "facts", "contacts"))
        evidence, texts, submissions, events = map(by_case, ("evidence", "texts", "submissions", "events"))
        book, now = rulebook.read(desk.warehouse), desk.clock()
    return [
        Dossier(
            case=told_case(cases[case_id][0]),
            now=now,
            book=book,
            subjects=subjects[case_id],
            facts=facts[case_id],
            contacts=contacts[case_id],
            evidence=evidence[case_id],
            texts=texts[case_id],
            submissions=submissions[case_id],
            events=[told_event(event) for event in events[case_id]],
        )
        for case_id in case_ids
        if case_id in cases
    ]
