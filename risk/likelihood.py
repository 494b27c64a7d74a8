"""How likely a buyer's hits are at each odds multiple, his products' true rate being known in part. NumPy only.

    P(k of n | u) = ∫ Beta(p; a, b) Binomial(k; n, sigmoid(logit(p) + u)) dp

Over the log odds x = logit(p) the Beta falls off like e^ax to the left and like e^-bx to the right, and the whole is
smooth: a plain sum over an even lattice is then exact to many digits (Trefethen and Weideman 2014, "The exponentially
convergent trapezoidal rule"). The grid of u falls on the lattice, so that to add u is to move by so many places: the
binomial is worked out once a row, not once for each pair of x and u.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

STEP = 0.2
GRID: Floats = np.round(np.arange(-4.0, 7.0 + STEP / 2, STEP), 10)
LEAST_PRECISION, MOST_PRECISION = 0.5, 1e5
LEAST_RATE, LEAST_VARIANCE = 1e-6, 1e-12
# The lattice's step in standard deviations of the narrowest that is summed: an error of about e^-14. And how far it
# reaches on either side: as many of the baseline's, and to where its slower tail has fallen to e^-14, or how far at
# most: beyond, it is added up as the geometric series that it is there.
STEP_SD = 1.2
SIDE_SD = 8.0
SIDE_TAIL = 14.0
WIDEST_SIDE = 24.0
# so many numbers at once stay within a processor's own memory, which is several times as quick
AT_ONCE = 1 << 15
LARGEST_EXPONENT = 600.0
# trials beyond these would ask for a finer lattice than a picture of what others do needs
FINE_ENOUGH = 1000.0


def baseline_rates(trials: Floats, expected: Floats, expected_sd: Floats) -> tuple[Floats, Floats]:
    """Mean and precision (a + b) of the Beta that each baseline rate is known as."""
    rate = np.clip(expected / trials, LEAST_RATE, 1 - LEAST_RATE)
    variance = np.maximum((expected_sd / trials) ** 2, LEAST_VARIANCE)
    return rate, np.clip(rate * (1 - rate) / variance - 1, LEAST_PRECISION, MOST_PRECISION)


def baseline_beta(trials: Floats, expected: Floats, expected_sd: Floats) -> tuple[Floats, Floats]:
    """a, b of the Beta with the mean and variance of each baseline rate."""
    rate, precision = baseline_rates(trials, expected, expected_sd)
    return rate * precision, (1 - rate) * precision


def likelihoods(
    trials: ArrayLike,
    observed: ArrayLike,
    expected: ArrayLike,
    expected_sd: ArrayLike,
    evidence: ArrayLike = 1.0,
) -> Floats:
    """(n, grid) likelihood of each grid value, up to a factor that is the same along a row: its greatest is 1."""
    n, k, mean, sd = (np.asarray(values, float) for values in (trials, observed, expected, expected_sd))
    a, b = baseline_beta(n, mean, sd)
    worth = np.asarray(evidence, float)
    n, k = n * worth, k * worth
    parts, side = lattices(n, a, b)
    shapes = parts * (side.max(initial=0) + 1) + side
    order = np.argsort(shapes, kind="stable")
    found = np.empty((len(n), GRID.size))
    for rows in np.split(order, np.flatnonzero(np.diff(shapes[order])) + 1):
        if len(rows):
            shape = int(parts[rows[0]]), int(side[rows[0]])
            many = max(1, AT_ONCE // (places(shape[0]) + 2 * shape[1]))
            for at in np.split(rows, range(many, len(rows), many)):
                found[at] = summed(n[at], k[at], a[at], b[at], *shape)
    return found


def log_odds_of_others(
    weights: Floats, trials: float, expected: float, expected_sd: float
) -> tuple[Floats, Floats, Floats]:
    """Log odds x of a hit, log(1 + e^x) and weights of sum 1, for buyers whose u is spread as `weights` says."""
    n, mean, sd = (np.array([float(value)]) for value in (trials, expected, expected_sd))
    a, b = baseline_beta(n, mean, sd)
    parts, side = (int(found[0]) for found in lattices(np.minimum(n, FINE_ENOUGH), a, b))
    first, baseline = baseline_on_lattice(a, b, parts, side, a, b)
    of_u = np.zeros(places(parts) + 1)
    of_u[::parts] = weights / weights.sum()
    spread = np.convolve(baseline[0], of_u)
    x, softplus = lattice(first[0] + left_end(parts) + np.arange(len(spread)), parts)
    return x, softplus, spread


def lattices(trials: Floats, a: Floats, b: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Into how many parts each row's lattice cuts the grid's step, and its places on either side: powers of two.

    The product of baseline and binomial is never narrower than their curvatures together allow.
    """
    curvature = a * b / (a + b)
    parts = power_of_two(np.maximum(STEP / STEP_SD * np.sqrt(curvature + trials / 4), 1))
    side = np.maximum(SIDE_SD / np.sqrt(curvature), SIDE_TAIL / np.minimum(a, b))
    return parts, power_of_two(np.minimum(side, WIDEST_SIDE) * parts / STEP)


