"""From candidate to closed: what each move needs, and that the history alone tells where a case stands."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from complaints.cases import Opening, Subject, all_cases, change_case, open_case, stage_by_history
from complaints.desk import Desk
from complaints.dossier import Row, read_dossier
from complaints.readiness import lacking, move_case
from complaints.stages import MOVES, OPEN_STAGES, STAGES, MoveRefused, step_of
from complaints.submissions import Decision, appeal, appeal_lacks, decide, expected_by, submit
from complaints.texts import save_text
from tests.complaints.conftest import Clock
from tests.complaints.ready import answer_all, attach, make_ready, talk
from tests.risk.rows import SHOP, answers


def musts(desk: Desk, case_id: str) -> set[str]:
    return {lack.key for lack in lacking(read_dossier(desk, case_id)) if lack.is_must}


def test_every_stage_can_be_reached_and_shown() -> None:
    reached = {"candidate"}.union(*MOVES.values())
    assert reached == set(STAGES) == set(MOVES)
    assert {stage for stage in STAGES if step_of(stage) is None} == {"dropped"}


def test_numbers_count_on_within_a_year(desk: Desk, clock: Clock) -> None:
    opening = Opening(SHOP, "hand", "来电辱骂")
    assert [open_case(desk, opening) for _ in range(2)] == ["2026-0001", "2026-0002"]
    clock.advance(days=365)
    assert open_case(desk, opening) == "2027-0001"


def test_ready_names_what_is_lacking_and_opens_once_it_is_there(desk: Desk, refund_case: str) -> None:
    assert musts(desk, refund_case) == {
        "gate_violation_open", "gate_ordinary_open", "gate_ours_open", "gate_harm_open", "gate_talk_open",
        "gate_goal_open", "evidence_missing", "text",
    }  # fmt: skip
    with pytest.raises(MoveRefused) as refused:
        move_case(desk, refund_case, "ready")
    assert "evidence_missing" in refused.value.lacking
    answer_all(desk, refund_case)
    talk(desk, refund_case)
    assert musts(desk, refund_case) == {"evidence_missing", "text"}
    attach(desk, refund_case, "courier_site", 1)
    attach(desk, refund_case, "chat_full", 2)
    save_text(desk, refund_case, "一、投诉事项：异常退款。")
    assert musts(desk, refund_case) == set()
    move_case(desk, refund_case, "ready")
    assert read_dossier(desk, refund_case).case["stage"] == "ready"


def test_an_override_needs_a_reason_and_is_kept(desk: Desk, refund_case: str) -> None:
    with pytest.raises(MoveRefused):
        move_case(desk, refund_case, "ready", "  ", override=True)
    move_case(desk, refund_case, "ready", "对方在威胁，先交", override=True)
    overrides = [event for event in read_dossier(desk, refund_case).events if event["kind"] == "override"]
    assert [event["text"] for event in overrides] == ["对方在威胁，先交"]
    assert "text" in overrides[0]["detail"]["lacking"]


def test_dropping_needs_a_reason_and_can_be_taken_up_again(desk: Desk, refund_case: str) -> None:
    with pytest.raises(MoveRefused):
        move_case(desk, refund_case, "dropped")
    move_case(desk, refund_case, "dropped", "买家道歉并寄回")
    move_case(desk, refund_case, "candidate", "又没寄")
    assert read_dossier(desk, refund_case).case["stage"] == "candidate"
    with pytest.raises(MoveRefused):
        move_case(desk, refund_case, "closed")


@pytest.mark.parametrize(
    ("submitted", "answer"),
    [
        (datetime(2026, 11, 25, 9), date(2026, 11, 27)),
        (datetime(2026, 11, 27, 9), date(2026, 12, 1)),
        (datetime(2026, 9, 30, 9), date(2026, 10, 9)),  # over the National Day
        (datetime(2026, 2, 13, 9), date(2026, 2, 24)),  # a Saturday that is worked, then the Spring Festival
        (datetime(2027, 12, 31, 9), date(2028, 1, 5)),  # New Year is a Saturday: made up for
    ],
)
def test_an_answer_is_expected_on_the_second_working_day(
    desk: Desk, refund_case: str, clock: Clock, submitted: datetime, answer: date
) -> None:
    clock.now = submitted
    assert expected_by(read_dossier(desk, refund_case)) == answer


def test_a_rejection_needs_its_reason_and_an_appeal_something_new(desk: Desk, refund_case: str, clock: Clock) -> None:
    make_ready(desk, refund_case)
    clock.advance(hours=1)
    submit(desk, refund_case, "TS-1")
    first = read_dossier(desk, refund_case).submissions[0]
    assert (first["platform_no"], first["expected_by"]) == ("TS-1", date(2026, 11, 24))  # a Sunday, two working days
    clock.advance(days=2)
    with pytest.raises(MoveRefused):
        decide(desk, refund_case, Decision("rejected", clock()))
    decide(desk, refund_case, Decision("rejected", clock(), "evidence", "没有签收证明", lesson="先要红章证明"))
    with pytest.raises(MoveRefused) as refused:
        appeal(desk, refund_case, " ")
    assert "reason" not in refused.value.lacking and refused.value.lacking == ("appeal_points",)
    clock.advance(days=1)
    assert [lack.key for lack in appeal_lacks(read_dossier(desk, refund_case), "补红章证明")] == ["appeal_evidence"]
    attach(desk, refund_case, "return_slip", 3)
    assert appeal_lacks(read_dossier(desk, refund_case), "补红章证明") == []
    appeal(desk, refund_case, "补红章证明")
    submitted = [event["detail"] for event in read_dossier(desk, refund_case).events if event["kind"] == "submitted"]
    assert [detail["round"] for detail in submitted] == [1, 2]
    case = all_cases(desk)[0]
    # a Wednesday, two working days; the first round's answer is not this one's
    assert (case["stage"], case["result"], case["round"], case["expected_by"]) == (
        "appeal", None, 2, date(2026, 11, 27),
    )  # fmt: skip
    clock.advance(days=1)
    decide(desk, refund_case, Decision("upheld", clock(), money=Decimal("268.00")))
    move_case(desk, refund_case, "closed")
    case = all_cases(desk)[0]
    assert (case["stage"], case["result"], case["round"], case["lesson"]) == ("closed", "upheld", 2, "先要红章证明")


def test_a_complaint_that_was_withdrawn_and_handed_in_anew_is_no_appeal(
    desk: Desk, refund_case: str, clock: Clock
) -> None:
    make_ready(desk, refund_case)
    submit(desk, refund_case, "TS-1")
    move_case(desk, refund_case, "dropped", "交错了场景")
    clock.advance(days=1)
    move_case(desk, refund_case, "candidate", "重新准备")
    move_case(desk, refund_case, "ready")
    submit(desk, refund_case, "TS-2")
    submitted = [
        event["detail"]["round"] for event in read_dossier(desk, refund_case).events if event["kind"] == "submitted"
    ]
    assert submitted == [1, 2]
    decide(desk, refund_case, Decision("rejected", clock(), "evidence"))
    attach(desk, refund_case, "return_slip", 3)
    clock.advance(hours=1)
    attach(desk, refund_case, "return_slip", 4)
    assert appeal_lacks(read_dossier(desk, refund_case), "补红章证明") == []
    appeal(desk, refund_case, "补红章证明")
    dealings = desk.rows("pages/dealings", shop=SHOP, buyer="小店常客21")
    assert [row["word"] for row in dealings if row["word"] in ("submitted", "appeal")] == [
        "submitted", "submitted", "appeal",
    ]  # fmt: skip


def test_an_appeal_after_its_window_is_refused_unless_overridden(desk: Desk, refund_case: str, clock: Clock) -> None:
    make_ready(desk, refund_case)
    submit(desk, refund_case)
    decide(desk, refund_case, Decision("rejected", clock(), "standard", "标准不同"))
    clock.advance(days=31)
    with pytest.raises(MoveRefused) as refused:
        appeal(desk, refund_case, "新的理由")
    assert refused.value.lacking == ("appeal_over",)
    appeal(desk, refund_case, "新的理由", override=True)
    assert read_dossier(desk, refund_case).case["stage"] == "appeal"


def test_the_history_alone_gives_the_stage_and_is_only_added_to(desk: Desk, refund_case: str, clock: Clock) -> None:
    seen: list[Row] = []
    steps = (
        lambda: move_case(desk, refund_case, "contacting"),
        lambda: move_case(desk, refund_case, "gathering"),
        lambda: change_case(desk, refund_case, harm="客服三天没做别的"),
        lambda: make_ready(desk, refund_case),
        lambda: submit(desk, refund_case),
        lambda: decide(desk, refund_case, Decision("upheld", clock())),
    )
    for step in steps:
        clock.advance(minutes=5)
        step()
        events, case = read_dossier(desk, refund_case).events, read_dossier(desk, refund_case).case
        assert events[: len(seen)] == seen
        assert stage_by_history(events) == (case["stage"], case["stage_at"])
        seen = events


def open_cases_of(desk: Desk) -> dict[str, str]:
    """As the list of buyers says."""
    rows = answers(desk.warehouse, "complaints/open_cases", stages=list(OPEN_STAGES))
    return {row["buyer"]: row["case_id"] for row in rows}


def how_many_open(desk: Desk) -> int:
    """As the menu says."""
    [row] = answers(desk.warehouse, "complaints/open_case_count", stages=list(OPEN_STAGES))
    return int(row["cases"])


def test_a_buyer_is_in_the_newest_open_case_that_is_about_him(desk: Desk, refund_case: str, clock: Clock) -> None:
    shared = Opening(
        SHOP, "buyer", "关联账号", "别人", "refund", "received", [Subject("order", "2000", "2000", "小店常客21")]
    )
    clock.advance(hours=1)
    newer = open_case(desk, shared)
    cases = open_cases_of(desk)
    assert cases == {"小店常客21": newer, "别人": newer}
    assert how_many_open(desk) == 2
    move_case(desk, newer, "dropped", reason="算了")
    cases = open_cases_of(desk)
    assert cases == {"小店常客21": refund_case}
    assert how_many_open(desk) == 1


def test_what_did_not_change_is_no_event(desk: Desk, refund_case: str) -> None:
    change_case(desk, refund_case, harm="停工")
    before = len(read_dossier(desk, refund_case).events)
    change_case(desk, refund_case, harm="停工")
    assert len(read_dossier(desk, refund_case).events) == before


def test_orders_without_a_number_of_the_platforms_are_lacking_one(desk: Desk) -> None:
    subjects = [Subject("order", order, order, "甲") for order in ("#0a1b2c3d4e5f", "#9f1b2c3d4e5f", "1001")]
    case = open_case(desk, Opening(shop=SHOP, origin="buyer", title="异常拍下", buyer="甲", subjects=subjects))
    found = [lack for lack in lacking(read_dossier(desk, case)) if lack.key == "order_number"]
    assert [(lack.values, lack.is_must) for lack in found] == [({"ref": "#0a1b2c3d4e5f", "count": 2}, True)]
