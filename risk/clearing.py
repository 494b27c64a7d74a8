"""What would take a flag back: ordinary orders to come, or hits that are found not to count."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from risk import model

# beyond this many a number helps nobody
MOST_ORDINARY = 500


@dataclass(frozen=True)
class Clearing:
    """How many more ordinary chances, or how many hits taken back, lead below `watch`; None: not within reason."""

    ordinary: int | None
    taken_back: int | None


def clearing(row: Mapping[str, Any], settings: Mapping[str, float]) -> Clearing | None:
    """For a row of buyer_signals.sql; None where the buyer's own record is not what the flag stands on.

    The baseline of further chances is taken to be that of the ones so far; the priors stay as they were fitted.
    """
    trials, observed = float(row["trials"]), int(row["observed"])

    def is_clear(more: float, back: int) -> bool:
        if observed - back < settings["watch_observed"]:
            return True
        many = trials + more - back
        part = many / trials
        found = certainty(row, many, observed - back, row["expected"] * part, row["expected_sd"] * part)
        return found < settings["watch_certainty"]

    if row["tier"] == "none" or is_clear(0, 0):
        return None
    return Clearing(
        smallest(lambda more: is_clear(more, 0), MOST_ORDINARY), smallest(lambda back: is_clear(0, back), observed)
    )


def certainty(row: Mapping[str, Any], trials: float, observed: float, expected: float, expected_sd: float) -> float:
    """P(odds multiple at or beyond the shop's threshold) by this record, under the fit of `row`."""
    prior = row["by_activity"][int(model.activity_of(trials))]
    _, weights = model.posterior({**row, "weights": prior}, trials, observed, expected, expected_sd)
    return float(model.share_beyond(weights, float(np.log(row["threshold"]))))


def smallest(is_enough: Callable[[int], bool], most: int) -> int | None:
    """The smallest number from 1 to `most` that is enough; more never is less so."""
    if not is_enough(most):
        return None
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle, high)
    return high
