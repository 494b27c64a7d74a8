"""What happens with the platform: submitted, decided, appealed, and the lesson of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from holidays import country_holidays

from complaints import deadlines
from complaints.cases import one_case, write_case
from complaints.desk import Desk
from complaints.dossier import Dossier, read_dossier
from complaints.readiness import Lack, enter
from complaints.stages import MoveRefused, check_move

RESULTS = ("upheld", "rejected")
# why a complaint is rejected (S80, S81), with what desks know besides
REASONS = ("evidence", "not_violation", "standard", "late", "scene", "other")


@dataclass(frozen=True)
class Decision:
    """The platform's answer."""

    result: str  # upheld | rejected
    decided_at: datetime
    reason_class: str | None = None
    reason: str | None = None
    money: Decimal | None = None  # yuan recovered
    lesson: str | None = None


def submit(desk: Desk, case_id: str, platform_no: str | None = None) -> None:
    """The complaint was handed in. Raises NoSuchCase, MoveRefused unless the case is ready."""
    dossier = read_dossier(desk, case_id)
    with desk.writing() as writer:
        case = one_case(writer.rows("case", case_ids=[case_id]), case_id)
        check_move(case["stage"], "submitted", None)
        due = expected_by(dossier)
        writer.run(
            "add_submission",
            case_id=case_id,
            now=writer.now,
            platform_no=platform_no,
            expected_by=due,
            new_points=None,
        )
        made = len(dossier.submissions)  # not none where one was withdrawn and the case taken up again
        writer.event(case_id, "submitted", None, round=made + 1, platform_no=platform_no, expected_by=due)
        enter(writer, case_id, case["stage"], "submitted", None)


def expected_by(dossier: Dossier) -> date | None:
    """When an answer can be expected: the rulebook's working days from now; None where that is not known.

    Public holidays are left out and weekends that are worked for them counted; of years that the State Council has
    not arranged yet only the days that the law gives are known.
    """
    days = dossier.kind.answer_days.value if dossier.kind else None
    return None if days is None else country_holidays("CN").get_nth_working_day(dossier.now.date(), days)


def decide(desk: Desk, case_id: str, decision: Decision) -> None:
    """Keep the platform's answer. A rejection needs its reason. Raises NoSuchCase, MoveRefused."""
    with desk.writing() as writer:
        case = one_case(writer.rows("case", case_ids=[case_id]), case_id)
        check_move(case["stage"], decision.result, None)
        if decision.result == "rejected" and decision.reason_class not in REASONS:
            raise MoveRefused(case["stage"], "rejected", ("reason",))
        writer.run(
            "decide_submission", case_id=case_id, decided_at=decision.decided_at, result=decision.result,
            reason_class=decision.reason_class, reason=decision.reason, money=decision.money,
        )  # fmt: skip
        writer.event(
            case_id, "decided", decision.reason, result=decision.result, reason_class=decision.reason_class,
            money=decision.money,
        )  # fmt: skip
        if decision.lesson:
            write_case(writer, case | {"lesson": decision.lesson})
            writer.event(case_id, "changed", field="lesson", old=case["lesson"], new=decision.lesson)
        enter(writer, case_id, case["stage"], decision.result, decision.reason)


def appeal_lacks(dossier: Dossier, new_points: str | None) -> list[Lack]:
    """What an appeal still needs: that there is one, in time, with something new in it."""
    kind, found = dossier.kind, []
    if kind is not None and kind.appeal.exists.value is False:
        found.append(Lack("appeal_none"))
    times = kind.appeal.times.value if kind else None
    made = sum(1 for row in dossier.submissions if row["new_points"] is not None)
    if times is not None and made >= times:
        found.append(Lack("appeal_used", {"count": made}))
    end = deadlines.appeal(dossier)
    if end is not None and end.is_late(dossier.now):
        found.append(Lack("appeal_over", {"date": end.until.date()}))
    if not new_evidence(dossier):
        found.append(Lack("appeal_evidence", is_must=False))
    if not (new_points or "").strip():
        found.append(Lack("appeal_points"))
    return found


def new_evidence(dossier: Dossier) -> list[int]:
    """Numbers of the pieces that came after the last submission."""
    last = max((row["submitted_at"] for row in dossier.submissions), default=None)
    return [piece["number"] for piece in dossier.evidence if last is None or piece["added_at"] > last]


def appeal(
    desk: Desk, case_id: str, new_points: str, platform_no: str | None = None, *, override: bool = False
) -> None:
    """The rejected complaint was brought again. Raises NoSuchCase, MoveRefused with what is lacking."""
    dossier = read_dossier(desk, case_id)
    musts = tuple(lack.key for lack in appeal_lacks(dossier, new_points) if lack.is_must)
    with desk.writing() as writer:
        case = one_case(writer.rows("case", case_ids=[case_id]), case_id)
        check_move(case["stage"], "appeal", new_points)
        if musts and (not override or "appeal_points" in musts):
            raise MoveRefused(case["stage"], "appeal", musts)
        if musts:
            writer.event(case_id, "override", new_points, lacking=list(musts))
        due, made = expected_by(dossier), len(dossier.submissions)
        writer.run(
            "add_submission", case_id=case_id, now=writer.now, platform_no=platform_no, expected_by=due,
            new_points=new_points,
        )  # fmt: skip
        writer.event(case_id, "submitted", new_points, round=made + 1, platform_no=platform_no, expected_by=due)
        enter(writer, case_id, case["stage"], "appeal", None)
