"""What else could have ranked the buyers: rates, z-scores and two outlier detectors, on the same counts."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import skew
from sklearn.ensemble import IsolationForest

from risk.model import Floats

SIGNALS = ("unpaid", "refund", "review")
FEWEST_TRIALS = 5


def scores(risk: pd.DataFrame, buyers: pd.Index) -> dict[str, Floats]:
    """(buyers,) score a rival, higher is more abnormal; `risk`: buyer, signal, trials, observed."""
    trials, observed = (
        risk.pivot(index="buyer", columns="signal", values=name).reindex(index=buyers, columns=SIGNALS).fillna(0)
        for name in ("trials", "observed")
    )
    n, k = trials.to_numpy(float), observed.to_numpy(float)
    rate = k / np.maximum(n, 1)
    shop = k.sum(axis=0) / np.maximum(n.sum(axis=0), 1)
    z = (k - n * shop) / np.sqrt(np.maximum(n * shop * (1 - shop), 1e-9))
    features = np.column_stack([np.log1p(n), np.log1p(k), rate])
    return {
        "raw rate": rate.max(axis=1),
        f"raw rate, ≥ {FEWEST_TRIALS} trials": np.where(n >= FEWEST_TRIALS, rate, 0).max(axis=1),
        "z-score": np.where(n > 0, z, -np.inf).max(axis=1),
        "IsolationForest": -IsolationForest(random_state=0, n_jobs=1).fit(features).score_samples(features),
        "ECOD": ecod(features),
    }


def ecod(features: Floats) -> Floats:
    """Empirical-cumulative-distribution outlier score of each row (Li et al., 2022, arXiv:2201.00382).

    Written here: the package that has it would bring a compiler and a plotting library into the set-up.
    """
    rows = len(features)
    columns = np.sort(features, axis=0)
    left, right = np.empty_like(features), np.empty_like(features)
    for at in range(features.shape[1]):
        left[:, at] = np.searchsorted(columns[:, at], features[:, at], side="right") / rows
        right[:, at] = 1 - np.searchsorted(columns[:, at], features[:, at], side="left") / rows
    low, high = -np.log(left), -np.log(right)
    by_skew = np.where(skew(features, axis=0) < 0, low, high)
    return np.maximum.reduce([low.sum(axis=1), high.sum(axis=1), by_skew.sum(axis=1)])


def average_precision(score: Floats, is_abuser: Floats) -> float:
    """Area under precision over recall; equal scores stand in one step, so that luck does not order them."""
    order = np.argsort(-score, kind="stable")
    last_of_step = np.append(np.diff(score[order]) != 0, True)
    found = np.cumsum(is_abuser[order])[last_of_step]
    listed = np.flatnonzero(last_of_step) + 1
    gained = np.diff(found, prepend=0.0)
    return float((gained * found / listed).sum() / max(is_abuser.sum(), 1))
