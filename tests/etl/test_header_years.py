"""A header tells the owner which year's export it is."""

from __future__ import annotations

import pytest

from etl.header_versions import since
from tests.etl.files import header

YEARS = {
    "orders": {"O-A": 2015, "O-B": 2018, "O-C": 2018, "O-D": 2019, "O-E": 2019, "O-F": 2022, "O-G": 2024},
    "items": {"I-A": 2015, "I-B": 2020, "I-C": 2020, "I-D": 2024, "I-E": 2024},
    "refunds": {"R-A": 2017, "R-B": 2017, "R-C": 2020, "R-D": 2024, "R-E": 2026},
}


@pytest.mark.parametrize(
    ("kind", "version", "year"), [(kind, *each) for kind, years in YEARS.items() for each in years.items()]
)
def test_every_version_is_told_by_its_year(kind: str, version: str, year: int) -> None:
    assert since(kind, header(version)) == year


def test_a_header_that_no_export_has_says_nothing() -> None:
    assert since("orders", ["订单编号", "买家会员名", None]) is None
    assert since("reviews", ["评价内容"]) is None
