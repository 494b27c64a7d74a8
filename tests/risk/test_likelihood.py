"""The likelihood of each odds multiple against an integral worked out another way."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import betaln

from risk.likelihood import GRID, likelihoods, log_odds_of_others


def integral(trials: float, observed: float, a: float, b: float, u: float) -> float:
    """∫ Beta(p; a, b) p'^observed (1 - p')^(trials - observed) dp, the odds of p' being e^u times those of p."""

    def density(x: float) -> float:
        return math.exp(
            a * x - (a + b) * np.logaddexp(0, x) - betaln(a, b) + observed * (x + u) - trials * np.logaddexp(0, x + u)
        )

    middle, width = math.log(a / b), math.sqrt(1 / a + 1 / b)
    edges = [-math.inf, *(middle + width * at for at in (-8, -4, -2, -1, 0, 1, 2, 4, 8)), math.inf]
    return sum(quad(density, low, high, epsabs=0, limit=200)[0] for low, high in zip(edges, edges[1:], strict=False))


@pytest.mark.filterwarnings("ignore::scipy.integrate.IntegrationWarning")
@settings(max_examples=60, deadline=None)
@given(
    trials=st.integers(1, 300),
    share=st.floats(0.0, 1.0),
    rate=st.floats(0.001, 0.8),
    precision=st.floats(1.0, 50_000.0),
    evidence=st.floats(0.2, 1.0),
)
# a slow tail, to whose far end the binomial still tells
@example(trials=193, share=0.0, rate=0.347, precision=2.0, evidence=1.0)
def test_it_is_the_integral_over_all_rates_the_products_may_have(
    trials: int, share: float, rate: float, precision: float, evidence: float
) -> None:
    observed = round(share * trials)
    sd = trials * math.sqrt(rate * (1 - rate) / (precision + 1))
    (found,) = likelihoods([trials], [observed], [trials * rate], [sd], evidence)
    a, b = rate * precision, (1 - rate) * precision
    at = range(0, GRID.size, 6)
    truth = np.array([integral(trials * evidence, observed * evidence, a, b, float(GRID[place])) for place in at])
    assert found[list(at)] / found[list(at)].max() == pytest.approx(truth / truth.max(), abs=1e-5)


def test_a_new_product_with_three_refunds_of_three_may_simply_be_faulty() -> None:
    """A rate that is hardly known has a long tail, which a few quantiles miss: they were .22 surer here."""
    sd = 3 * math.sqrt(0.02 * 0.98 / 6)
    (found,) = likelihoods([3], [3], [0.06], [sd])
    ordinary, abnormal = (int(np.argmin(np.abs(GRID - u))) for u in (0.0, 2.0))
    a, b = 0.02 * 5, 0.98 * 5
    truth = integral(3, 3, a, b, 2.0) / integral(3, 3, a, b, 0.0)
    assert found[abnormal] / found[ordinary] == pytest.approx(truth, rel=1e-4)


def test_each_row_is_itself_whatever_rows_it_comes_with() -> None:
    random = np.random.default_rng(3)
    trials = random.integers(1, 500, 400)
    observed = random.binomial(trials, 0.3)
    expected = trials * random.uniform(0.001, 0.7, 400)
    sd = expected * random.uniform(0.001, 0.4, 400)
    together = likelihoods(trials, observed, expected, sd)
    for row in range(0, 400, 37):
        alone = likelihoods(trials[[row]], observed[[row]], expected[[row]], sd[[row]])
        assert together[row] == pytest.approx(alone[0], rel=1e-12)


def test_no_record_is_too_extreme_to_be_weighed() -> None:
    found = likelihoods([1e6, 1e6, 1, 40_000], [1e6, 0, 1, 39_999], [1, 999_999, 1e-9, 0.5], [1e-6, 1e-6, 1, 1e5])
    assert np.isfinite(found).all()
    assert found.max(axis=1) == pytest.approx(1)
    assert found.argmax(axis=1)[[0, 1]].tolist() == [GRID.size - 1, 0]


def test_nobody_is_no_row() -> None:
    assert likelihoods([], [], [], []).shape == (0, GRID.size)


def test_the_odds_of_others_are_those_of_the_baseline_moved_by_what_buyers_differ() -> None:
    weights = np.exp(-0.5 * (GRID / 0.5) ** 2)
    x, softplus, spread = log_odds_of_others(weights, 30, 6.0, 0.5)
    assert spread.sum() == pytest.approx(1)
    assert spread @ x == pytest.approx(math.log(0.2 / 0.8), abs=0.05)
    known = 0.5 / 30 / (0.2 * 0.8)
    assert spread @ (x - spread @ x) ** 2 == pytest.approx(0.5**2 + known**2, rel=0.05)
    assert softplus == pytest.approx(np.log1p(np.exp(x)))
