"""The charts: one template, light and dark; what they say is in their title and alt text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from plotly.subplots import make_subplots

from risk import model
from ui.formats import SIGNALS, plain_name, share, tier_glyph
from ui.i18n import t

FONT = "Helvetica Neue, Segoe UI, PingFang SC, Microsoft YaHei UI, Noto Sans CJK SC, sans-serif"
CONFIG = {"displayModeBar": False, "scrollZoom": False}
SYMBOLS = {"high": "diamond", "watch": "triangle-up", "none": "circle-open"}


@dataclass(frozen=True)
class Ink:
    """Colours of one theme."""

    text: str
    faint: str
    grid: str
    band: str
    tick: str
    other: str
    accent: str
    high: str
    watch: str

    def tier(self, tier: str) -> str:
        return {"high": self.high, "watch": self.watch}.get(tier, self.tick)


LIGHT = Ink("#0F1720", "#5A6774", "#EEF1F4", "#DFE5EC", "#5A6774", "#CBD3DC", "#27509B", "#B8402A", "#BE7B06")
DARK = Ink("#E7ECF2", "#9DA9B7", "#222B35", "#323F4C", "#9DA9B7", "#46535F", "#93B5F7", "#F0866C", "#F2BE54")


def ink() -> Ink:
    """The colours of the theme that is on."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def styled(figure: go.Figure, height: int, **margin: int) -> go.Figure:
    """The shared look."""
    color = ink()
    figure.update_layout(
        height=height, margin={"l": 8, "r": 8, "t": 8, "b": 24} | margin, showlegend=False, dragmode=False,
        font={"size": 12, "color": color.text, "family": FONT},
        paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)", hoverlabel={"font_size": 12},
    )  # fmt: skip
    figure.update_xaxes(
        fixedrange=True, gridcolor=color.grid, zeroline=False, tickfont_color=color.faint, automargin=False
    )
    figure.update_yaxes(fixedrange=True, gridcolor=color.grid, zeroline=False, tickfont_color=color.faint)
    return figure


def draw(figure: go.Figure, key: str, alt: str, **options: Any) -> Any:  # noqa: ANN401
    """Put a figure on the page."""
    return st.plotly_chart(figure, key=key, alt=alt, config=CONFIG, theme=None, **options)


def beyond_expected(rows: pd.DataFrame, fits: Mapping[str, Any]) -> go.Figure:
    """Observed against expected, one line a buyer; `custom_data` carries the buyer's ref; `fits`: shop → prior."""
    color, figure = ink(), go.Figure()
    places = list(range(len(rows)))
    ranges = [
        model.predictive_range({"weights": fits[str(r.shop)]}, r.trials, r.expected, r.expected_sd)
        for r in rows.itertuples()
    ]
    figure.add_bar(
        y=places, x=[max(high - low, 0.15) for low, high in ranges], base=[low for low, _ in ranges],
        orientation="h", width=0.42, marker_color=color.band, marker_line_width=0, hoverinfo="skip",
    )  # fmt: skip
    for place, row in zip(places, rows.itertuples(), strict=True):
        figure.add_shape(
            type="line", x0=row.expected, x1=row.observed, y0=place, y1=place, line={"color": color.tick, "width": 1}
        )
        figure.add_shape(
            type="line", x0=row.expected, x1=row.expected, y0=place - 0.3, y1=place + 0.3,
            line={"color": color.tick, "width": 2},
        )  # fmt: skip
    figure.add_scatter(
        x=rows["observed"], y=places, mode="markers", customdata=rows[["ref"]].to_numpy(),
        marker={
            "size": 12, "symbol": [SYMBOLS[tier] for tier in rows["tier"]],
            "color": [color.tier(tier) for tier in rows["tier"]],
        },
        text=[plain_name(name) for name in rows["buyer"]],
        hovertemplate=f"%{{text}}<br>{t('ui.chart.observed')} %{{x}}<extra></extra>",
    )  # fmt: skip
    header = -0.95
    columns = (
        (70, t("ui.chart.observed_of"), [f"{r.observed} / {r.trials}" for r in rows.itertuples()]),
        (126, t("ui.chart.expected"), [f"{value:.1f}" for value in rows["expected"]]),
        (184, t("ui.chart.certainty"), [f"<b>{share(value)}</b>" for value in rows["certainty"]]),
    )
    for shift, title, cells in columns:
        for height, cell in [(header, title), *zip(map(float, places), cells, strict=True)]:
            figure.add_annotation(
                x=1, xref="paper", xshift=shift, y=height, text=cell, showarrow=False, xanchor="right",
                font={"color": color.faint if height < 0 else color.text},
            )  # fmt: skip
    top = max([*rows["observed"], *(high for _, high in ranges), 4]) * 1.06
    styled(figure, 70 + 31 * len(rows), r=188)
    figure.update_xaxes(range=[0, top], nticks=6)
    figure.update_yaxes(
        tickvals=places, ticktext=[f"{tier_glyph(r.tier)} {plain_name(r.buyer)}" for r in rows.itertuples()],
        range=[len(rows) - 0.4, -1.3], showgrid=False, automargin=True, tickfont_color=color.text,
    )  # fmt: skip
    return figure


