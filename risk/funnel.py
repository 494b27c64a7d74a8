"""How far a rate may stray by chance alone: the limits of a funnel plot.

Spiegelhalter (2005), "Funnel plots for comparing institutional performance", Statistics in Medicine 24:1185-1202:
exact binomial limits, interpolated between the counts next to them so that they do not jump.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import binom

Floats = NDArray[np.float64]


def chance_limits(rate: float, trials: ArrayLike, share: float) -> tuple[Floats, Floats]:
    """(lower, upper) rate, 0..1, between which `share` of buyers with that many trials lie if all are alike."""
    n = np.asarray(trials, float)
    return limit(rate, n, (1 - share) / 2), limit(rate, n, (1 + share) / 2)


def limit(rate: float, n: Floats, below: float) -> Floats:
    """The rate that a share `below` of buyers stays under; `n` are whole numbers of trials."""
    count = binom.ppf(below, n, rate)
    under, at = binom.cdf(count, n, rate), binom.pmf(count, n, rate)
    return np.clip((count - (under - below) / at) / n, 0.0, 1.0)
