"""What happened each week, a panel a signal: listed buyers in blue, everybody else in grey on top of them."""

from __future__ import annotations

import math

import pandas as pd

from ui import columns
from ui.columns import Panel, middle
from ui.components import ticks
from ui.formats import SIGNALS
from ui.i18n import t
from ui.records import code_of
from ui.sales import sales_between

# more would be too thin to tell apart, and to point at
MOST_WEEKS = 52
MOST_TICKS, MOST_DATES = 3, 6


def draw(drawn: list[Panel], height: int, alt: str) -> tuple[str, str] | None:
    """Draw the panels, so many pixels high. Signal and week, by their codes, of the column that was pressed."""
    picked = columns.draw("weekly", drawn, height, alt)
    if picked is None:
        return None
    signal, _, week = picked.partition(" ")
    return signal, week


def latest(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the last MOST_WEEKS weeks."""
    return rows[rows["week"] > rows["week"].max() - pd.Timedelta(weeks=MOST_WEEKS)]


def panels(rows: pd.DataFrame) -> list[Panel]:
    """One for each signal, of rows of risk/weekly."""
    return [panel(signal, rows[rows["signal"] == signal]) for signal in SIGNALS]


def panel(signal: str, rows: pd.DataFrame) -> Panel:
    """One signal's weeks; the last panel has the dates for all."""
    weeks = [(row.week, int(row.everyone), int(row.listed)) for row in rows.itertuples()]
    end = 1.06 * max(1, *(everyone for _, everyone, _ in weeks))
    dated = range(0, len(weeks), math.ceil(len(weeks) / MOST_DATES)) if signal == SIGNALS[-1] else ()
    _, last, last_listed = weeks[-1]
    return Panel(
        [
            (
                listed / end, (everyone - listed) / end,
                of_week(week, everyone, listed), f"{signal} {code_of(week)}" if everyone else "",
            )
            for week, everyone, listed in weeks
        ],
        [(tick / end, f"{tick:,}") for tick in ticks(end, MOST_TICKS)],
        [(middle(place, len(weeks)), f"{weeks[place][0]:%m-%d}") for place in dated],
        t(f"words.signal.{signal}"),
        t("ui.chart.last_week", count=last, listed=last_listed),
    )  # fmt: skip


def of_week(week: pd.Timestamp, everyone: int, listed: int) -> str:
    """A week in words, with the big sale that it holds."""
    sales = sales_between(week, week + pd.Timedelta(days=6))
    said = t("ui.chart.of_week", date=f"{week:%Y-%m-%d}", count=everyone, listed=listed)
    return " · ".join([said, *(t(f"ui.sale.{name}") for name, _ in sales)])
