"""How far beyond its products a buyer is: nonparametric empirical Bayes on the odds multiple. NumPy only.

For a buyer with `observed` hits in `trials`, of which other buyers of the same products would have `expected`
(give or take `expected_sd`):  observed ~ Binomial(trials, sigmoid(logit(baseline) + u)).  `u` is the buyer's log
odds multiple. Its prior is estimated from all buyers of the shop on a grid, without assuming a shape, and bent
towards those who buy about as much; the baseline's own doubt is averaged over a Beta with its mean and variance
(risk/likelihood.py). Where what a buyer does within a day goes together (a whole parcel sent back), a trial is worth
less than one: its likelihood is raised to `evidence`, the inverse of the survey statisticians' design effect. Method:
Robbins (1956), Laird (1978) for the grid EM, Silverman et al. (1990) for smoothing inside it, Varadhan and Roland
(2008) for its leaps, Kish (1965) for the design effect.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import betaln, expit, logit

from risk.likelihood import GRID, STEP, Floats, likelihoods, log_odds_of_others

# Twenty imaginary ordinary buyers keep a small shop from fooling itself.
ORDINARY_BUYERS = 20.0
ORDINARY_SD = 0.7
SMOOTHING = 0.01
MOST_ITERATIONS = 1000
SETTLED = 1e-10
# of leaps over many rounds of EM: how much the longest may grow at a time, when one is taken back, what it leaves
LEAPS_GROW = 4.0
ASTRAY = 10.0
LEAST_LEFT = 0.1
ORDINARY_SHARE = 0.95
# Classes of buyers by their trials, each with its smallest number: the more one buys, the more (or less) often one
# abuses. A class leans on the whole shop's prior with the weight of so many buyers.
ACTIVITY_FROM = (1, 2, 4, 8, 16, 32)
ACTIVITY_LEAN = 50.0
# As many pairs of trials within a day as would be needed to half believe the correlation that they show
ALIKE_PAIRS = 200.0
MOST_ALIKE = 0.95
# What is believed before a shop's data tell: the lines of a parcel are often sent back together.
ALIKE_AT_FIRST = {"refund": 0.5}
# from which effect on, on average or on somebody's largest day, trials are weighed by it
LEAST_ALIKE, LEAST_ALIKE_A_DAY = 0.03, 0.05
RATE_PRECISION = 20.0
RATE_PRECISION_SD = 1.5
TINY = 1e-300


@dataclass(frozen=True)
class Verdicts:
    """One entry a group: certainty 0..1, posterior mean of the odds multiple and its 5 % and 95 % bounds."""

    certainty: Floats
    excess: Floats
    excess_low: Floats
    excess_high: Floats


def fit_rates(trials: ArrayLike, hits: ArrayLike, weights: ArrayLike | None = None) -> tuple[float, float]:
    """Beta(a, b) over product rates by maximum likelihood of the beta-binomial; counts may be fractions.

    `weights`: how many products share each pair of counts. A weak prior on the precision (a rate is worth about
    20 trials, within a factor of 5 or so) keeps a shop with one product from claiming that all rates are known:
    there the likelihood alone would grow without end, and a buyer's own hits would come back as his baseline.
    """
    n, h = np.asarray(trials, float), np.asarray(hits, float)
    many = np.ones_like(n) if weights is None else np.asarray(weights, float)
    total = float((many * n).sum())
    mean = (float((many * h).sum()) + 0.5) / (total + 1.0)

    def loss(point: Floats) -> float:
        rate, precision = expit(point[0]), np.exp(point[1])
        a, b = rate * precision, (1 - rate) * precision
        doubt = 0.5 * ((point[1] - np.log(RATE_PRECISION)) / RATE_PRECISION_SD) ** 2
        return doubt - float((many * (betaln(a + h, b + n - h) - betaln(a, b))).sum())

    start = np.array([logit(mean), np.log(RATE_PRECISION)])
    floor = logit(0.5 / (total + 1.0))
    found = minimize(loss, start, method="L-BFGS-B", bounds=[(floor, -floor), (np.log(0.5), np.log(1000.0))])
    rate, precision = float(expit(found.x[0])), float(np.exp(found.x[1]))
    return rate * precision, (1 - rate) * precision


def fit_excess(likelihood: Floats, buyers: ArrayLike) -> Floats:
    """Prior weights over the grid (sum 1) by EM over groups; `buyers`: how many are in each group."""
    counts = np.asarray(buyers, float)
    imaginary = np.exp(-0.5 * (GRID / ORDINARY_SD) ** 2)
    imaginary *= ORDINARY_BUYERS / imaginary.sum()
    return settle(likelihood, counts, imaginary)


def fit_by_activity(likelihood: Floats, trials: ArrayLike, buyers: ArrayLike, weights: Floats) -> Floats:
    """(classes of ACTIVITY_FROM, grid) prior weights of each class; `weights`: those of the whole shop.

    Buyers of one order and buyers of thirty are not abnormal equally often. A prior for all would be too kind to the
    one class and too harsh to the other; a class with few buyers stays close to the whole shop's.
    """
    counts, at = np.asarray(buyers, float), activity_of(trials)
    classes = [at == number for number in range(len(ACTIVITY_FROM))]
    return np.array([settle(likelihood[rows], counts[rows], ACTIVITY_LEAN * weights) for rows in classes])


def activity_of(trials: ArrayLike) -> NDArray[np.intp]:
    """Each number of trials' place in ACTIVITY_FROM."""
    return np.maximum(np.searchsorted(ACTIVITY_FROM, np.asarray(trials, float), side="right") - 1, 0)


