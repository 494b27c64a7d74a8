"""Won ÷ decided with its doubt, money, evidence, lessons."""

from __future__ import annotations

from decimal import Decimal

import pytest

from complaints.cases import Opening, open_case
from complaints.desk import Desk
from complaints.outcomes import (
    by_evidence,
    by_month,
    by_reason,
    by_violation,
    decided_cases,
    lessons,
    record_of,
    worth,
)
from complaints.readiness import move_case
from complaints.submissions import Decision, appeal, decide, submit
from tests.complaints.conftest import Clock
from tests.complaints.ready import attach, make_ready
from tests.risk.rows import SHOP


def decided(
    desk: Desk,
    clock: Clock,
    number: int,
    result: str,
    violation: str = "refund",
    money: Decimal | None = None,
    lesson: str | None = None,
) -> None:
    case_id = open_case(desk, Opening(SHOP, "hand", f"第 {number} 件", violation=violation))
    if number % 2:
        attach(desk, case_id, "courier_stamp", number)
    move_case(desk, case_id, "ready", "测试", override=True)
    submit(desk, case_id)
    clock.advance(days=2)
    reason_class, reason = ("evidence", "缺证") if result == "rejected" else (None, None)
    decide(desk, case_id, Decision(result, clock(), reason_class, reason, money, lesson))


@pytest.fixture
def record(desk: Desk, clock: Clock) -> Desk:
    decided(desk, clock, 1, "upheld", money=Decimal("100.50"))
    decided(desk, clock, 2, "rejected", lesson="红章证明要先开")
    decided(desk, clock, 3, "upheld", money=Decimal(200))
    clock.advance(days=20)
    decided(desk, clock, 4, "rejected", violation="review")
    return desk


def test_shares_carry_their_doubt(record: Desk) -> None:
    cases = decided_cases(record)
    refund, review = by_violation(cases)
    assert (refund.group, refund.won, refund.decided, refund.money, refund.days) == ("refund", 2, 3, 300.5, 2.0)
    # Wilson's 95 % interval of 2 out of 3
    assert (refund.low, refund.high) == (pytest.approx(0.2077, abs=1e-4), pytest.approx(0.9385, abs=1e-4))
    assert refund.is_few and review.share == 0
    empty = record_of("x", [])
    assert (empty.share, empty.low, empty.high) == (None, 0.0, 1.0)


@pytest.mark.parametrize(("days", "middle"), [([9.0, 1.0, 2.0], 2.0), ([9.0, 1.0, 2.0, 4.0], 3.0), ([], None)])
def test_the_days_are_those_of_the_case_in_the_middle(days: list[float], middle: float | None) -> None:
    found = record_of("refund", [{"result": "upheld", "money": 1.0, "days": each} for each in days])
    assert (found.days, found.money) == (middle, len(days))


@pytest.mark.parametrize(("many", "is_few"), [(9, True), (10, False)])
def test_below_ten_decided_cases_the_share_says_little(many: int, is_few: bool) -> None:
    assert record_of("refund", [{"result": "rejected", "money": 0.0, "days": 1.0}] * many).is_few is is_few


def test_by_evidence_month_and_reason(record: Desk) -> None:
    cases = decided_cases(record)
    assert {r.group: (r.won, r.decided) for r in by_evidence(cases)} == {"courier_stamp": (2, 2), "none": (0, 2)}
    assert [(r.group, r.decided) for r in by_month(cases)] == [("2026-11", 3), ("2026-12", 1)]
    [reason] = by_reason(cases)
    assert (reason.group, [case["title"] for case in reason.cases]) == ("evidence", ["第 4 件", "第 2 件"])


def test_an_appeal_that_was_won_is_one_case_won_with_its_own_result(
    desk: Desk, refund_case: str, clock: Clock
) -> None:
    make_ready(desk, refund_case)
    submit(desk, refund_case)
    clock.advance(days=2)
    decide(desk, refund_case, Decision("rejected", clock(), "evidence", "缺红章", Decimal("20.00")))
    clock.advance(days=1)
    attach(desk, refund_case, "return_slip", 3)
    appeal(desk, refund_case, "补上退货底单")
    clock.advance(days=4)
    decide(desk, refund_case, Decision("upheld", clock(), money=Decimal("248.00")))
    attach(desk, refund_case, "order_record", 4)
    [case] = decided_cases(desk)
    told = {name: case[name] for name in ("result", "reason_class", "reason", "rounds", "money", "days")}
    assert told == {
        "result": "upheld", "reason_class": None, "reason": None, "rounds": 2, "money": 268.0, "days": 7,
    }  # fmt: skip
    # what came after the last submission was not part of it
    assert list(case["evidence"]) == ["chat_full", "courier_stamp", "return_slip"]


def test_worth_complaining_asks_the_shops_own_record(record: Desk) -> None:
    assert (worth(record, "refund").won, worth(record, "refund").decided) == (2, 3)
    assert worth(record, "order").decided == 0
    assert worth(record, "refund", "别的店").decided == 0


def test_lessons_are_found_by_their_words(record: Desk) -> None:
    assert [row["lesson"] for row in lessons(record, "红章")] == ["红章证明要先开"]
    assert {row["title"] for row in lessons(record, "缺证")} == {"第 2 件", "第 4 件"}
    assert lessons(record, "没有这个词") == []