def power_of_two(least: Floats) -> NDArray[np.intp]:
    """The next power of two for each."""
    return np.exp2(np.ceil(np.log2(least))).astype(np.intp)


def places(parts: int) -> int:
    """How many places of the lattice lie between the ends of the grid."""
    return parts * (GRID.size - 1)


def left_end(parts: int) -> int:
    """How many places from 0 the grid begins."""
    return round(float(GRID[0]) / STEP) * parts


def summed(trials: Floats, observed: Floats, a: Floats, b: Floats, parts: int, side: int) -> Floats:
    """likelihoods() of rows of one lattice, few enough to be held at once."""
    # beyond the ends the binomial, too, only rises or falls by the same factor from place to place
    first, baseline = baseline_on_lattice(a, b, parts, side, a + observed, b + trials - observed)
    x, softplus = lattice(first[:, None] + left_end(parts) + np.arange(places(parts) + baseline.shape[1]), parts)
    logs = observed[:, None] * x
    logs -= trials[:, None] * softplus
    # the middle of the baseline, under each u, sets the scale: what lies far out may be larger, but never weighs much
    logs -= logs[:, side : side + places(parts) + 1].max(axis=1, keepdims=True)
    np.exp(np.minimum(logs, LARGEST_EXPONENT, out=logs), out=logs)
    under_each_u = sliding_window_view(logs, baseline.shape[1], axis=1)[:, ::parts]
    found = np.einsum("ruj,rj->ru", under_each_u, baseline)
    return found / found.max(axis=1, keepdims=True)


def baseline_on_lattice(
    a: Floats, b: Floats, parts: int, side: int, left: Floats, right: Floats
) -> tuple[NDArray[np.intp], Floats]:
    """(n,) first places, and (n, 2 side + 1) weights, each row of sum 1, of the log odds under Beta(a, b).

    The ends stand for all beyond: what is summed falls there like e^left·x, and like e^-right·x.
    """
    step = STEP / parts
    first = np.round(np.log(a / b) / step).astype(np.intp) - side
    x, softplus = lattice(first[:, None] + np.arange(2 * side + 1), parts)
    weights = a[:, None] * x
    weights -= (a + b)[:, None] * softplus
    weights -= weights.max(axis=1, keepdims=True)
    np.exp(weights, out=weights)
    weights[:, 0] /= -np.expm1(-left * step)
    weights[:, -1] /= -np.expm1(-right * step)
    weights /= weights.sum(axis=1, keepdims=True)
    return first, weights


def lattice(places: NDArray[np.intp], parts: int) -> tuple[Floats, Floats]:
    """x and log(1 + e^x) at these places, looked up."""
    x, softplus = table(parts)
    at = places + len(x) // 2
    return x[at], softplus[at]


@lru_cache(maxsize=32)
def table(parts: int) -> tuple[Floats, Floats]:
    """x and log(1 + e^x) from far left of every baseline to far right, the middle being 0."""
    furthest = np.log(1 / LEAST_RATE) + 2 * WIDEST_SIDE + np.abs(GRID).max() + 1
    end = int(np.ceil(furthest / STEP)) * parts
    x = np.arange(-end, end + 1, dtype=np.float64) * (STEP / parts)
    softplus: Floats = np.logaddexp(0.0, x)
    return x, softplus
