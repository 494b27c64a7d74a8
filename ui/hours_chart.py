"""When listed buyers do it: their share of each hour and weekday beside that of everybody else's orders."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ui.charts import built_once, ink, styled
from ui.i18n import t

HEIGHT = 300


def by(rows: pd.DataFrame, part: str, places: range) -> pd.DataFrame:
    """Counts of listed buyers and of others at each of the places, 0 where there is nothing."""
    return rows.groupby(part)[["listed", "others"]].sum().reindex(places, fill_value=0)


@built_once
def hours(rows: pd.DataFrame) -> go.Figure:
    """Bars: listed buyers; line: others; each as a share of its own total."""
    color = ink()
    figure = make_subplots(rows=2, cols=1, vertical_spacing=0.2, row_heights=[0.6, 0.4])
    for place, (part, places) in enumerate({"hour": range(24), "weekday": range(1, 8)}.items(), 1):
        counts = by(rows, part, places)
        shares = counts / counts.sum().clip(lower=1)
        names = (
            [t(f"ui.date.weekday{day}") for day in places] if part == "weekday" else [str(hour) for hour in places]
        )
        tip = "%{x}: %{y:.0%}<extra></extra>"
        figure.add_bar(
            x=names, y=shares["listed"], marker_color=color.accent, marker_line_width=0, row=place, col=1,
            hovertemplate=tip, customdata=counts["listed"],
        )  # fmt: skip
        figure.add_scatter(
            x=names, y=shares["others"], mode="lines+markers", line={"color": color.text, "width": 1.2},
            marker={"size": 4}, row=place, col=1, hovertemplate=tip,
        )  # fmt: skip
    styled(figure, HEIGHT, l=36, t=8)
    figure.update_layout(bargap=0.25, barcornerradius=2)
    figure.update_yaxes(tickformat=".0%", nticks=3, rangemode="tozero")
    figure.update_xaxes(showgrid=False, type="category", tickangle=0)
    figure.update_xaxes(tickvals=[str(hour) for hour in range(0, 24, 3)], row=1, col=1)
    return figure
