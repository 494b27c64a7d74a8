"""A case with everything that belongs to it, read once; what the desk says of a case are functions of this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from complaints import rulebook
from complaints.cases import get_case, history, subjects_of
from complaints.desk import Desk
from complaints.evidence import evidence_of, states_of
from complaints.facts import Loss, loss_of
from complaints.rules import Kind, Rulebook, Scene
from complaints.texts import texts_of
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
    with desk.warehouse.cursor():  # opening the file for each question would cost more than the questions
        case = get_case(desk, case_id)
        pieces = evidence_of(desk, case_id)
        return Dossier(
            case=case,
            now=desk.clock(),
            book=rulebook.read(desk.warehouse),
            subjects=subjects_of(desk, case_id),
            facts=desk.rows("facts", case_id=case_id),
            contacts=desk.rows("contacts", case_id=case_id),
            evidence=pieces,
            states=states_of(desk, pieces) if check_files else {},
            texts=texts_of(desk, case_id),
            submissions=desk.rows("submissions", case_id=case_id),
            events=history(desk, case_id),
        )
