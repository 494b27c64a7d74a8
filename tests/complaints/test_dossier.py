"""Cases read together are the cases read one by one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaints.cases import NoSuchCase, Opening, Subject, open_case
from complaints.desk import Desk
from complaints.dossier import read_dossier, read_dossiers
from complaints.facts import gather, write_fact
from complaints.texts import save_text
from tests.risk.rows import NOON, SHOP


@pytest.fixture
def other_case(desk: Desk, refund_case: str) -> str:
    """A second case about the same refund and one order more, with a part of every kind, as the first has them."""
    buyer = "小店常客21"
    subjects = [Subject("refund", "R1", "1001", buyer), Subject("order", "2000", "2000", buyer)]
    other = open_case(desk, Opening(SHOP, "hand", "再投一次", buyer, subjects=subjects))
    gather(desk, other)
    for case_id in (refund_case, other):
        write_fact(desk, case_id, "signed", NOON + timedelta(days=1), f"{case_id}：驿站代收", order_id="1001")
        save_text(desk, case_id, f"{case_id} 的正文", "owner")
    return other


def test_many_cases_read_together_are_as_one_by_one_in_the_order_asked(
    desk: Desk, refund_case: str, other_case: str
) -> None:
    asked = [other_case, "2026-9999", refund_case]
    found = read_dossiers(desk, asked)
    assert [dossier.case_id for dossier in found] == [other_case, refund_case]
    assert found == [read_dossier(desk, case_id, check_files=False) for case_id in (other_case, refund_case)]


def test_each_keeps_its_own_parts(desk: Desk, refund_case: str, other_case: str) -> None:
    first, second = read_dossiers(desk, [refund_case, other_case])
    for dossier in (first, second):
        for part in (dossier.subjects, dossier.facts, dossier.texts, dossier.events):
            assert {row["case_id"] for row in part} == {dossier.case_id}
    assert (first.text, second.text) == (f"{refund_case} 的正文", f"{other_case} 的正文")
    assert [(s["kind"], s["also_in"]) for s in first.subjects] == [("refund", other_case)]
    assert sorted((s["kind"], s["also_in"]) for s in second.subjects) == [("order", None), ("refund", refund_case)]


def test_a_case_that_is_not_there_is_said_not_to_be(desk: Desk) -> None:
    assert read_dossiers(desk, ["2026-9999"]) == []
    with pytest.raises(NoSuchCase, match="2026-9999"):
        read_dossier(desk, "2026-9999")
