"""The funnel of one signal: buyers' rates against how many chances there were, and what chance alone explains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from risk.funnel import chance_limits
from ui.charts import SYMBOLS, as_text, built_once, draw, ink, styled
from ui.data import answer
from ui.formats import plain_name
from ui.i18n import t

MOST_ALONE = 300
HEIGHT = 360
BANDS = (0.998, 0.95)
NO_FILTER: dict[str, Any] = {
    "tiers": ["high", "watch"], "signals": [], "since": None, "amount": 0.0, "name": "", "move": None,
    "decisions": [],
}  # fmt: skip


def render_funnel(signal: str, asked: dict[str, Any], *, buyer: str | None = None, shop: str | None = None) -> Any:  # noqa: ANN401
    """The chart with what it says; the event of its marks. `asked`: the list's filter; `buyer`: whom to ring."""
    of_shop = {} if shop is None else {"shop": shop}
    rows = answer("risk/funnel", signal=signal, buyer=buyer, most=MOST_ALONE, **asked, **of_shop)
    if rows.empty:
        st.info(t("ui.funnel.none"), icon=":material/info:")
        return None
    st.caption(t(f"ui.funnel.sub_{signal}"))
    alone = rows[rows["ref"].notna()]
    alt = t("ui.funnel.alt", signal=t(f"words.signal.{signal}"), count=len(alone), others=int(rows["buyers"].sum()))
    # beside one buyer the others stay nameless: the chart then need not be drawn anew when names are shown or hidden
    names = None if buyer else [plain_name(str(name)) for name in alone["buyer"]]
    event = draw(
        funnel_figure(rows, signal, names),
        f"funnel_{signal}",
        alt,
        on_select="rerun",
        selection_mode="points",
    )
    st.caption(t("ui.funnel.key", rate=f"{rows['rate_of_everyone'].iloc[0]:.1%}"))
    return event


@built_once
def funnel_figure(rows: pd.DataFrame, signal: str, names: Sequence[str] | None) -> go.Figure:
    """`rows`: an answer of risk/funnel; `names`: of the buyers who stand alone, whose ref `custom_data` carries."""
    color, figure = ink(), go.Figure()
    rate, most = float(rows["rate_of_everyone"].iloc[0]), float(rows["trials"].max())
    top = min(1.0, max(0.2, 1.08 * float(rows["rate"].max())))
    trials = np.unique(np.round(np.geomspace(1, max(most, 10), 120)))
    for share, paint in zip(BANDS, (color.grid, color.band), strict=True):
        low, high = chance_limits(rate, trials, share)
        figure.add_scatter(
            x=[*trials, *trials[::-1]], y=[*high, *low[::-1]], mode="lines", line={"width": 0}, fill="toself",
            fillcolor=paint, hoverinfo="skip",
        )  # fmt: skip
        figure.add_annotation(
            x=1, xref="paper", y=float(high[-1]), text=" " + t("ui.funnel.within", share=f"{share * 100:g}%"),
            showarrow=False, xanchor="left", font={"color": color.faint},
            yanchor="bottom" if share == BANDS[0] else "top",
        )  # fmt: skip
    figure.add_hline(y=rate, line={"color": color.tick, "width": 1})
    groups = rows[rows["ref"].isna()]
    sizes = 3 + 2.2 * np.log2(1 + groups["buyers"].to_numpy(float))
    figure.add_scatter(
        x=groups["trials"], y=groups["rate"], mode="markers", customdata=groups[["buyers"]].to_numpy(),
        marker={"color": color.faint, "opacity": 0.4, "size": sizes, "line_width": 0},
        hovertemplate=t("ui.funnel.group_hover", count="%{customdata[0]}") + "<extra></extra>",
    )  # fmt: skip
    alone = rows[rows["ref"].notna()]
    figure.add_scatter(
        x=alone["trials"], y=alone["rate"], mode="markers", customdata=alone[["ref", "observed"]].to_numpy(),
        text=[as_text(name) + "<br>" for name in names] if names else None,
        marker={
            "size": 11, "symbol": [SYMBOLS[tier] for tier in alone["tier"]],
            "color": [color.tier(tier) for tier in alone["tier"]],
        },
        hovertemplate=("%{text}" if names else "") + "%{customdata[1]} / %{x}<extra></extra>",
    )  # fmt: skip
    styled(figure, HEIGHT, l=44, r=86, b=44, t=12)
    for this in alone[alone["is_this"].astype(bool)].itertuples():
        ring(figure, this)
    figure.update_xaxes(
        type="log", range=[np.log10(0.8), np.log10(max(most, 10) * 1.1)], title_text=t(f"ui.funnel.x_{signal}"),
        title_font={"color": color.faint, "size": 12}, title_standoff=6, showgrid=False, tickangle=0,
        tickvals=[n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if n <= max(most, 10)],
    )  # fmt: skip
    figure.update_yaxes(range=[-0.05 * top, top * 1.04], tickformat=".0%", nticks=6)
    return figure


def ring(figure: go.Figure, this: Any) -> None:  # noqa: ANN401 - a named tuple of pandas
    """A ring around the buyer whose page it is."""
    color = ink()
    figure.add_scatter(
        x=[this.trials], y=[this.rate], mode="markers", hoverinfo="skip",
        marker={"size": 24, "symbol": "circle-open", "color": color.text, "line_width": 1.5},
    )  # fmt: skip
    on_left = this.trials > 20
    figure.add_annotation(
        x=np.log10(this.trials), y=this.rate, text=f"<b>{t('ui.funnel.this')}</b>", showarrow=False,
        xanchor="right" if on_left else "left", xshift=-16 if on_left else 16, bgcolor=color.paper, borderpad=1,
    )  # fmt: skip
