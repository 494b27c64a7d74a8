"""Every open case with what it waits for next: the due list of pages, calendar and command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from complaints import deadlines
from complaints.cases import all_cases
from complaints.desk import Desk
from complaints.dossier import Dossier, read_dossiers
from complaints.stages import OPEN_STAGES, WAITING

FAR = date.max


@dataclass(frozen=True)
class Due:
    """A case and its next date: file | appeal | answer | none. Negative days: overdue."""

    case: dict[str, Any]
    purpose: str
    on: date | None
    days: int | None
    at_stake: float
    dossier: Dossier

    @property
    def is_late(self) -> bool:
        """Whether the date is past."""
        return self.days is not None and self.days < 0


def due_list(desk: Desk) -> list[Due]:
    """Open cases, the most urgent first. Evidence files are not read."""
    with desk.warehouse.cursor():
        cases = {case["case_id"]: case for case in all_cases(desk) if case["stage"] in OPEN_STAGES}
        dossiers = read_dossiers(desk, list(cases))
    found = [due_of(cases[dossier.case_id], dossier) for dossier in dossiers]
    return sorted(found, key=lambda due: (due.on or FAR, due.case["case_id"]))


def due_of(case: dict[str, Any], dossier: Dossier) -> Due:
    """One case's next date."""
    purpose, on, days = "none", None, None
    if case["stage"] in WAITING and case["expected_by"]:
        purpose, on = "answer", case["expected_by"]
        days = (on - dossier.now.date()).days
    elif (deadline := deadlines.next_due(dossier)) is not None:
        purpose, on, days = deadline.purpose, deadline.until.date(), deadline.days_left(dossier.now)
    return Due(case, purpose, on, days, float(dossier.loss.at_stake), dossier)