def settle(likelihood: Floats, counts: Floats, imaginary: Floats) -> Floats:
    """Prior weights by smoothed EM, with imaginary buyers whose u is known.

    EM creeps where the grid values are hard to tell apart: thousands of rounds. From two of them the next leap is
    found (SQUAREM), which reaches the same weights in dozens. A leap that leads astray is taken back, and the next
    ones are shorter.
    """

    def improved(weights: Floats) -> Floats:
        mixture = likelihood @ weights
        found = weights * (likelihood.T @ (counts / np.maximum(mixture, TINY))) + imaginary
        return smooth(found / found.sum())

    weights, before_leap = imaginary / imaginary.sum(), None
    size_before, longest = math.inf, LEAPS_GROW
    for _ in range(MOST_ITERATIONS):
        once = improved(weights)
        step = once - weights
        size = float(np.abs(step).max())
        if size < SETTLED:
            return once
        if before_leap is not None and size > ASTRAY * size_before:
            weights, before_leap, longest = before_leap, None, max(longest / LEAPS_GROW, 1.0)
            continue
        twice = improved(once)
        bend = twice - once - step
        length = min(math.sqrt(float(step @ step) / max(float(bend @ bend), TINY)), longest)
        longest *= LEAPS_GROW if length == longest else 1.0
        weights = leap(weights, step, bend, twice, length) if length > 1 else twice
        before_leap, size_before = twice, size
    return weights


def leap(weights: Floats, step: Floats, bend: Floats, twice: Floats, length: float) -> Floats:
    """The weights that two rounds of EM point to, none below a tenth of what the second found: zero stays zero."""
    ahead = np.maximum(weights + 2 * length * step + length**2 * bend, LEAST_LEFT * twice)
    return ahead / ahead.sum()


def smooth(weights: Floats) -> Floats:
    """Let each grid value lend a little to its neighbours; the total stays 1."""
    # by hand: np.pad takes longer than all the rest of an iteration
    beside = np.empty_like(weights)
    beside[1:-1] = weights[:-2] + weights[2:]
    beside[0], beside[-1] = weights[0] + weights[1], weights[-2] + weights[-1]
    lent = SMOOTHING * beside + (1 - 2 * SMOOTHING) * weights
    return lent / lent.sum()


def quantile(weights: Floats, share: float) -> Floats:
    """The u below which `share` of the weight lies, each grid value spread over its cell; (…, grid) → (…)."""
    rows = np.atleast_2d(weights)
    below = np.cumsum(rows, axis=-1) - 0.5 * rows
    right = np.clip((below < share).sum(axis=-1), 1, GRID.size - 1)
    low, high = (np.take_along_axis(below, at[:, None], axis=-1)[:, 0] for at in (right - 1, right))
    part = np.clip((share - low) / np.maximum(high - low, TINY), 0.0, 1.0)
    return (GRID[right - 1] + part * STEP).reshape(weights.shape[:-1])


def abnormal_from(weights: Floats, odds_multiple: float) -> float:
    """The log odds multiple that counts as abnormal: the owner's, or what 95 % of these buyers stay below."""
    return max(float(np.log(odds_multiple)), float(quantile(weights, ORDINARY_SHARE)))


def spread_of(likelihood: Floats, weights: Floats, buyers: ArrayLike) -> Floats:
    """Weights over the grid of some of the buyers: the mean of their posteriors."""
    spread = np.asarray(buyers, float) @ normalised(likelihood * weights)
    return spread / spread.sum()


def alikeness(signal: str, within: float, across: float, pairs: float) -> float:
    """How much of a buyer's trial repeats what he did the same day, 0..1.

    Mean correlation of pairs within a day, less that of pairs across days (which his own u explains); few pairs prove
    little, and what is believed before there are any still weighs.
    """
    seen = float(np.clip(within - across, 0.0, MOST_ALIKE))
    return (seen * pairs + ALIKE_AT_FIRST.get(signal, 0.0) * ALIKE_PAIRS) / (pairs + ALIKE_PAIRS)


def goes_together(signal: str, alikeness: float, day_size: float, largest_day: float) -> bool:
    """Whether trials of a day are weighed as fewer. Where they are believed to go together, one large day is enough:
    of a shop that hardly sells two things at once, one parcel sent back would be many independent refunds."""
    is_much = alikeness * (day_size - 1) >= LEAST_ALIKE
    return is_much or (signal in ALIKE_AT_FIRST and alikeness * (largest_day - 1) >= LEAST_ALIKE_A_DAY)