def weekly(rows: pd.DataFrame) -> go.Figure:
    """One small panel a signal: everybody in grey, listed buyers in blue."""
    color = ink()
    figure = make_subplots(rows=3, cols=1, shared_xaxes=True, vertical_spacing=0.12)
    for place, signal in enumerate(SIGNALS, 1):
        part = rows[rows["signal"] == signal]
        others = part["everyone"] - part["listed"]
        for values, paint in ((part["listed"], color.accent), (others, color.other)):
            figure.add_bar(
                x=part["week"], y=values, marker_color=paint, marker_line_width=0, row=place, col=1,
                hovertemplate="%{x|%m-%d}: %{y}<extra></extra>",
            )  # fmt: skip
        last = part.iloc[-1] if len(part) else {"everyone": 0, "listed": 0}
        top = 1.0 - (place - 1) * (0.92 / 3 + 0.04)
        note = t("ui.chart.last_week", count=int(last["everyone"]), listed=int(last["listed"]))
        for edge, anchor, text in ((0, "left", f"<b>{t(f'words.signal.{signal}')}</b>"), (1, "right", note)):
            figure.add_annotation(
                x=edge, xref="paper", y=top, yref="paper", yanchor="bottom", xanchor=anchor, text=text,
                showarrow=False,
                font={"color": color.text if edge == 0 else color.faint},
            )  # fmt: skip
    styled(figure, 400, t=26, l=30)
    figure.update_layout(barmode="stack", bargap=0.25)
    figure.update_yaxes(nticks=3, showgrid=True)
    figure.update_xaxes(showgrid=False, tickformat="%m-%d", nticks=7)
    return figure


def verdict(row: Mapping[str, Any]) -> go.Figure:
    """One signal of one buyer: the count against what was expected, and the odds multiple with its doubt."""
    color = ink()
    figure = make_subplots(rows=1, cols=2, column_widths=[0.5, 0.5], horizontal_spacing=0.08)
    low, high = model.predictive_range(row, row["trials"], row["expected"], row["expected_sd"])
    figure.add_bar(
        y=[0], x=[max(high - low, 0.15)], base=[low], orientation="h", width=0.5, marker_color=color.band,
        marker_line_width=0, hoverinfo="skip", row=1, col=1,
    )  # fmt: skip
    figure.add_scatter(
        x=[row["expected"], row["expected"]], y=[-0.42, 0.42], mode="lines", line={"color": color.tick, "width": 2},
        hoverinfo="skip", row=1, col=1,
    )  # fmt: skip
    figure.add_scatter(
        x=[row["expected"], row["observed"]], y=[0, 0], mode="lines", line={"color": color.tick, "width": 1},
        hoverinfo="skip", row=1, col=1,
    )  # fmt: skip
    figure.add_scatter(
        x=[row["observed"]], y=[0], mode="markers", hoverinfo="skip",
        marker={"size": 15, "symbol": SYMBOLS[row["tier"]], "color": color.tier(row["tier"])}, row=1, col=1,
    )  # fmt: skip
    labels = ((row["expected"], 0.95, t("ui.chart.expected"), f"{row['expected']:.1f}"),
              (row["observed"], -0.95, t("ui.chart.observed"), f"<b>{row['observed']}</b>"))  # fmt: skip
    for at, height, word, value in labels:
        figure.add_annotation(x=at, y=height, text=f"{word} {value}", showarrow=False, row=1, col=1)
    multiples, weights = model.posterior(row, row["trials"], row["observed"], row["expected"], row["expected_sd"])
    for is_beyond, paint in ((False, color.other), (True, color.tier(row["tier"]))):
        x, y = part_of(np.asarray(multiples), np.asarray(weights), float(row["threshold"]), is_beyond)
        figure.add_scatter(
            x=x, y=y, mode="lines", line={"width": 0}, fill="tozeroy", fillcolor=paint, hoverinfo="skip", row=1, col=2
        )
    figure.add_vline(x=row["threshold"], line={"color": color.text, "width": 1, "dash": "dash"}, row=1, col=2)
    figure.add_annotation(
        x=np.log10(row["threshold"]), y=max(weights) * 1.1, xanchor="right", showarrow=False, row=1, col=2,
        text=t("ui.chart.threshold", multiple=f"{row['threshold']:.1f}".removesuffix(".0")) + " ",
    )  # fmt: skip
    styled(figure, 140, l=44)
    figure.update_xaxes(range=[-0.3, max(row["trials"], high) * 1.03 + 0.3], row=1, col=1, showgrid=False, nticks=5)
    figure.update_xaxes(
        type="log", range=[np.log10(0.3), np.log10(100)], tickvals=[1, 3, 10, 30], tickangle=0,
        ticktext=["1×", "3×", "10×", "30×"], row=1, col=2, showgrid=False,
    )  # fmt: skip
    figure.update_yaxes(visible=False, range=[-1.4, 1.4], row=1, col=1)
    figure.update_yaxes(visible=False, range=[0, max(weights) * 1.25], row=1, col=2)
    return figure


