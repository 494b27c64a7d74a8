"""How far beyond its products a buyer is: nonparametric empirical Bayes on the odds multiple. NumPy only.

For a buyer with `observed` hits in `trials`, of which other buyers of the same products would have `expected`
(give or take `expected_sd`):  observed ~ Binomial(trials, sigmoid(logit(baseline) + u)).  `u` is the buyer's log
odds multiple. Its prior is estimated from all buyers of the shop on a grid, without assuming a shape; the
baseline's own doubt is averaged over quantiles of a Beta with its mean and variance. Method: Robbins (1956),
Laird (1978) for the grid EM, Silverman et al. (1990) for smoothing inside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import betaincinv, betaln, expit, logit

Floats = NDArray[np.float64]

STEP = 0.2
GRID: Floats = np.round(np.arange(-4.0, 7.0 + STEP / 2, STEP), 10)
NODES = 11
# Twenty imaginary ordinary buyers keep a small shop from fooling itself.
ORDINARY_BUYERS = 20.0
ORDINARY_SD = 0.7
SMOOTHING = 0.01
MOST_ITERATIONS = 500
SETTLED = 1e-7
ORDINARY_SHARE = 0.95
CHUNK = 20_000
MOST_PRECISION = 1e5
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


def baseline_nodes(trials: Floats, expected: Floats, expected_sd: Floats) -> Floats:
    """(n, 11) baseline rates at equally likely quantiles of a Beta with the baseline's mean and variance."""
    rate = np.clip(expected / trials, 1e-6, 1 - 1e-6)
    variance = np.maximum((expected_sd / trials) ** 2, 1e-12)
    precision = np.clip(rate * (1 - rate) / variance - 1, 0.5, MOST_PRECISION)
    quantiles = (np.arange(NODES) + 0.5) / NODES
    nodes = betaincinv((rate * precision)[:, None], ((1 - rate) * precision)[:, None], quantiles[None, :])
    return np.clip(nodes, 1e-9, 1 - 1e-9)


def likelihoods(trials: ArrayLike, observed: ArrayLike, expected: ArrayLike, expected_sd: ArrayLike) -> Floats:
    """(n, grid) likelihood of each grid value, up to a factor that is the same along a row."""
    n, k, mean, sd = (np.asarray(values, float) for values in (trials, observed, expected, expected_sd))
    rows = [
        chunk_likelihoods(n[at], k[at], baseline_nodes(n[at], mean[at], sd[at]))
        for at in (slice(start, start + CHUNK) for start in range(0, len(n), CHUNK))
    ]
    return np.concatenate(rows) if rows else np.empty((0, GRID.size))


def chunk_likelihoods(trials: Floats, observed: Floats, nodes: Floats) -> Floats:
    """likelihoods() for rows few enough to hold (n, grid, 11) numbers at once."""
    log_odds = logit(nodes)[:, None, :] + GRID[None, :, None]
    # log p and log(1 - p) of the sigmoid without overflow
    log_hit, log_miss = -np.logaddexp(0, -log_odds), -np.logaddexp(0, log_odds)
    logs = observed[:, None, None] * log_hit + (trials - observed)[:, None, None] * log_miss
    logs -= logs.max(axis=(1, 2), keepdims=True)
    return np.exp(logs).mean(axis=2)


def fit_excess(likelihood: Floats, buyers: ArrayLike) -> Floats:
    """Prior weights over the grid (sum 1) by EM over groups; `buyers`: how many are in each group."""
    counts = np.asarray(buyers, float)
    imaginary = np.exp(-0.5 * (GRID / ORDINARY_SD) ** 2)
    imaginary *= ORDINARY_BUYERS / imaginary.sum()
    weights = imaginary / imaginary.sum()
    for _ in range(MOST_ITERATIONS):
        mixture = likelihood @ weights
        found = weights * (likelihood.T @ (counts / np.maximum(mixture, TINY))) + imaginary
        found = smooth(found / found.sum())
        settled = float(np.abs(found - weights).max()) < SETTLED
        weights = found
        if settled:
            break
    return weights


