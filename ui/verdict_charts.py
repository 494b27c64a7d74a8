"""The two charts of one verdict: how often against how often was expected, and the odds multiple with its doubt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
from scipy.interpolate import PchipInterpolator

from risk import model
from ui.charts import SYMBOLS, built_once, ink, styled
from ui.i18n import t

HEIGHT = 112
LOWEST, HIGHEST = 0.3, 30.0
FINE = 400


@built_once
def counts(row: Mapping[str, Any]) -> go.Figure:
    """Observed against expected on a strip that ends at the number of chances; `row`: a row of risk/buyer_signals."""
    color, figure = ink(), go.Figure()
    low, high = model.predictive_range(row, row["trials"], row["expected"], row["expected_sd"])
    figure.add_bar(
        y=[0], x=[max(high - low, row["trials"] / 100)], base=[low], orientation="h", width=0.55,
        marker={"color": color.band, "line_width": 0, "cornerradius": 3}, hoverinfo="skip",
    )  # fmt: skip
    lines = (([0, row["trials"]], [0, 0], color.grid, 1), ([row["expected"], row["observed"]], [0, 0], color.tick, 1),
             ([row["expected"]] * 2, [-0.45, 0.45], color.tick, 2))  # fmt: skip
    for x, y, paint, width in lines:
        figure.add_scatter(x=x, y=y, mode="lines", line={"color": paint, "width": width}, hoverinfo="skip")
    figure.add_scatter(
        x=[row["observed"]], y=[0], mode="markers", hoverinfo="skip",
        marker={"size": 15, "symbol": SYMBOLS[row["tier"]], "color": color.tier(row["tier"])},
    )  # fmt: skip
    expected = t("ui.chart.expected"), f"{row['expected']:.1f}"
    for at, height, (word, value) in (
        (row["expected"], 0.95, expected),
        (row["observed"], -0.95, (t("ui.chart.observed"), f"<b>{row['observed']}</b>")),
    ):
        # a label at the edge would be cut off if it stood in the middle of its mark
        place = at / max(row["trials"], 1)
        anchor = "left" if place < 0.12 else "right" if place > 0.88 else "center"
        figure.add_annotation(x=at, y=height, text=f"{word} {value}", showarrow=False, xanchor=anchor)
    styled(figure, HEIGHT, l=4, r=4)
    end = t(f"ui.chart.chances_{row['signal']}", count=row["trials"])
    figure.update_xaxes(
        range=[-0.03 * row["trials"], 1.03 * row["trials"]], tickvals=[0], ticktext=["0"], showgrid=False
    )
    figure.update_yaxes(visible=False, range=[-1.4, 1.4])
    # not a tick: a tick's label is centred and would be cut off at the edge
    figure.add_annotation(
        x=row["trials"], y=0, yref="paper", yshift=-4, yanchor="top", xanchor="right", text=end, showarrow=False,
        font={"color": color.faint},
    )  # fmt: skip
    return figure


@built_once
def multiple(row: Mapping[str, Any]) -> go.Figure:
    """Posterior of the odds multiple; the part beyond the threshold, which is the certainty, is filled."""
    color, figure = ink(), go.Figure()
    multiples, weights = model.posterior(row, row["trials"], row["observed"], row["expected"], row["expected_sd"])
    curve = PchipInterpolator(np.log(multiples), weights)
    threshold, peak = float(row["threshold"]), float(weights.max())
    highest = max(HIGHEST, 1.6 * float(row["excess_high"]))
    filled = color.tier(row["tier"])
    for first, last, paint in ((LOWEST, threshold, color.other), (threshold, highest, filled)):
        x = np.geomspace(first, last, FINE)
        figure.add_scatter(
            x=x,
            y=curve(np.log(x)),
            mode="lines",
            line={"width": 0},
            fill="tozeroy",
            fillcolor=paint,
            hoverinfo="skip",
        )
    figure.add_vline(x=threshold, line={"color": color.text, "width": 1, "dash": "dash"})
    figure.add_annotation(
        x=np.log10(threshold), y=peak * 1.12, xanchor="right", showarrow=False,
        text=t("ui.chart.threshold", multiple=f"{threshold:.1f}".removesuffix(".0")) + " ",
    )  # fmt: skip
    styled(figure, HEIGHT, l=4, r=4)
    ticks = [tick for tick in (1, 3, 10, 30, 100, 300) if tick <= highest]
    figure.update_xaxes(
        type="log", range=[np.log10(LOWEST), np.log10(highest)], tickvals=ticks, ticktext=[f"{n}×" for n in ticks],
        tickangle=0, showgrid=False,
    )  # fmt: skip
    figure.update_yaxes(visible=False, range=[0, peak * 1.25])
    return figure
