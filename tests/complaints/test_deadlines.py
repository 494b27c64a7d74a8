"""Each deadline runs from its own event; the list and the calendar say the same."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from icalendar import Calendar

from complaints import deadlines, rulebook
from complaints.calendar import calendar
from complaints.cases import Opening, Subject, add_subjects, drop_subjects, open_case
from complaints.desk import Desk
from complaints.dossier import read_dossier
from complaints.facts import gather
from complaints.overview import due_list
from complaints.readiness import lacking
from complaints.submissions import Decision, decide, submit
from tests.complaints.conftest import Clock
from tests.complaints.ready import make_ready
from tests.risk.rows import NOON, SHOP, put


def case_of(desk: Desk, violation: str, scene: str | None, *subjects: Subject) -> str:
    case_id = open_case(desk, Opening(SHOP, "buyer", "案", "小店常客21", violation, scene, subjects))
    gather(desk, case_id)
    return case_id


@pytest.mark.parametrize(
    ("violation", "scene", "subject", "until"),
    [
        # 60 days from the refund, 30 from the review, 180 from the order
        ("refund", "received", Subject("refund", "R1", "1001"), NOON + timedelta(days=2 + 60)),
        ("review", "gain", Subject("review", "V1", "1001"), NOON + timedelta(days=9 + 30)),
        ("extortion", "review", Subject("review", "V1", "1001"), NOON + timedelta(days=9 + 30)),
        ("order", "bulk", Subject("order", "2000", "2000"), NOON + timedelta(days=180)),
        # no scene yet: the earliest of all scenes counts
        ("extortion", None, Subject("review", "V1", "1001"), NOON + timedelta(days=9 + 30)),
    ],
)
def test_the_right_event_starts_the_clock(
    desk: Desk, violation: str, scene: str | None, subject: Subject, until: datetime
) -> None:
    due = deadlines.next_due(read_dossier(desk, case_of(desk, violation, scene, subject)))
    assert due is not None and (due.purpose, due.until) == ("file", until)


def test_days_left_soon_and_late(desk: Desk, refund_case: str) -> None:
    (end,) = deadlines.filing(read_dossier(desk, refund_case))
    for before, left, soon, late in ((timedelta(days=4), 4, False, False), (timedelta(days=3), 3, True, False),
                                     (timedelta(hours=1), 0, True, False), (timedelta(0), -1, False, True),
                                     (timedelta(days=-2), -2, False, True)):  # fmt: skip
        now = end.until - before
        assert (end.days_left(now), end.is_soon(now), end.is_late(now)) == (left, soon, late), before


def test_one_late_order_is_named_and_all_late_is_over(desk: Desk, clock: Clock) -> None:
    put(desk.warehouse, "refund", {"refund_id": "R0", "order_id": "2000", "applied_at": NOON - timedelta(days=30)})
    case_id = case_of(desk, "refund", "received", Subject("refund", "R1", "1001"), Subject("refund", "R0", "2000"))
    clock.now = NOON + timedelta(days=40)
    lacks = {lack.key: lack.values for lack in lacking(read_dossier(desk, case_id)) if "deadline" in lack.key}
    assert lacks == {"deadline_late": {"ref": "R0", "count": 1, "date": date(2026, 12, 2)}}
    due = deadlines.next_due(read_dossier(desk, case_id))
    assert due is not None and due.ref == "R1"
    clock.now = NOON + timedelta(days=90)
    assert "deadline_over" in {lack.key for lack in lacking(read_dossier(desk, case_id)) if lack.is_must}


def test_what_is_past_its_time_is_counted_and_leaves_with_its_deadline_and_its_money(
    desk: Desk, clock: Clock
) -> None:
    for n in range(2):
        late = {"refund_id": f"R8{n}", "order_id": "2000", "applied_at": NOON - timedelta(days=40 - n), "amount": 50}
        put(desk.warehouse, "refund", late | {"state": "success", "finished_at": NOON - timedelta(days=39 - n)})
    whole = [Subject("refund", "R1", "1001"), *(Subject("refund", f"R8{n}", "2000") for n in range(2))]
    case_id = case_of(desk, "refund", "received", *whole)
    clock.now = NOON + timedelta(days=40)
    before = read_dossier(desk, case_id)
    lacks = {lack.key: lack.values for lack in lacking(before) if "deadline" in lack.key}
    assert lacks == {"deadlines_late": {"ref": "R80", "count": 2, "date": date(2026, 11, 23)}}
    assert {subject["ref_id"] for subject in deadlines.past(before)} == {"R80", "R81"}
    drop_subjects(desk, case_id, deadlines.past(before))
    after = read_dossier(desk, case_id)
    assert [end.ref for end in deadlines.filing(after)] == ["R1"]
    assert {fact["order_id"] for fact in after.facts} == {"1001"}
    assert before.loss.refunded - after.loss.refunded == 100
    add_subjects(desk, case_id, whole[1:2])
    gather(desk, case_id)
    assert {fact["ref_id"] for fact in read_dossier(desk, case_id).facts} >= {"R1", "R80", "2000"}


def test_an_order_keeps_its_facts_as_long_as_any_subject_is_about_it(desk: Desk) -> None:
    case_id = case_of(desk, "refund", "received", Subject("refund", "R1", "1001"), Subject("review", "V1", "1001"))
    drop_subjects(desk, case_id, [{"kind": "review", "ref_id": "V1"}])
    kept = {(fact["kind"], fact["ref_id"]) for fact in read_dossier(desk, case_id).facts}
    assert ("placed", "1001") in kept and not any(ref == "V1" for _, ref in kept)


@pytest.mark.parametrize(
    ("violation", "scene", "subject", "days"),
    [("refund", "received", "refund", 60), ("review", "gain", "review", 30), ("order", "bulk", "order", 180),
     ("refund", "received", "order", None)],
)  # fmt: skip
def test_before_there_is_a_case_its_own_time_says_until_when(
    desk: Desk, violation: str, scene: str, subject: str, days: int | None
) -> None:
    kind = rulebook.read(desk.warehouse).kinds[violation]
    until = deadlines.open_until(kind, scene, subject, NOON)
    assert until == (None if days is None else NOON + timedelta(days=days))
    assert deadlines.open_until(kind, scene, subject, None) is None


def test_an_appeal_counts_from_the_first_rejection(desk: Desk, refund_case: str, clock: Clock) -> None:
    make_ready(desk, refund_case)
    submit(desk, refund_case)
    rejected = clock()
    decide(desk, refund_case, Decision("rejected", rejected, "evidence", "缺红章"))
    due = deadlines.next_due(read_dossier(desk, refund_case))
    assert due is not None and (due.purpose, due.until) == ("appeal", rejected + timedelta(days=30))


def test_what_runs_beside_the_complaint_ends_with_the_refund(desk: Desk, clock: Clock) -> None:
    applied = clock() - timedelta(days=1)
    asked = {"refund_id": "R9", "order_id": "1001", "state": "open", "kind": "return", "applied_at": applied}
    put(desk.warehouse, "refund", asked)
    put(desk.warehouse, "buyer_order", {"order_id": "8", "shipped_at": NOON})
    case_id = case_of(desk, "refund", None, Subject("refund", "R9", "8"), Subject("order", "8", "8"))
    assert [(d.window.id, d.until) for d in deadlines.beside(read_dossier(desk, case_id))] == [
        ("refund_before_dispatch", applied + timedelta(hours=48))
    ]  # 1001 itself was not dispatched yet


def test_the_list_is_by_urgency_and_the_calendar_names_no_buyer(desk: Desk, refund_case: str, clock: Clock) -> None:
    review = case_of(desk, "review", "gain", Subject("review", "V1", "1001"))
    open_case(desk, Opening(SHOP, "hand", "来电"))
    dues = due_list(desk)
    assert [(due.case["case_id"], due.on) for due in dues[:2]] == [
        (review, date(2026, 12, 11)), (refund_case, date(2027, 1, 3)),
    ]  # fmt: skip
    assert dues[2].on is None
    content = calendar(dues, clock(), "zh")
    events = list(Calendar.from_ical(content).walk("VEVENT"))
    assert [(event.decoded("dtstart"), str(event["summary"])) for event in events] == [
        (date(2026, 12, 11), f"案件 {review}：投诉截止"), (date(2027, 1, 3), f"案件 {refund_case}：投诉截止"),
    ]  # fmt: skip
    assert [event.decoded("dtend") for event in events] == [date(2026, 12, 12), date(2027, 1, 4)]
    for event in events:
        assert [alarm.decoded("trigger").days for alarm in event.walk("VALARM")] == [-3, -1]
    assert "小店常客" not in content.decode("utf-8")
    make_ready(desk, refund_case)
    submit(desk, refund_case)
    waiting = next(due for due in due_list(desk) if due.case["case_id"] == refund_case)
    assert (waiting.purpose, waiting.on) == ("answer", date(2026, 11, 24))


def test_a_subject_joins_later_and_brings_its_own_deadline(desk: Desk, refund_case: str) -> None:
    put(desk.warehouse, "refund", {"refund_id": "R2", "order_id": "2001", "applied_at": NOON})
    add_subjects(desk, refund_case, [Subject("refund", "R2", "2001")])
    gather(desk, refund_case)
    assert [end.ref for end in deadlines.filing(read_dossier(desk, refund_case))] == ["R2", "R1"]
