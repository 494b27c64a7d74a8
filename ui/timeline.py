"""A buyer's orders, refunds and reviews in time, and when the shop dealt with the buyer."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from ui.charts import as_text, built_once, draw, ink, styled
from ui.i18n import t
from ui.sales import sales_between

MARKS = {
    "paid": ("order", "circle", True), "unpaid": ("order", "circle-open", True),
    "payment_unknown": ("order", "circle-x-open", True),
    "refund_only": ("refund", "square", False), "other_refund": ("refund", "square-open", False),
    "shop_fault": ("refund", "square-open-dot", False), "withdrawn": ("refund", "line-ew-open", False),
    "order_refund": ("refund", "square-cross-open", False),
    "bad": ("review", "x-thin-open", False), "other_review": ("review", "circle-open", False),
    "contact": ("dealing", "line-ns-open", False), "case": ("dealing", "diamond-open", False),
}  # fmt: skip
LANES = ("order", "refund", "review")
DEALING = "dealing"
# the same marks as letters: a legend in the text wraps on a phone, Plotly's own does not
MARK_GLYPHS = {
    "paid": "●", "unpaid": "○", "payment_unknown": "⊗", "refund_only": "■", "other_refund": "□", "shop_fault": "⊡",
    "withdrawn": "–", "order_refund": "⊞", "bad": "✕", "other_review": "○", "contact": "│", "case": "◇",
}  # fmt: skip
# how the axis names its times, by their distance in milliseconds or months: a week is not the same month five times
DAY = 86_400_000
DATES = [
    {"dtickrange": ["M1", None], "value": "%Y-%m"},
    {"dtickrange": [DAY, "M1"], "value": "%Y-%m-%d"},
    {"dtickrange": [None, DAY], "value": "%m-%d %H:%M"},
]
# what is closer together than this stands in the middle of it: an axis of one moment would name it five times
LEAST_SPAN = pd.Timedelta(days=14)

SALE_MARGIN = 18
# over longer times the days are thinner than a line, and their names would stand in each other's way
MOST_SPAN = pd.Timedelta(days=400)


def with_dealings(events: pd.DataFrame, dealings: pd.DataFrame) -> pd.DataFrame:
    """Rows of risk/buyer_events and complaints/dealings as one; a dealing is titled by its case."""
    if dealings.empty:
        return events
    words = {"contact": "desk.channel", "case": "desk.stage"}
    titles = [
        t("ui.buyer.dealing", case=row.case_id, what=t(f"{words[str(row.kind)]}.{row.word}"))
        for row in dealings.itertuples()
    ]
    return pd.concat([events, dealings[["kind", "at"]].assign(lane=DEALING, title=titles)], ignore_index=True)


def render_timeline(events: pd.DataFrame) -> None:
    """The chart with its key, which names only the marks that are there."""
    lanes = events["lane"].value_counts()
    counts = {f"{lane}s": int(lanes.get(lane, 0)) for lane in LANES}
    st.caption(t("ui.buyer.timeline_sub", **counts))
    draw(timeline_figure(events[events["at"].notna()]), "timeline", t("ui.chart.alt_timeline", **counts))
    seen = set(events["kind"])
    lines = []
    for lane in (*LANES, DEALING):
        marks = [
            f"{f':blue[{MARK_GLYPHS[kind]}]' if is_blue else MARK_GLYPHS[kind]}\u00a0{t(f'ui.mark.{kind}')}"
            for kind, (of_lane, _, is_blue) in MARKS.items()
            if of_lane == lane and kind in seen
        ]
        if marks:
            lines.append(f"{t(f'ui.lane.{lane}')}　{'　'.join(marks)}")
    st.caption("  \n".join(lines))


def links_of(refunds: pd.DataFrame) -> dict[str, object]:
    """A line from each order to its refund, as one trace: a shape for each takes ten seconds for three hundred."""
    ends = refunds[["ordered_at", "at"]].assign(gap=pd.NaT)
    return {
        "x": ends.to_numpy().ravel(), "y": [0.1, 0.9, None] * len(ends), "mode": "lines", "hoverinfo": "skip",
        "showlegend": False,
    }  # fmt: skip


@built_once
def timeline_figure(events: pd.DataFrame) -> go.Figure:
    """Lanes of orders, refunds, reviews and any dealings; a line leads from an order to its refund."""
    color, figure = ink(), go.Figure()
    lanes = (*LANES, DEALING) if (events["lane"] == DEALING).any() else LANES
    refunds = events[(events["lane"] == "refund") & events["ordered_at"].notna()]
    if len(refunds):
        figure.add_scatter(**links_of(refunds), line={"color": color.other, "width": 1})
    for kind, (lane, symbol, is_blue) in MARKS.items():
        part = events[events["kind"] == kind]
        if len(part):
            figure.add_scatter(
                x=part["at"], y=[lanes.index(lane)] * len(part), mode="markers", name=t(f"ui.mark.{kind}"),
                marker={"symbol": symbol, "size": 9, "color": color.accent if is_blue else color.text,
                        "line": {"width": 2, "color": color.accent if is_blue else color.text}},
                text=part["title"].fillna("").str.slice(0, 24).map(as_text),
                hovertemplate="%{x|%Y-%m-%d %H:%M}<br>%{text}<extra>%{fullData.name}</extra>",
            )  # fmt: skip
    first, last = events["at"].min(), events["at"].max()
    sales = sales_between(first, last) if last - first < MOST_SPAN else []
    above = SALE_MARGIN if sales else 0
    styled(figure, 100 + above + 60 * len(lanes), b=28, t=8 + above, l=64 if lanes == LANES else 76)
    for name, day in sales:
        figure.add_vrect(
            x0=day, x1=day + pd.Timedelta(days=1), fillcolor=color.band, line_width=0, layer="below",
            annotation={
                "text": t(f"ui.sale.{name}"), "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False,
                "x": day + pd.Timedelta(hours=12), "xanchor": "center", "font": {"size": 12, "color": color.faint},
            },
        )  # fmt: skip
    figure.update_xaxes(tickformatstops=DATES, nticks=5, tickangle=0)
    if last - first < LEAST_SPAN:
        middle = first + (last - first) / 2
        figure.update_xaxes(range=[middle - LEAST_SPAN / 2, middle + LEAST_SPAN / 2])
    figure.update_yaxes(
        tickvals=list(range(len(lanes))), ticktext=[t(f"ui.lane.{lane}") for lane in lanes],
        range=[len(lanes) - 0.4, -0.6], tickfont_color=color.text,
    )  # fmt: skip
    return figure
