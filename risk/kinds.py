"""What the kinds of a buyer's refunds say beyond their number. NumPy and SciPy only.

Where half of all orders are refunded, customers send things back; who keeps the goods and takes the money stands
out by the kind. Which kinds go with abnormal refunding is learned from the shop itself, never assumed: the refunds of
buyers beyond the threshold against those of the others, each as a Dirichlet-multinomial, since one person's refunds
resemble each other. Method: EM over the two classes, with the certainty by the counts as the prior odds.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import expit, gammaln, logit

from risk.model import Floats

KINDS = ("before_dispatch", "refund_only", "return")
ROUNDS = 30
# Until the abnormal buyers' kinds are known from more than so many refunds, they pass for everybody's.
BORROWED = 20.0
EDGE = 1e-9
SETTLED = 1e-3


def kinds_factor(counts: Floats, certainty: Floats, buyers: Floats) -> Floats:
    """(n,) Bayes factor, beyond the threshold against not, of (n, kinds) counts; 1 where they say nothing.

    `certainty`: by the number of refunds, 0..1; `buyers`: how many share the row.
    """
    odds = logit(np.clip(certainty, EDGE, 1 - EDGE))
    factor = np.zeros(len(counts))
    weighed = counts * buyers[:, None]
    everybody = (weighed.sum(axis=0) + 1) / (weighed.sum() + counts.shape[1])
    likeness = fit_likeness(counts, buyers * (1 - certainty), everybody)
    for _ in range(ROUNDS):
        beyond = expit(odds + factor)[:, None]
        others = shares((1 - beyond) * weighed, everybody)
        abnormal = shares(beyond * weighed, others)
        found = log_chance(counts, abnormal, likeness) - log_chance(counts, others, likeness)
        settled = float(np.abs(found - factor).max(initial=0.0)) < SETTLED
        factor = found
        if settled:
            break
    return np.exp(factor)


def shares(counts: Floats, towards: Floats) -> Floats:
    """Share of each kind, leaning towards known shares."""
    found = counts.sum(axis=0) + BORROWED * towards
    return found / found.sum()


def log_chance(counts: Floats, share: Floats, likeness: float) -> Floats:
    """(n,) log chance of the counts under a Dirichlet-multinomial, less what does not depend on `share`."""
    alpha = likeness * share
    return (gammaln(alpha + counts) - gammaln(alpha)).sum(axis=1)


def fit_likeness(counts: Floats, buyers: Floats, share: Floats) -> float:
    """Precision of the Dirichlet by maximum likelihood; small: one person's refunds are all of a kind."""
    total = counts.sum(axis=1)

    def loss(log_precision: float) -> float:
        precision = np.exp(log_precision)
        fixed = gammaln(precision) - gammaln(precision + total)
        # a weak belief in about 8 keeps a shop with few refunds from believing anything
        return 0.5 * (log_precision - np.log(8)) ** 2 - float(
            (buyers * (fixed + log_chance(counts, share, precision))).sum()
        )

    return float(np.exp(minimize_scalar(loss, bounds=(0.0, np.log(200.0)), method="bounded").x))