def needs_days(signal: str, pairs: float, pairs_apart: float) -> bool:
    """Whether hits of one day alone are too little for `high`: they may be one decision, or one mishap.

    Asked where they are believed to go together and the shop's data tell what happens within a day and across days.
    """
    return signal in ALIKE_AT_FIRST and min(pairs, pairs_apart) >= ALIKE_PAIRS


def share_beyond(posterior: Floats, threshold: float) -> Floats:
    """Mass at or above the threshold; the cell it falls into counts by the part that lies beyond."""
    part = np.clip((GRID + STEP / 2 - threshold) / STEP, 0.0, 1.0)
    return posterior @ part


def judge(likelihood: Floats, weights: Floats, threshold: float) -> Verdicts:
    """Certainty and excess of each group under the fitted prior."""
    return verdicts_of(normalised(likelihood * weights), threshold)


def judge_linked(
    likelihood: Floats, groups: NDArray[np.intp], weights: Floats, together: Floats, threshold: float
) -> Verdicts:
    """Certainty and excess of each account in groups of linked ones, by its own record and the others'.

    `groups` gives each row's group, counted from 0; `weights`: (rows, grid) the prior of each account, `together`:
    (groups, grid) that of one who places all the orders of a group. Either one hand orders through all accounts of a
    group (one u for all) or every account has a u of its own. How much a group's record speaks for one hand is a
    Bayes factor; how often that is so among this shop's groups is fitted from all of them. Each account's posterior
    is the mixture of both, so a household of two ordinary people gains nothing from sharing a telephone.
    """
    many = int(groups.max()) + 1
    apart = likelihood * weights
    logs = np.zeros((many, GRID.size))
    np.add.at(logs, groups, np.log(np.maximum(likelihood, TINY)))
    peak = logs.max(axis=1, keepdims=True)
    mass = np.exp(logs - peak) * together
    log_apart = np.bincount(groups, np.log(np.maximum(apart.sum(axis=1), TINY)), minlength=many)
    log_bayes = np.log(np.maximum(mass.sum(axis=1), TINY)) + peak[:, 0] - log_apart
    one_hand = expit(logit(fit_one_hand(log_bayes)) + log_bayes)[groups, None]
    return verdicts_of(one_hand * normalised(mass)[groups] + (1 - one_hand) * normalised(apart), threshold)


def fit_one_hand(log_bayes: Floats) -> float:
    """Share of groups with one hand behind them, by EM, with one imaginary group of either sort."""
    share = 0.5
    for _ in range(MOST_ITERATIONS):
        found = (float(expit(logit(share) + log_bayes).sum()) + 1.0) / (len(log_bayes) + 2.0)
        settled = abs(found - share) < SETTLED
        share = found
        if settled:
            break
    return share


def normalised(mass: Floats) -> Floats:
    """Rows that sum to 1."""
    return mass / mass.sum(axis=1, keepdims=True)


def verdicts_of(posteriors: Floats, threshold: float) -> Verdicts:
    """What rows of posterior weights over the grid say."""
    return Verdicts(
        certainty=share_beyond(posteriors, threshold),
        excess=posteriors @ np.exp(GRID),
        excess_low=np.exp(quantile(posteriors, 0.05)),
        excess_high=np.exp(quantile(posteriors, 0.95)),
    )


def posterior(
    fit: Mapping[str, ArrayLike], trials: float, observed: float, expected: float, expected_sd: float
) -> tuple[Floats, Floats]:
    """(odds multiples, posterior weight of each) of one buyer; `fit` is a row of buyer_signals.sql.

    The weights beyond the threshold add up to the certainty by the buyer's own record.
    """
    worth, factor = (np.asarray(fit.get(name, 1.0), float) for name in ("evidence", "kinds_factor"))
    likelihood = likelihoods([trials], [observed], [expected], [expected_sd], worth)[0]
    beyond = np.clip((GRID + STEP / 2 - np.log(np.asarray(fit.get("threshold", np.inf), float))) / STEP, 0.0, 1.0)
    weight = likelihood * np.asarray(fit["weights"], float)
    weight *= 1 - beyond + beyond * factor
    return np.exp(GRID), weight / weight.sum()


def predictive_range(
    fit: Mapping[str, ArrayLike], trials: float, expected: float, expected_sd: float, share: float = 0.9
) -> tuple[int, int]:
    """Between which counts `share` of the shop's buyers would lie, had they bought the same."""
    counts = np.arange(int(trials) + 1)
    x, softplus, weights = log_odds_of_others(np.asarray(fit["weights"], float), trials, expected, expected_sd)
    logs = np.outer(x, counts) - trials * softplus[:, None] - betaln(counts + 1, trials - counts + 1)
    mass = weights @ np.exp(logs - logs.max())
    below = np.cumsum(mass / mass.sum())
    low = int(np.searchsorted(below, (1 - share) / 2))
    return low, int(np.searchsorted(below, 1 - (1 - share) / 2))
