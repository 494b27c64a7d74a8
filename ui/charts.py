"""The charts: one template, light and dark; what they say is in their title and alt text."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from html import escape
from typing import Any, ParamSpec

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from plotly.subplots import make_subplots

from risk import model
from ui.formats import SIGNALS, share, tier_glyph
from ui.i18n import language, t

Given = ParamSpec("Given")

FONT = "Helvetica Neue, Segoe UI, PingFang SC, Microsoft YaHei UI, Noto Sans CJK SC, sans-serif"
CONFIG = {"displayModeBar": False, "scrollZoom": False}
SYMBOLS = {"high": "diamond", "watch": "triangle-up", "none": "circle-open"}
NAME_LETTERS = 16
SPARK = (240, 44)
# where the titles of columns stand, in rows above the first
HEADER = -0.85


def short(name: str) -> str:
    """A name that fits beside a chart's row."""
    return name if len(name) <= NAME_LETTERS else f"{name[: NAME_LETTERS - 1]}…"


@dataclass(frozen=True)
class Ink:
    """Colours of one theme."""

    paper: str
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


LIGHT = Ink(
    "#FFFFFF", "#0F1720", "#5A6774", "#EEF1F4", "#DFE5EC", "#5A6774", "#CBD3DC", "#27509B", "#B8402A", "#BE7B06"
)
DARK = Ink(
    "#11161C", "#E7ECF2", "#9DA9B7", "#222B35", "#323F4C", "#9DA9B7", "#46535F", "#93B5F7", "#F0866C", "#F2BE54"
)


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
    figure.update_yaxes(
        fixedrange=True, gridcolor=color.grid, zeroline=False, tickfont_color=color.faint, ticklabeloverflow="allow"
    )
    return figure


def built_once(build: Callable[Given, go.Figure]) -> Callable[Given, go.Figure]:
    """Keep what `build` makes of the same rows in the same theme and language: Plotly takes long to put a figure
    together. The figure is shared by every page that draws it and must not be changed after. One that names buyers
    is given their names as they are to be shown; one that names nobody is the same, names masked or not."""

    @wraps(build)
    def kept(*args: Given.args, **values: Given.kwargs) -> go.Figure:
        look = (st.context.theme.type, language())
        key = repr((build.__module__, build.__qualname__, look, plain(args), plain(values)))
        return kept_figure(key=key, _build=build, _args=args, _values=values)

    return kept


@st.cache_resource(max_entries=500, show_spinner=False)
def kept_figure(key: str, _build: Callable[..., go.Figure], _args: tuple, _values: dict) -> go.Figure:  # noqa: ARG001
    """`key` tells one figure from another."""
    return Finished(_build(*_args, **_values))


class Finished(go.Figure):
    """A figure that nobody changes any more: its parts are copied and encoded once, not each time it is drawn."""

    def to_dict(self) -> dict[str, Any]:
        """What Streamlit and Plotly write as JSON."""
        if "_parts" not in vars(self):
            self._parts = super().to_dict()
        return self._parts


def plain(value: object) -> object:
    """The value in lists and plain things, so that its repr tells its content and nothing else.

    Not Streamlit's hash, nor a pickle: a frame and its copy pickle differently, and a NaN hashes by its place in
    memory. The figure would be put together anew each time.
    """
    match value:
        case pd.DataFrame():
            return [(name, plain(value[name])) for name in value]
        case pd.Series():
            return plain(value.tolist()) if value.dtype == object else value.tolist()
        case np.ndarray():
            return value.tolist()
        case Mapping():
            return [(name, plain(each)) for name, each in value.items()]
        case list() | tuple():
            return [plain(each) for each in value]
        case _:
            return value


def as_text(text: str) -> str:
    """Text from a file so that Plotly, which reads some HTML, shows it letter by letter."""
    return escape(text, quote=False)


def draw(figure: go.Figure, key: str, alt: str, **options: Any) -> Any:  # noqa: ANN401
    """Put a figure on the page."""
    return st.plotly_chart(figure, key=key, alt=alt, config=CONFIG, theme=None, **options)


def clicked_ref(event: Any) -> str | None:  # noqa: ANN401 - what draw() returns
    """The ref that the first chosen mark carries in its `custom_data`; None for marks of groups."""
    points = event["selection"]["points"] if event else []
    ref = (points[0].get("customdata") or [None])[0] if points else None
    return ref if isinstance(ref, str) else None


def sparkline(values: pd.Series, alt: str, note: str) -> None:
    """The course of a figure as a small line without axes, from the left to the right of its card, below a note.

    Drawn as a picture: four charts that say no more than this would take longer than the rest of the page.
    """
    color, (wide, high) = ink(), SPARK
    heights = values.fillna(0).to_numpy(float)
    across = [wide * place / max(len(heights) - 1, 1) for place in range(len(heights))]
    up = high - 2 - (high - 4) * heights / max(heights.max(initial=0.0), 1e-9)
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(across, up, strict=True))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" preserveAspectRatio="none">'
        f'<polygon fill="{color.grid}" points="0,{high} {line} {wide},{high}"/><polyline fill="none" '
        f'stroke="{color.tick}" stroke-width="1.5" vector-effect="non-scaling-stroke" points="{line}"/></svg>'
    )
    # as a file within the page: the page's own cleaning of HTML takes drawings out
    file = b64encode(svg.encode()).decode()
    look = f"display:block;width:100%;height:{high}px"
    said = f'<div style="margin-bottom:0.5rem;font-size:0.875rem;color:{color.faint}">{escape(note)}</div>'
    st.html(f'{said}<img src="data:image/svg+xml;base64,{file}" alt="{escape(alt)}" style="{look}">')


