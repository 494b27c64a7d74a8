"""The arithmetic against cases whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from risk import model
from risk.likelihood import GRID, STEP, likelihoods


def ordinary_prior() -> np.ndarray:
    weights = np.exp(-0.5 * (GRID / 0.7) ** 2)
    return weights / weights.sum()


def test_rates_of_many_products_give_back_the_beta_they_came_from() -> None:
    random = np.random.default_rng(5)
    trials = np.full(4000, 80)
    hits = random.binomial(trials, random.beta(3, 27, 4000))
    a, b = model.fit_rates(trials, hits)
    assert a / (a + b) == pytest.approx(0.1, abs=0.005)
    assert a + b == pytest.approx(30, rel=0.15)


@given(
    trials=st.integers(1, 60),
    share=st.floats(0.0, 1.0),
    rate=st.floats(0.005, 0.6),
)
def test_more_hits_never_make_the_certainty_smaller(trials: int, share: float, rate: float) -> None:
    observed = int(share * (trials - 1))
    likelihood = likelihoods(
        [trials, trials], [observed, observed + 1], [trials * rate] * 2, [0.1 * trials * rate] * 2
    )
    verdicts = model.judge(likelihood, ordinary_prior(), np.log(3))
    assert 0 <= verdicts.certainty[0] <= verdicts.certainty[1] + 1e-9 <= 1 + 1e-6
    assert verdicts.excess_low[0] <= verdicts.excess[0] * 1.3
    assert verdicts.excess_low[0] <= verdicts.excess_high[0]


def test_one_refund_of_one_order_is_no_evidence() -> None:
    likelihood = likelihoods([1, 14], [1, 9], [0.1, 1.6], [0.01, 0.2])
    one, many = model.judge(likelihood, ordinary_prior(), np.log(3)).certainty
    assert one < 0.2 < 0.8 < many


def test_an_uncertain_baseline_lowers_the_certainty() -> None:
    likelihood = likelihoods([10, 10], [6, 6], [1.0, 1.0], [0.05, 1.2])
    known, unknown = model.judge(likelihood, ordinary_prior(), np.log(3)).certainty
    assert unknown < known


def test_ordinary_shops_keep_the_owners_threshold_and_wild_ones_raise_it() -> None:
    calm = np.exp(-0.5 * (GRID / 0.4) ** 2)
    wild = np.exp(-0.5 * (GRID / 1.2) ** 2)
    assert model.abnormal_from(calm / calm.sum(), 3) == pytest.approx(np.log(3))
    assert model.abnormal_from(wild / wild.sum(), 3) > np.log(5)


def test_the_range_of_other_buyers_holds_the_expectation() -> None:
    fit = {"weights": ordinary_prior()}
    low, high = model.predictive_range(fit, 20, 4.0, 0.3)
    assert low <= 4 <= high < 20


def linked_certainties(records: list[tuple[int, int, float]], groups: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """(alone, weighed with the group) certainties of accounts given as (trials, observed, expected)."""
    trials, observed, expected = zip(*records, strict=True)
    likelihood = likelihoods(trials, observed, expected, [0.1 * mean for mean in expected])
    alone = model.judge(likelihood, ordinary_prior(), np.log(3)).certainty
    prior = ordinary_prior()
    return alone, model.judge_linked(likelihood, np.array(groups), prior, prior, np.log(3)).certainty


def test_three_linked_accounts_that_all_do_it_support_each_other() -> None:
    alone, together = linked_certainties([(3, 3, 0.2)] * 3 + [(4, 0, 0.3), (5, 0, 0.3)], [0, 0, 0, 1, 1])
    assert (together[:3] > alone[:3] + 0.05).all()
    assert (together[3:] < 0.05).all()


def test_an_ordinary_housemate_of_an_abuser_is_not_drawn_in() -> None:
    alone, together = linked_certainties([(14, 12, 0.9), (12, 0, 0.8)], [0, 0])
    assert together[1] < 0.05
    assert together[0] == pytest.approx(alone[0], abs=0.02)


def test_a_group_of_one_is_judged_by_its_own_record() -> None:
    alone, together = linked_certainties([(6, 4, 0.5)], [0])
    assert together == pytest.approx(alone)


def test_one_product_does_not_make_its_rate_known() -> None:
    a, b = model.fit_rates([52.0], [16.0])
    assert a + b < 60


def test_trials_that_go_together_prove_less() -> None:
    """Ten lines of one parcel sent back are nearer to one decision than to ten."""
    likelihood = likelihoods([12, 12], [8, 8], [1.5, 1.5], [0.1, 0.1], [1.0, 0.2])
    apart, together = model.judge(likelihood, ordinary_prior(), np.log(3)).certainty
    assert together < apart - 0.1


def test_alikeness_is_what_days_share_beyond_the_buyer_and_few_pairs_show_little() -> None:
    assert model.alikeness("review", 0.5, 0.1, 1e9) == pytest.approx(0.4)
    assert model.alikeness("review", 0.1, 0.3, 1e9) == 0
    assert model.alikeness("review", 0.5, 0.1, 10) < 0.03


def test_lines_of_a_parcel_are_believed_to_go_together_until_a_shop_tells_otherwise() -> None:
    assert model.alikeness("refund", 0.0, 0.0, 0) == 0.5
    assert model.alikeness("refund", 0.0, 0.0, 1e5) < 0.001
    assert model.alikeness("refund", 0.9, 0.0, 1e9) == pytest.approx(0.9)
    assert model.goes_together("refund", 0.5, day_size=1.0, largest_day=4)
    assert not model.goes_together("refund", 0.5, day_size=1.0, largest_day=1)
    assert not model.goes_together("unpaid", 0.5, day_size=1.0, largest_day=4)
    assert model.goes_together("unpaid", 0.5, day_size=1.1, largest_day=4)


def test_each_class_of_buyers_has_its_own_share_of_abusers() -> None:
    """Of the buyers of ten orders one in ten abuses, of those of two nobody does."""
    random = np.random.default_rng(2)
    trials = np.where(np.arange(4000) < 1000, 10, 2)
    is_abuser = (np.arange(4000) % 10 == 0) & (trials == 10)
    observed = random.binomial(trials, np.where(is_abuser, 0.6, 0.08))
    likelihood = likelihoods(trials, observed, 0.08 * trials, 0.002 * trials)
    shop = model.fit_excess(likelihood, np.ones(4000))
    classes = model.fit_by_activity(likelihood, trials, np.ones(4000), shop)
    few, many = classes[model.activity_of([2, 10])]
    beyond = np.log(3) <= GRID
    assert many[beyond].sum() == pytest.approx(0.1, abs=0.035)
    assert few[beyond].sum() < shop[beyond].sum()
    assert model.activity_of([1, 2, 3, 4, 31, 32, 9000]).tolist() == [0, 1, 1, 2, 4, 5, 5]


def test_the_drawn_posterior_adds_up_to_the_certainty() -> None:
    prior = ordinary_prior()
    likelihood = likelihoods([9], [5], [1.2], [0.2], 0.7)
    by_count = float(model.judge(likelihood, prior, np.log(3)).certainty[0])
    fit: dict[str, ArrayLike] = {"weights": prior, "evidence": 0.7, "kinds_factor": 4.0, "threshold": 3.0}
    multiples, weights = model.posterior(fit, 9, 5, 1.2, 0.2)
    beyond = float(weights @ np.clip((np.log(multiples) + STEP / 2 - np.log(3)) / STEP, 0, 1))
    assert beyond == pytest.approx(4 * by_count / (4 * by_count + 1 - by_count), abs=0.005)


def test_the_prior_is_where_plain_em_ends_however_slowly_it_creeps() -> None:
    random = np.random.default_rng(5)
    trials = random.integers(1, 9, 300)
    observed = random.binomial(trials, np.where(np.arange(300) < 20, 0.7, 0.06))
    likelihood = likelihoods(trials, observed, trials * 0.06, trials * 0.01)
    imaginary = np.exp(-0.5 * (GRID / model.ORDINARY_SD) ** 2)
    imaginary *= model.ORDINARY_BUYERS / imaginary.sum()
    weights = imaginary / imaginary.sum()
    for _ in range(20_000):
        found = weights * (likelihood.T @ (1 / (likelihood @ weights))) + imaginary
        weights = model.smooth(found / found.sum())
    assert np.abs(model.fit_excess(likelihood, np.ones(300)) - weights).max() < 1e-6


@pytest.mark.parametrize(
    ("signal", "pairs", "apart", "needed"),
    [
        ("refund", 200, 200, True),
        # lines of a parcel are sent back together; orders are not left unpaid together, as far as anybody knows
        ("unpaid", 10**6, 10**6, False),
        ("review", 10**6, 10**6, False),
        # a shop that sold on one day only, or one thing at a time, tells nothing about days
        ("refund", 10**6, 199, False),
        ("refund", 199, 10**6, False),
    ],
)
def test_high_needs_more_than_a_day_where_the_shop_tells_what_days_do(
    signal: str, pairs: float, apart: float, needed: bool
) -> None:
    assert model.needs_days(signal, pairs, apart) is needed
