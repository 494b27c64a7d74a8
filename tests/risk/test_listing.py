"""The sentence that says why a buyer is listed."""

from __future__ import annotations

import pytest

from risk.listing import reason, shown_count


@pytest.mark.parametrize(
    ("expected", "shown"),
    [(2.44, "2.4"), (12.0, "12.0"), (0.1, "0.1"), (0.03, "0.03"), (0.006, "0.01"), (0.0004, "<0.01")],
)
def test_what_is_expected_is_never_shown_as_if_it_could_not_happen(expected: float, shown: str) -> None:
    row = {"unpaid_trials": 9, "unpaid_counted": 6, "unpaid_expected": expected}
    assert reason(row, "unpaid", "zh") == f"拍下 9 次，6 次未付款，预计 {shown} 次"
    assert reason(row, "unpaid", "en") == f"9 orders placed, 6 unpaid; {shown} expected"


def test_of_none_nobody_is_wrong() -> None:
    assert shown_count(0) == "0"
