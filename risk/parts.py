"""Whether the parts of a whole differ in their rates by more than chance explains."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2_contingency

# how seldom chance alone may make such differences for them to be worth a word
SELDOM = 0.01


def rates_differ(trials: ArrayLike, hits: ArrayLike) -> bool:
    """Pearson's chi-squared test of equal rates, one entry a part; False where there is nothing to compare."""
    many, did = np.asarray(trials, float), np.asarray(hits, float)
    table = np.array([did, many - did])[:, many > 0]
    if table.shape[1] < 2 or not table.sum(axis=1).all():
        return False
    return bool(chi2_contingency(table, correction=False).pvalue < SELDOM)