def smooth(weights: Floats) -> Floats:
    """Let each grid value lend a little to its neighbours; the total stays 1."""
    padded = np.pad(weights, 1, mode="edge")
    lent = SMOOTHING * (padded[:-2] + padded[2:]) + (1 - 2 * SMOOTHING) * weights
    return lent / lent.sum()


def quantile(weights: Floats, share: float) -> Floats:
    """The u below which `share` of the weight lies, each grid value spread over its cell; (…, grid) → (…)."""
    below = np.cumsum(weights, axis=-1) - 0.5 * weights
    rows = np.atleast_2d(below)
    found = np.array([np.interp(share, row, GRID) for row in rows])
    return found.reshape(weights.shape[:-1])


def abnormal_from(weights: Floats, odds_multiple: float) -> float:
    """The log odds multiple that counts as abnormal: the owner's, or what 95 % of this shop's buyers stay below."""
    return max(float(np.log(odds_multiple)), float(quantile(weights, ORDINARY_SHARE)))


def share_beyond(posterior: Floats, threshold: float) -> Floats:
    """Mass at or above the threshold; the cell it falls into counts by the part that lies beyond."""
    part = np.clip((GRID + STEP / 2 - threshold) / STEP, 0.0, 1.0)
    return posterior @ part


def judge(likelihood: Floats, weights: Floats, threshold: float) -> Verdicts:
    """Certainty and excess of each group under the fitted prior."""
    return verdicts_of(normalised(likelihood * weights), threshold)


def judge_linked(likelihood: Floats, groups: NDArray[np.intp], weights: Floats, threshold: float) -> Verdicts:
    """Certainty and excess of each account in groups of linked ones, by its own record and the others'.

    `groups` gives each row's group, counted from 0. Either one hand orders through all accounts of a group (one u
    for all) or every account has a u of its own. How much a group's record speaks for one hand is a Bayes factor;
    how often that is so among this shop's groups is fitted from all of them. Each account's posterior is the
    mixture of both, so a household of two ordinary people gains nothing from sharing a telephone.
    """
    many = int(groups.max()) + 1
    apart = normalised(likelihood * weights)
    logs = np.zeros((many, GRID.size))
    np.add.at(logs, groups, np.log(np.maximum(likelihood, TINY)))
    peak = logs.max(axis=1, keepdims=True)
    mass = np.exp(logs - peak) * weights
    log_apart = np.bincount(groups, np.log(np.maximum(likelihood @ weights, TINY)), minlength=many)
    log_bayes = np.log(np.maximum(mass.sum(axis=1), TINY)) + peak[:, 0] - log_apart
    one_hand = expit(logit(fit_one_hand(log_bayes)) + log_bayes)[groups, None]
    return verdicts_of(one_hand * normalised(mass)[groups] + (1 - one_hand) * apart, threshold)


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
    """(odds multiples, posterior weight of each) of one buyer; `fit` is a row of signal_fit."""
    likelihood = likelihoods([trials], [observed], [expected], [expected_sd])[0]
    weight = likelihood * np.asarray(fit["weights"], float)
    return np.exp(GRID), weight / weight.sum()


def predictive_range(
    fit: Mapping[str, ArrayLike], trials: float, expected: float, expected_sd: float, share: float = 0.9
) -> tuple[int, int]:
    """Between which counts `share` of the shop's buyers would lie, had they bought the same."""
    weights = np.asarray(fit["weights"], float)
    nodes = baseline_nodes(np.array([float(trials)]), np.array([float(expected)]), np.array([float(expected_sd)]))[0]
    rates = expit(logit(nodes)[None, :] + GRID[:, None])
    counts = np.arange(int(trials) + 1)
    logs = (
        -betaln(counts + 1, trials - counts + 1)
        + counts * np.log(rates)[..., None]
        + (trials - counts) * np.log1p(-rates)[..., None]
    )
    mass = np.einsum("g,gnk->k", weights / NODES, np.exp(logs - logs.max()))
    below = np.cumsum(mass / mass.sum())
    low = int(np.searchsorted(below, (1 - share) / 2))
    return low, int(np.searchsorted(below, 1 - (1 - share) / 2))
