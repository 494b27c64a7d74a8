"""When listed buyers do it: their share of each hour and weekday beside that of everybody else's orders."""

from __future__ import annotations

import pandas as pd

from ui import columns
from ui.columns import Panel, middle
from ui.components import ticks
from ui.i18n import t

HEIGHT = 300
EVERY_HOURS = 3  # one hour in so many has its number below
MOST_TICKS = 3


def draw(drawn: list[Panel], alt: str) -> None:
    """Draw the panels."""
    columns.draw("hours", drawn, HEIGHT, alt)


def panels(rows: pd.DataFrame) -> list[Panel]:
    """Of rows of risk/hours: hours of the day, then days of the week."""
    hours = [str(hour) for hour in range(24)]
    days = [t(f"ui.date.weekday{day}") for day in range(1, 8)]
    return [
        panel(by(rows, "hour", range(24)), [f"{hour}:00" for hour in hours], hours[::EVERY_HOURS], 1.5),
        panel(by(rows, "weekday", range(1, 8)), days, days, 1.0),
    ]


def by(rows: pd.DataFrame, part: str, places: range) -> pd.DataFrame:
    """Counts of listed buyers and of others at each of the places, 0 where there is nothing."""
    return rows.groupby(part)[["listed", "others"]].sum().reindex(places, fill_value=0)


def panel(counts: pd.DataFrame, names: list[str], labels: list[str], size: float) -> Panel:
    """Columns: listed buyers; marks: others; each as a share of its own total."""
    shares = counts / counts.sum().clip(lower=1)
    end = 1.06 * float(shares.max(axis=None))
    every = len(names) // len(labels)
    return Panel(
        [
            (
                row.listed / end, row.others / end,
                t("ui.chart.of_time", time=name, listed=f"{row.listed:.0%}", others=f"{row.others:.0%}"), "",
            )
            for name, row in zip(names, shares.itertuples(), strict=True)
        ],
        [(tick / 100 / end, f"{tick}%") for tick in ticks(100 * end, MOST_TICKS)],
        [(middle(place * every, len(names)), label) for place, label in enumerate(labels)],
        is_stacked=False, size=size,
    )  # fmt: skip
