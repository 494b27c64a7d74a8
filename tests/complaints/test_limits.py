"""What the platform's form takes: an owner is told what goes beyond it, and may hand it in all the same."""

from __future__ import annotations

import io

import pytest

from complaints import rulebook
from complaints.cases import Opening, Subject, change_case, open_case
from complaints.checklist import checklist, doubts
from complaints.desk import Desk
from complaints.dossier import read_dossier
from complaints.evidence import Description, add_evidence, drop_evidence
from complaints.facts import write_fact
from complaints.readiness import lacking
from complaints.texts import save_text
from locales import say
from tests.complaints.ready import PNG, attach
from tests.risk.rows import SHOP

MEGABYTE = 1024 * 1024
MP4 = b"\0\0\0\x20ftypisom" + b"\0" * 24


def advice(desk: Desk, case_id: str, *keys: str) -> list[tuple[str, dict[str, object]]]:
    """What is said of these, none of which keeps a case from being ready."""
    found = [lack for lack in lacking(read_dossier(desk, case_id)) if lack.key in keys]
    assert not any(lack.is_must for lack in found)
    return [(lack.key, lack.values) for lack in found]


def set_limit(desk: Desk, name: str, value: int) -> None:
    rulebook.correct(desk.warehouse, f"common.limits.{name}", value)


def test_a_text_is_too_long_from_one_character_beyond_the_limit(desk: Desk, refund_case: str) -> None:
    set_limit(desk, "text_chars", 10)
    save_text(desk, refund_case, "十个字的投诉说明正文")
    assert advice(desk, refund_case, "text_long", "text_bytes") == []
    save_text(desk, refund_case, "十一个字的投诉说明正文")
    assert advice(desk, refund_case, "text_long", "text_bytes") == [("text_long", {"count": 11, "limit": 10})]


def test_bytes_are_those_of_the_form_two_a_chinese_character(desk: Desk, refund_case: str) -> None:
    save_text(desk, refund_case, "十个字的投诉说明正文!")
    assert advice(desk, refund_case, "text_long", "text_bytes") == []
    set_limit(desk, "text_bytes", 21)
    assert advice(desk, refund_case, "text_bytes") == []
    set_limit(desk, "text_bytes", 20)
    assert advice(desk, refund_case, "text_bytes") == [("text_bytes", {"count": 21, "limit": 20})]


def test_one_picture_more_than_the_form_takes_is_named(desk: Desk, refund_case: str) -> None:
    for number in range(3):
        attach(desk, refund_case, "courier_site", number)
    assert doubts(read_dossier(desk, refund_case)) == []
    set_limit(desk, "pictures", 3)
    assert doubts(read_dossier(desk, refund_case)) == []
    set_limit(desk, "pictures", 2)
    [doubt] = doubts(read_dossier(desk, refund_case))
    assert (doubt.key, doubt.values, doubt.piece["number"]) == ("too_many_pictures", {"count": 3, "limit": 2}, 3)


@pytest.mark.parametrize(
    ("head", "name", "kind", "limit"),
    [(PNG, "面单.png", "courier_site", "picture_mb"), (MP4, "开箱.mp4", "unpack_video", "video_mb")],
)
def test_a_file_larger_than_the_form_takes_is_named(
    desk: Desk, refund_case: str, head: bytes, name: str, kind: str, limit: str
) -> None:
    for limits in ("picture_mb", "video_mb"):
        set_limit(desk, limits, 1 if limits == limit else 100)
    add_evidence(desk, refund_case, io.BytesIO(head.ljust(MEGABYTE, b"\0")), Description(name, kind, "如图"))
    assert doubts(read_dossier(desk, refund_case)) == []
    drop_evidence(desk, refund_case, read_dossier(desk, refund_case).evidence[0]["evidence_id"], "换一份")
    add_evidence(desk, refund_case, io.BytesIO(head.ljust(MEGABYTE + 1, b"\0")), Description(name, kind, "如图"))
    assert [(doubt.key, doubt.values) for doubt in doubts(read_dossier(desk, refund_case))] == [
        ("too_large", {"limit": 1})
    ]


def test_a_case_without_any_amount_is_asked_for_one(desk: Desk) -> None:
    case_id = open_case(desk, Opening(SHOP, "buyer", "辱骂", "小店常客21", "harassment", None))
    write_fact(desk, case_id, "call", desk.clock(), "来电辱骂客服")
    assert advice(desk, case_id, "amounts") == [("amounts", {})]
    change_case(desk, case_id, other_loss=30)
    assert advice(desk, case_id, "amounts") == []


def test_an_order_that_another_case_is_about_is_named_and_may_go_all_the_same(desk: Desk, refund_case: str) -> None:
    same = Subject("refund", "R1", "1001", "小店常客21")
    second = open_case(desk, Opening(SHOP, "buyer", "又一次", "小店常客21", "refund", "received", [same]))
    assert advice(desk, second, "repeated") == [("repeated", {"ref": "R1", "count": 1, "cases": refund_case})]


def test_orders_that_the_same_cases_are_about_are_told_in_one_line(desk: Desk) -> None:
    bought = [Subject("order", f"10{n}", f"10{n}", "小店常客21") for n in range(4)]

    def about(*subjects: Subject) -> str:
        return open_case(desk, Opening(SHOP, "buyer", "又一次", "小店常客21", "order", None, subjects))

    first = about(*bought[:3])
    second = about(bought[2])
    third = about(*bought)
    found = [values for _, values in advice(desk, third, "repeated")]
    assert found == [
        {"ref": "100", "count": 2, "cases": first},
        {"ref": "102", "count": 1, "cases": f"{first}, {second}"},
    ]
    assert say("en", "desk.lack.repeated", **found[0]).startswith(f"100 and others, 2 in all, are in case {first} ")
    assert say("zh", "desk.lack.repeated", **found[1]).startswith(f"102 已在案件 {first}, {second} 里")


def test_what_the_platform_looks_up_itself_needs_no_file(desk: Desk) -> None:
    written = Subject("review", "V1", "1001", "小店常客21")
    case_id = open_case(desk, Opening(SHOP, "buyer", "辱骂", "小店常客21", "review", "abuse", [written]))
    states = {line.requirement.need.value: line.status for line in checklist(read_dossier(desk, case_id))}
    assert states["none"] == "not_needed" and "not_accepted" not in states
