"""What an empty shop shows: what to do, how to get each export, and what will be seen."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from ui.charts import SYMBOLS, built_once, draw, ink, styled
from ui.formats import primary
from ui.i18n import t
from ui.upload import load_demo, paste_box, uploader
from ui.working import working

# invented buyers: (tier, 90 % range of others, expected, observed)
EXAMPLES = (("high", (0, 4), 1.6, 9), ("watch", (0, 2.6), 0.9, 4), ("none", (0, 4.2), 1.8, 2))
EXPORTS = ("orders", "refunds", "reviews")


def first_run() -> None:
    """The page of an owner who has imported nothing yet."""
    st.title(t("ui.first.title"))
    st.caption(t("ui.first.sub"))
    working()
    with st.container(border=True):
        st.subheader(t("ui.first.start"))
        uploader()
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(t("ui.first.no_files"), width="content")
            st.button(
                primary(t("ui.first.demo")), type="primary", icon=":material/storefront:", key="load_demo",
                on_click=load_demo,
            )  # fmt: skip
            st.caption(t("ui.first.demo_note"), width="content")
    paste_box()
    with st.grid(3):
        for number in (1, 2, 3):
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.markdown(f"#### :blue-badge[{number}] {t(f'ui.first.step{number}')}")
                st.markdown(t(f"ui.first.step{number}_text"))
    left, right = st.columns([2, 1])
    with left:
        how_to_export()
    with right:
        what_you_will_see()
    st.caption(t("ui.first.promise"))


def how_to_export() -> None:
    """Where each export is in 千牛."""
    with st.container(border=True, height="stretch"):
        st.subheader(t("ui.first.where"))
        for name, tab in zip(EXPORTS, st.tabs([t(f"ui.first.tab_{name}") for name in EXPORTS]), strict=True):
            tab.markdown(t(f"ui.first.how_{name}"))
        st.caption(t("ui.first.menu_note"))


def what_you_will_see() -> None:
    """Three invented buyers, drawn as the overview draws real ones."""
    with st.container(border=True, height="stretch"):
        st.subheader(f"{t('ui.first.example')} :gray-badge[{t('ui.first.invented')}]")
        for number, (tier, others, expected, observed) in enumerate(EXAMPLES):
            with st.container(gap="xxsmall"):
                words = t("ui.first.example_row", observed=observed, expected=expected)
                st.markdown(f"**{t(f'ui.first.example_{tier}')}** :small[:gray[{words}]]")
                draw(example_figure(tier, others, expected, observed), f"example_{number}", words)
        st.caption(t("ui.first.example_note"))


@built_once
def example_figure(tier: str, others: tuple[float, float], expected: float, observed: float) -> go.Figure:
    """One invented buyer against the others."""
    color, figure = ink(), go.Figure()
    figure.add_bar(
        y=[0], x=[others[1] - others[0]], base=[others[0]], orientation="h", width=0.5, hoverinfo="skip",
        marker={"color": color.band, "line_width": 0, "cornerradius": 3},
    )  # fmt: skip
    for x, y, width in (([expected, observed], [0, 0], 1), ([expected] * 2, [-0.45, 0.45], 2)):
        figure.add_scatter(x=x, y=y, mode="lines", line={"color": color.tick, "width": width}, hoverinfo="skip")
    figure.add_scatter(
        x=[observed], y=[0], mode="markers", hoverinfo="skip",
        marker={"size": 13, "symbol": SYMBOLS[tier], "color": color.tier(tier)},
    )  # fmt: skip
    styled(figure, 36, l=4, r=4, t=2, b=2)
    figure.update_xaxes(visible=False, range=[-0.2, 10])
    figure.update_yaxes(visible=False, range=[-0.8, 0.8])
    return figure
