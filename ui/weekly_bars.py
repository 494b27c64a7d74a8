"""What happened each week, a panel a signal: listed buyers in blue, everybody else in grey on top of them.

Not a Plotly figure: the overview is what opens first, and nothing else on it needs Plotly, which is slow to load.
"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from ui.beyond_rows import ticks
from ui.charts import ink
from ui.components import component
from ui.formats import SIGNALS
from ui.i18n import t

# more would be too thin to tell apart, and to point at
MOST_WEEKS = 52
MOST_TICKS, MOST_DATES = 3, 6
WEEKLY = component("weekly", "img")


def draw(rows: pd.DataFrame, height: int, alt: str) -> None:
    """Draw the latest weeks of rows of risk/weekly, so many pixels high."""
    WEEKLY(key="weekly", data=drawn(latest(rows), height, alt))


def latest(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the last MOST_WEEKS weeks."""
    return rows[rows["week"] > rows["week"].max() - pd.Timedelta(weeks=MOST_WEEKS)]


def drawn(rows: pd.DataFrame, height: int, alt: str) -> dict[str, Any]:
    """What ui/assets/weekly.js draws: heights in hits, dates by their place from 0 to 1."""
    color = ink()
    weeks = sorted(rows["week"].unique())
    step = math.ceil(len(weeks) / MOST_DATES)
    return {
        "alt": alt,
        "height": height,
        "colors": {name: getattr(color, name) for name in ("text", "faint", "grid", "other", "accent")},
        "panels": [panel(signal, rows[rows["signal"] == signal]) for signal in SIGNALS],
        "dates": [[(place + 0.5) / len(weeks), f"{weeks[place]:%m-%d}"] for place in range(0, len(weeks), step)],
    }


def panel(signal: str, rows: pd.DataFrame) -> dict[str, Any]:
    """One signal's weeks: those of listed buyers, those of others, and both in words."""
    counts = [(int(row.everyone), int(row.listed), f"{row.week:%Y-%m-%d}") for row in rows.itertuples()]
    end = max(1, *(everyone for everyone, _, _ in counts)) * 1.06
    everyone, listed, _ = counts[-1]
    return {
        "title": t(f"words.signal.{signal}"),
        "note": t("ui.chart.last_week", count=everyone, listed=listed),
        "end": end,
        "ticks": ticks(end, MOST_TICKS),
        "weeks": [
            [listed, everyone - listed, t("ui.chart.of_week", date=date, count=everyone, listed=listed)]
            for everyone, listed, date in counts
        ],
    }