@built_once
def beyond_expected(rows: pd.DataFrame, names: Sequence[str], fits: Mapping[str, Any]) -> go.Figure:
    """Observed against expected, one line a buyer, named as `names` has it; `custom_data` carries the buyer's ref;
    `fits`: shop → prior."""
    color, figure = ink(), go.Figure()
    places = list(range(len(rows)))
    ranges = [
        model.predictive_range({"weights": fits[str(r.shop)]}, r.trials, r.expected, r.expected_sd)
        for r in rows.itertuples()
    ]
    figure.add_bar(
        y=places, x=[max(high - low, 0.15) for low, high in ranges], base=[low for low, _ in ranges],
        orientation="h", width=0.34, marker_color=color.band, marker_line_width=0, hoverinfo="skip",
    )  # fmt: skip
    across, ticks = gapped(rows["expected"], rows["observed"]), gapped(rows["expected"], rows["expected"])
    along = gapped(places, places)
    upright = gapped([place - 0.24 for place in places], [place + 0.24 for place in places])
    for x, y, width in ((across, along, 1), (ticks, upright, 2)):
        figure.add_scatter(x=x, y=y, mode="lines", line={"color": color.tick, "width": width}, hoverinfo="skip")
    figure.add_scatter(
        x=rows["observed"], y=places, mode="markers", customdata=rows[["ref"]].to_numpy(),
        marker={
            "size": 12, "symbol": [SYMBOLS[tier] for tier in rows["tier"]],
            "color": [color.tier(tier) for tier in rows["tier"]],
        },
        text=[as_text(name) for name in names],
        hovertemplate=f"%{{text}}<br>{t('ui.chart.observed')} %{{x}}<extra></extra>",
    )  # fmt: skip
    top = max([*rows["observed"], *(high for _, high in ranges), 4]) * 1.06
    styled(figure, beyond_height(len(rows)), r=174)
    figure.update_xaxes(range=[0, top], nticks=5, tickangle=0)
    # above the line, not beside it: on a phone every pixel of width is the plot's
    labels = [
        f'<span style="color:{color.tier(str(row.tier))}">{tier_glyph(str(row.tier))}</span> {as_text(short(name))}'
        for row, name in zip(rows.itertuples(), names, strict=True)
    ]
    up = {"range": [len(rows) - 0.6, -1.1], "showgrid": False}
    figure.update_yaxes(up, showticklabels=False)
    label_rows(figure, up, [place - 0.42 for place in places], labels)
    columns = (
        (60, t("ui.chart.observed_of"), [f"{row.observed} / {row.trials}" for row in rows.itertuples()]),
        (116, t("ui.chart.expected"), [f"{value:.1f}" for value in rows["expected"]]),
        (172, t("ui.chart.certainty"), [f"<b>{share(value)}</b>" for value in rows["certainty"]]),
    )
    for right, title, cells in columns:
        head = f'<span style="color:{color.faint}">{title}</span>'
        label_rows(figure, up, [HEADER, *places], [head, *cells], right)
    return figure


def gapped(first: Iterable[float], last: Iterable[float]) -> list[float | None]:
    """First, last, gap, and so on: many lines as one trace, which Plotly draws quicker than as many shapes."""
    return [value for pair in zip(first, last, strict=True) for value in (*pair, None)]


def label_rows(
    figure: go.Figure, up: Mapping[str, Any], places: Sequence[float], cells: Sequence[str], right: int | None = None
) -> None:
    """A column of text: from the left edge of the plot, or in the margin, ending `right` pixels beyond the plot.

    They are the labels of an axis of their own: Plotly takes a millisecond or more for each annotation, and next to
    nothing for a label.
    """
    number = 2 + sum(name.startswith("yaxis") and name != "yaxis" for name in figure.layout)
    where: dict[str, Any] = (
        {"side": "right", "position": 0, "ticklabelstandoff": -4}
        if right is None
        else {"side": "left", "position": 1, "ticklabelstandoff": -right}
    )
    text = {"tickvals": places, "ticktext": cells, "tickfont": {"color": ink().text}}
    figure.add_scatter(x=[None], y=[None], yaxis=f"y{number}", hoverinfo="skip")
    axis = {"overlaying": "y", "anchor": "free", "fixedrange": True, "zeroline": False, **up, **where, **text}
    # else every label is measured against the picture's edge: a third of the time that the chart takes
    axis["ticklabeloverflow"] = "allow"
    figure.update_layout({f"yaxis{number}": axis})


def beyond_height(rows: int) -> int:
    """Height of that figure in pixels."""
    return 64 + 40 * rows


@built_once
def weekly(rows: pd.DataFrame, height: int = 400) -> go.Figure:
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
        if not part["everyone"].any():
            # the axis of nothing but zeros would go down to -1
            figure.update_yaxes(range=[0, 1], tickvals=[0], row=place, col=1)
        last = part.iloc[-1] if len(part) else {"everyone": 0, "listed": 0}
        top = 1.0 - (place - 1) * (0.92 / 3 + 0.04)
        note = t("ui.chart.last_week", count=int(last["everyone"]), listed=int(last["listed"]))
        for edge, anchor, text in ((0, "left", f"<b>{t(f'words.signal.{signal}')}</b>"), (1, "right", note)):
            figure.add_annotation(
                x=edge, xref="paper", y=top, yref="paper", yanchor="bottom", xanchor=anchor, text=text,
                showarrow=False,
                font={"color": color.text if edge == 0 else color.faint},
            )  # fmt: skip
    styled(figure, height, t=26, l=30)
    figure.update_layout(barmode="stack", bargap=0.25, barcornerradius=2)
    figure.update_yaxes(nticks=3, showgrid=True)
    figure.update_xaxes(showgrid=False, tickformat="%m-%d", nticks=6, tickangle=0)
    return figure
