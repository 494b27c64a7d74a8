"""From groups of equal buyers to verdicts, one shop and signal after another. NumPy and pandas, no SQL."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from risk import kinds, model
from risk.likelihood import GRID, Floats, likelihoods

COUNTS_BY_KIND = ["before_dispatch", "refund_only", "returned"]
# Beyond the threshold rather than not: these are weighed down in the baselines, by as much as they seem to be.
SET_ASIDE_FROM = 0.5


@dataclass(frozen=True)
class Fit:
    """What is known of one shop's buyers and one signal; `beyond` is the threshold, a log odds multiple."""

    groups: pd.DataFrame
    likelihood: Floats
    weights: Floats
    beyond: float

    def certainty(self, beyond: float) -> Floats:
        """(groups,) by the whole shop's prior, of a log odds multiple of at least `beyond`."""
        return model.judge(self.likelihood, self.weights, beyond).certainty


def fit_groups(groups: pd.DataFrame, settings: Mapping[str, float]) -> Fit:
    """Prior and threshold from all buyers of one shop and signal."""
    likelihood = likelihoods(
        *(groups[name] for name in ("trials", "observed", "expected", "expected_sd", "evidence"))
    )
    weights = model.fit_excess(likelihood, groups["buyers"])
    return Fit(groups, likelihood, weights, model.abnormal_from(weights, settings["odds_multiple"]))


def at_first_sight(fit: Fit) -> pd.DataFrame:
    """The groups whose buyers are set aside from the baselines, with their certainty."""
    certainty = fit.certainty(fit.beyond)
    chosen = certainty >= SET_ASIDE_FROM
    return fit.groups.loc[chosen, ["unit_key"]].assign(certainty=certainty[chosen])


def without_flagged(fit: Fit, first_beyond: float, settings: Mapping[str, float]) -> Fit:
    """The same with the threshold that the other buyers set: abusers do not make abuse ordinary.

    Left out are those who are certainly beyond `first_beyond`, the threshold at first sight.
    """
    is_high = (fit.certainty(first_beyond) >= settings["high_certainty"]) & (
        fit.groups["observed"] >= settings["high_observed"]
    )
    ordinary = model.spread_of(fit.likelihood, fit.weights, fit.groups["buyers"].where(~is_high, 0.0))
    return Fit(fit.groups, fit.likelihood, fit.weights, model.abnormal_from(ordinary, settings["odds_multiple"]))


@dataclass(frozen=True)
class Judged:
    """Verdicts a group of equal buyers (unit_key), verdicts a linked account, and what signal_fit is told."""

    groups: pd.DataFrame
    members: pd.DataFrame
    signal_fit: dict[str, object]


def judge_groups(fit: Fit, linked: pd.DataFrame, prior: tuple[float, float], alikeness: float) -> Judged:
    """Verdicts by the priors of buyers who buy about as much.

    `linked`: a row for each linked account, with its linked_group, trials and unit_key; `prior` over product rates.
    """
    groups = fit.groups
    by_activity = model.fit_by_activity(fit.likelihood, groups["trials"], groups["buyers"], fit.weights)
    weights = by_activity[model.activity_of(groups["trials"])]
    judged = groups[["unit_key"]].assign(**vars(model.judge(fit.likelihood, weights, fit.beyond)))
    row = {
        "buyers": int(groups["buyers"].sum()),
        "trials": float((groups["trials"] * groups["buyers"]).sum()),
        "hits": float((groups["observed"] * groups["buyers"]).sum()),
        "prior_a": prior[0],
        "prior_b": prior[1],
        "threshold": math.exp(fit.beyond),
        "alikeness": alikeness,
        "grid": GRID.tolist(),
        "weights": fit.weights.tolist(),
        "activity_from": list(model.ACTIVITY_FROM),
        "by_activity": by_activity.tolist(),
    }
    return Judged(judged, judge_members(fit, linked, by_activity), row)


def judge_members(fit: Fit, linked: pd.DataFrame, by_activity: Floats) -> pd.DataFrame:
    """Verdicts on linked accounts that also weigh the other accounts of their group."""
    if linked.empty:
        return linked.reindex(columns=[*linked.columns, *(each.name for each in fields(model.Verdicts))])
    places = fit.groups[["unit_key"]].assign(place=range(len(fit.groups)))
    rows = linked.merge(places, on="unit_key")
    numbers, _ = pd.factorize(rows["linked_group"])
    orders_together = np.bincount(numbers, rows["trials"])
    verdicts = model.judge_linked(
        fit.likelihood[rows["place"].to_numpy()],
        numbers,
        by_activity[model.activity_of(rows["trials"])],
        by_activity[model.activity_of(orders_together)],
        fit.beyond,
    )
    return rows.assign(**vars(verdicts))


def weigh_kinds(refunds: pd.DataFrame) -> Floats:
    """(n,) what the kinds of each buyer's refunds say; a row a buyer: COUNTS_BY_KIND, and certainty by their number.

    Buyers with equal counts and nearly equal certainty are weighed as one.
    """
    equal = refunds.groupby([*COUNTS_BY_KIND, refunds["certainty"].round(2).rename("step")])["certainty"]
    rows = equal.agg(["mean", "size"]).reset_index()
    counts = rows[COUNTS_BY_KIND].to_numpy(float)
    rows = rows.assign(factor=kinds.kinds_factor(counts, rows["mean"].to_numpy(), rows["size"].to_numpy(float)))
    factors = rows.drop_duplicates(COUNTS_BY_KIND)[[*COUNTS_BY_KIND, "factor"]]
    return refunds[COUNTS_BY_KIND].merge(factors, on=COUNTS_BY_KIND, how="left")["factor"].to_numpy()
