"""Reviews that their file gives no number: people know them by their order's."""

from __future__ import annotations

import pytest

from complaints.cases import Opening, Subject, drop_subjects, open_case
from complaints.desk import Desk
from complaints.dossier import read_dossier
from complaints.facts import gather
from complaints.manifest import manifest
from complaints.numbers import known_by
from complaints.order_table import fact_rows
from complaints.readiness import lacking
from tests.risk.rows import SHOP, put
from warehouse import Warehouse


def test_a_review_without_a_number_goes_by_its_orders(desk: Desk, shop: Warehouse) -> None:
    own = "0123456789abcdef0123456789abcdef#1"
    put(
        shop,
        "review",
        {"review_id": own, "order_id": "1001", "item_id": "701", "buyer": "小店常客21", "rating": "bad"},
    )
    written = Subject("review", own, "1001", "小店常客21")
    about = Opening(SHOP, "buyer", "辱骂", "小店常客21", "review", "abuse", [written])
    first, second = open_case(desk, about), open_case(desk, about)
    gather(desk, second)
    dossier = read_dossier(desk, second)
    [repeated] = [lack for lack in lacking(dossier) if lack.key == "repeated"]
    assert repeated.values == {"ref": "1001", "count": 1, "cases": first}
    assert {row["ref_id"] for row in fact_rows(dossier, "zh")} == {"1001"}
    assert {fact["ref_id"] for fact in manifest(dossier, [], [], [])["facts"]} == {"1001"}
    drop_subjects(desk, second, dossier.subjects)
    told = [
        (event["kind"], event["detail"]["ref"])
        for event in read_dossier(desk, second).events
        if "ref" in event["detail"]
    ]
    assert told == [("subject_added", "1001"), ("subject_dropped", "1001")]


@pytest.mark.parametrize(
    ("ref", "order", "shown"),
    [
        ("402933162870552119", "402933162870552119", "402933162870552119"),
        ("1234567890", None, "1234567890"),
        ("f" * 32, "402933162870552119", "402933162870552119"),
        ("f" * 32 + "#2", None, "–"),
    ],
)
def test_keys_of_our_own_are_never_shown(ref: str, order: str | None, shown: str) -> None:
    assert known_by(ref, order) == shown
