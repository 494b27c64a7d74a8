"""What the kinds of refunds add to their number, on refunds drawn for the test."""

from __future__ import annotations

import numpy as np
import pytest

from risk.kinds import kinds_factor

MANY = 4000


def drawn(share_ordinary: list[float], share_abnormal: list[float]) -> tuple[np.ndarray, np.ndarray]:
    """(counts by kind, certainty) of buyers of whom one in twenty is beyond the threshold, half known by number."""
    random = np.random.default_rng(3)
    is_abnormal = np.arange(MANY) < MANY // 20
    total = random.poisson(np.where(is_abnormal, 8, 2))
    counts = np.array(
        [
            random.multinomial(n, share_abnormal if abnormal else share_ordinary)
            for n, abnormal in zip(total, is_abnormal, strict=True)
        ]
    )
    return counts.astype(float), np.where(total >= 6, 0.9, 0.02)


def test_kinds_that_go_with_abnormal_refunding_raise_the_odds_and_the_others_lower_them() -> None:
    counts, certainty = drawn([0.2, 0.2, 0.6], [0.1, 0.8, 0.1])
    asked = np.array([[0.0, 5.0, 0.0], [0.0, 0.0, 5.0]])
    factor = kinds_factor(
        np.vstack([counts, asked]), np.append(certainty, [0.5, 0.5]), np.append(np.ones(MANY), [0.0, 0.0])
    )
    assert factor[-2] > 5
    assert factor[-1] < 0.2


def test_kinds_that_everybody_shares_say_nothing() -> None:
    counts, certainty = drawn([0.3, 0.3, 0.4], [0.3, 0.3, 0.4])
    factor = kinds_factor(counts, certainty, np.ones(MANY))
    assert np.quantile(np.abs(np.log(factor)), 0.99) < np.log(1.5)


def test_no_refund_has_no_kind() -> None:
    factor = kinds_factor(np.array([[0.0, 0.0, 0.0], [1.0, 2.0, 3.0]]), np.array([0.1, 0.2]), np.ones(2))
    assert factor[0] == pytest.approx(1.0)


def test_a_handful_of_refunds_teaches_next_to_nothing() -> None:
    """Three refunds of one near-certain buyer must not make their kind a mark of abuse."""
    counts = np.array([[0.0, 3.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    factor = kinds_factor(counts, np.array([0.9, 0.05, 0.05, 0.05]), np.array([1.0, 20.0, 20.0, 20.0]))
    assert factor[3] < 1.5