def part_of(
    multiples: np.ndarray, weights: np.ndarray, threshold: float, is_beyond: bool
) -> tuple[np.ndarray, np.ndarray]:
    """The curve on one side of the threshold, cut exactly there."""
    at_threshold = np.interp(np.log(threshold), np.log(multiples), weights)
    chosen = multiples >= threshold if is_beyond else multiples <= threshold
    x, y = multiples[chosen], weights[chosen]
    if is_beyond:
        return np.append(threshold, x), np.append(at_threshold, y)
    return np.append(x, threshold), np.append(y, at_threshold)


MARKS = {
    "paid": ("order", "circle", True), "unpaid": ("order", "circle-open", True),
    "refund_only": ("refund", "square", False), "other_refund": ("refund", "square-open", False),
    "shop_fault": ("refund", "square-open-dot", False), "withdrawn": ("refund", "line-ew-open", False),
    "bad": ("review", "x-thin-open", False), "other_review": ("review", "circle-open", False),
}  # fmt: skip
LANES = ("order", "refund", "review")
# the same marks as letters: a legend in the text wraps on a phone, Plotly's own does not
MARK_GLYPHS = {
    "paid": "●", "unpaid": "○", "refund_only": "■", "other_refund": "□", "shop_fault": "⊡", "withdrawn": "–",
    "bad": "✕", "other_review": "○",
}  # fmt: skip


def timeline(events: pd.DataFrame) -> go.Figure:
    """Lanes of orders, refunds and reviews; a line leads from an order to its refund."""
    color, figure = ink(), go.Figure()
    for event in events[(events["lane"] == "refund") & events["ordered_at"].notna()].itertuples():
        figure.add_shape(
            type="line", x0=event.ordered_at, x1=event.at, y0=0.1, y1=0.9, line={"color": color.other, "width": 1}
        )
    for kind, (lane, symbol, is_blue) in MARKS.items():
        part = events[events["kind"] == kind]
        if len(part):
            figure.add_scatter(
                x=part["at"], y=[LANES.index(lane)] * len(part), mode="markers", name=t(f"ui.mark.{kind}"),
                marker={"symbol": symbol, "size": 9, "color": color.accent if is_blue else color.text,
                        "line": {"width": 2}},
                text=part["title"].fillna("").str.slice(0, 24),
                hovertemplate="%{x|%Y-%m-%d %H:%M}<br>%{text}<extra>%{fullData.name}</extra>",
            )  # fmt: skip
    styled(figure, 190, b=28, l=64)
    figure.update_xaxes(tickformat="%Y-%m", nticks=5, tickangle=0)
    figure.update_yaxes(
        tickvals=[0, 1, 2], ticktext=[t(f"ui.lane.{lane}") for lane in LANES], range=[2.6, -0.6],
        tickfont_color=color.text,
    )  # fmt: skip
    return figure
