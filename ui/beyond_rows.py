"""Observed against expected, one line a buyer, each of which opens the buyer.

Not a Plotly figure: it names buyers, so it is drawn anew whenever names are shown or masked; and lines can be reached
by keys.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from risk import model
from risk.listing import shown_count
from ui.charts import ink
from ui.components import component, ticks
from ui.data import records
from ui.formats import plain_name, share, tier_glyph, tier_word
from ui.i18n import t

# pixels, as in ui/assets/beyond.css
LINE, HEAD_AND_FOOT = 44, 40
MOST_TICKS = 5
BEYOND = component("beyond")


def draw(rows: pd.DataFrame, ranges: Sequence[tuple[int, int]], alt: str) -> str | None:
    """Draw rows of risk/beyond_expected with their ranges. The ref of the buyer whose line was pressed."""
    return BEYOND(key="beyond", data=drawn(rows, ranges, alt), on_picked_change=lambda: None).picked


def ranges_of(rows: pd.DataFrame, fits: pd.DataFrame) -> list[tuple[int, int]]:
    """Between which counts nine in ten of others would lie, had they bought the same; `fits`: risk/signal_fit."""
    weights = fits.set_index("shop")["weights"]
    return [
        model.predictive_range({"weights": weights[str(row.shop)]}, row.trials, row.expected, row.expected_sd)
        for row in rows.itertuples()
    ]


def height(rows: int) -> int:
    """Of so many lines, in pixels."""
    return LINE * rows + HEAD_AND_FOOT


def drawn(rows: pd.DataFrame, ranges: Sequence[tuple[int, int]], alt: str) -> dict[str, Any]:
    """What ui/assets/beyond.js draws, in numbers of hits along the strip."""
    lines = [line(row, *between) for row, between in zip(records(rows), ranges, strict=True)]
    end = max(4.0, *(max(each["observed"], each["expected"], each["high"]) for each in lines)) * 1.06
    return {
        "alt": alt,
        "end": end,
        "ticks": ticks(end, MOST_TICKS),
        "heads": [t("ui.chart.observed_of"), t("ui.chart.expected"), t("ui.chart.certainty")],
        "colors": ink().named("faint", "grid", "band", "tick"),
        "rows": lines,
    }


def line(row: Mapping[str, Any], low: int, high: int) -> dict[str, Any]:
    """One buyer's line."""
    name, expected, certainty = plain_name(row["buyer"]), shown_count(row["expected"]), share(row["certainty"])
    return {
        "ref": row["ref"],
        "name": name,
        "tier": row["tier"],
        "glyph": tier_glyph(row["tier"]),
        "color": ink().tier(row["tier"]),
        "low": low,
        "high": high,
        "expected": row["expected"],
        "observed": row["observed"],
        "cells": [f"{row['observed']} / {row['trials']}", expected, certainty],
        "label": t(
            "ui.chart.alt_line", tier=tier_word(row["tier"]), name=name, observed=row["observed"],
            trials=row["trials"], expected=expected, certainty=certainty,
        ),
    }  # fmt: skip
