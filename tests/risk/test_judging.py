"""From certainties to tiers, by the owner's settings."""

from __future__ import annotations

import numpy as np
import pytest

from risk.judging import Grounds, tiers, times_odds
from risk.settings import defaults


@pytest.mark.parametrize(
    ("certainty", "observed", "told", "tier"),
    [
        (0.95, 3, 3, "high"),
        (0.949, 3, 3, "watch"),
        (0.99, 2, 2, "watch"),
        (0.99, 1, 1, "none"),
        (0.79, 9, 9, "none"),
        # refunds that no export tells the blame of: four are worth one
        (0.99, 11, 0, "watch"),
        (0.99, 12, 0, "high"),
        (0.99, 6, 2, "high"),
        (0.99, 5, 2, "watch"),
    ],
)
def test_a_tier_needs_certainty_and_a_count(certainty: float, observed: int, told: int, tier: str) -> None:
    grounds = Grounds(np.array([told]), np.array([0]), 0)
    found = tiers(np.array([certainty]), np.array([observed]), grounds, defaults())
    assert list(found) == [tier]


def test_where_days_are_asked_for_one_is_not_enough_however_often() -> None:
    often = np.array([9, 9, 1])
    found = tiers(np.full(3, 0.99), often, Grounds(often, np.array([1, 2, 1]), 2), defaults())
    assert list(found) == ["watch", "high", "none"]


def test_a_factor_multiplies_the_odds() -> None:
    found = times_odds(np.array([0.5, 0.5, 0.0, 1.0, 0.9]), np.array([1.0, 4.0, 9.0, 9.0, 1 / 9]))
    np.testing.assert_allclose(found, [0.5, 0.8, 0.0, 1.0, 0.5])
