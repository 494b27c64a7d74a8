"""The two drawings of one verdict: how often against how often was expected, and the odds multiple with its doubt."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.interpolate import PchipInterpolator

from risk import model
from risk.listing import shown_count
from ui.charts import ink
from ui.components import component
from ui.i18n import t

LOWEST, HIGHEST = 0.3, 30.0
TICKS = (1, 3, 10, 30, 100, 300)
FINE = 150
# room above the curve's peak for the words at the threshold
ROOM = 1.25
VERDICT = component("verdict", role="img")

Points = list[tuple[float, float]]


@dataclass(frozen=True)
class Places:
    """Where things stand: shares of the width; of the curve, (place, share of the height) on either side."""

    low: float
    high: float
    expected: float
    observed: float
    threshold: float
    below: Points
    beyond: Points
    ticks: list[tuple[float, str]]


def places(row: Mapping[str, Any]) -> Places:
    """Of a row of risk/buyer_signals. The part of the curve beyond the threshold is the certainty."""
    trials, threshold = max(float(row["trials"]), 1.0), float(row["threshold"])
    low, high = model.predictive_range(row, row["trials"], row["expected"], row["expected_sd"])
    multiples, weights = model.posterior(row, row["trials"], row["observed"], row["expected"], row["expected_sd"])
    curve, top = PchipInterpolator(np.log(multiples), weights), ROOM * float(weights.max())
    highest = max(HIGHEST, 1.6 * float(row["excess_high"]))

    def place(multiple: float) -> float:
        return math.log(multiple / LOWEST) / math.log(highest / LOWEST)

    def part(first: float, last: float) -> Points:
        across = np.linspace(math.log(first), math.log(last), FINE)
        heights = curve(across) / top
        curved = [(place(math.exp(x)), float(y)) for x, y in zip(across, heights, strict=True)]
        return [(curved[0][0], 0.0), *curved, (curved[-1][0], 0.0)]

    return Places(
        low / trials, high / trials, row["expected"] / trials, row["observed"] / trials, place(threshold),
        part(LOWEST, threshold), part(threshold, highest),
        [(place(tick), f"{tick}×") for tick in TICKS if tick <= highest],
    )  # fmt: skip


def draw(row: Mapping[str, Any], at: Places, alt: str, titles: tuple[str, str] | None) -> None:
    """Draw a verdict; without `titles` only the odds multiple, for a buyer of whom too little is known."""
    color, threshold = ink(), f"{row['threshold']:.1f}".removesuffix(".0")
    shades = color.named("text", "faint", "grid", "band", "tick", "other")
    data: dict[str, Any] = {
        "alt": alt,
        "colors": shades | {"tier": color.tier(row["tier"])},
        "counts": None,
        "multiple": {
            "title": titles[1] if titles else "",
            "below": at.below,
            "beyond": at.beyond,
            "ticks": at.ticks,
            "threshold": at.threshold,
            "threshold_label": t("ui.chart.threshold", multiple=threshold),
        },
    }
    if titles:
        data["counts"] = {
            "title": titles[0],
            "tier": row["tier"],
            "low": at.low,
            "high": at.high,
            "expected": at.expected,
            "observed": at.observed,
            "expected_label": f"{t('ui.chart.expected')} {shown_count(row['expected'])}",
            "observed_label": f"{t('ui.chart.observed')} {row['observed']}",
            "end_label": t(f"ui.chart.chances_{row['signal']}", count=row["trials"]),
        }
    VERDICT(key=f"verdict_{row['signal']}", data=data)
