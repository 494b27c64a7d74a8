"""The shop's own lists: a reason, evidence and an end each; expired entries fall off; exports are masked, logged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from complaints.desk import Desk
from complaints.lists import Entry, ListingRefused, add_entry, export, exports, live, past, remove_entry
from tests.complaints.conftest import Clock
from tests.risk.rows import SHOP

ENTRY = Entry(SHOP, "restrict", "小店常客21", "11 月拍下 8 笔未付款", "2026-0001", date(2026, 12, 1))


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"reason": " "}, "reason"), ({"evidence": ""}, "evidence"), ({"buyer": ""}, "buyer"),
        ({"expires_on": date(2026, 11, 22)}, "expiry"), ({"expires_on": date(2027, 11, 23)}, "expiry"),
    ],
)  # fmt: skip
def test_an_entry_without_reason_evidence_or_end_is_refused(desk: Desk, wrong: dict[str, object], key: str) -> None:
    with pytest.raises(ListingRefused) as refused:
        add_entry(desk, replace(ENTRY, **wrong))  # type: ignore[arg-type]
    assert refused.value.key == key
    assert live(desk, SHOP, "restrict") == []


def test_an_entry_may_hold_for_a_year(desk: Desk) -> None:
    add_entry(desk, replace(ENTRY, expires_on=date(2027, 11, 22)))
    assert [row["expires_on"] for row in live(desk, SHOP, "restrict")] == [date(2027, 11, 22)]


def test_expired_entries_fall_off_by_themselves(desk: Desk, clock: Clock) -> None:
    add_entry(desk, ENTRY)
    with pytest.raises(ListingRefused):
        add_entry(desk, ENTRY)
    clock.now = clock.now.replace(month=11, day=30)
    assert [row["buyer"] for row in live(desk, SHOP, "restrict")] == ["小店常客21"]
    clock.advance(days=1)
    assert live(desk, SHOP, "restrict") == []
    assert [row["removed_at"] for row in past(desk, SHOP, "restrict")] == [None]
    add_entry(desk, replace(ENTRY, expires_on=clock().date() + timedelta(days=9)))


def test_an_entry_can_be_taken_off(desk: Desk) -> None:
    add_entry(desk, ENTRY)
    remove_entry(desk, live(desk, SHOP, "restrict")[0]["listing_id"], "买家已补款")
    assert live(desk, SHOP, "restrict") == []
    assert [row["removed_why"] for row in past(desk, SHOP, "restrict")] == ["买家已补款"]


def test_lists_stay_in_one_shop(desk: Desk) -> None:
    add_entry(desk, ENTRY)
    assert live(desk, "别的店", "restrict") == []
    assert live(desk, SHOP, "flagged") == []


def test_exports_are_masked_unless_asked_and_always_logged(desk: Desk) -> None:
    add_entry(desk, replace(ENTRY, reason="=1+1"))
    masked = export(desk, SHOP, "restrict", "zh").decode("utf-8-sig")
    assert "小店常客21" not in masked and "小店**1" in masked
    assert "'=1+1" in masked  # text for Excel, no formula
    assert "小店常客21" in export(desk, SHOP, "restrict", "zh", masked=False).decode("utf-8-sig")
    assert [(row["what"], row["about"], row["rows"], row["is_masked"]) for row in exports(desk)][::-1] == [
        ("list", "restrict", 1, True), ("list", "restrict", 1, False),
    ]  # fmt: skip
