"""One product's whole story: how it compares, since when, why, which kinds of it, and the rows behind that."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from risk.faults import complained_of
from risk.parts import rates_differ
from ui import charts, weekly_bars
from ui.data import answer, answer_row, once, records
from ui.formats import escaped
from ui.i18n import language, t
from ui.links import arrow_link
from ui.records import period_choice, records_list
from ui.shops import shop_name

# from which multiple of the shop's rate, of how many chances, a product is worth a look: as in the lists of them
TROUBLED, LEAST_CHANCES = 2, 10
MOST_FAULTS = 4
WEEKLY_HEIGHT = 390


def page() -> None:
    """Draw the page."""
    what = answer_row("risk/product_of_ref", ref=st.query_params.get("product", ""))
    signals = records(answer("risk/product", **what)) if what else []
    if not signals:
        st.title(t("ui.page.product"))
        st.info(t("product.unknown"), icon=":material/inventory_2:")
        arrow_link("pages/monitor/prevention.py", t("ui.page.prevention"))
        return
    st.page_link("pages/monitor/prevention.py", label=t("ui.page.prevention"), icon=":material/arrow_back:")
    st.title(escaped(str(signals[0]["title"])))
    shops = answer("risk/shops")
    st.caption(t("ui.join").join([*([shop_name(what["shop"])] if len(shops) > 1 else []), verdict(signals)]))
    figures(signals)
    left, right = st.columns([3, 2])
    with left.container(border=True, height="stretch"):
        weeks(what)
    with right.container(border=True, height="stretch"):
        reasons(what)
    kinds(what)
    with st.container(border=True):
        rows_behind(what, [str(row["signal"]) for row in signals])


def verdict(signals: list[dict[str, Any]]) -> str:
    """Whether the product itself stands out, in a sentence."""
    said = [
        t("product.stands_out", signal=t(f"words.signal.{row['signal']}"), multiple=f"{row['multiple']:.1f}")
        for row in signals
        if row["signal"] != "unpaid" and row["trials"] >= LEAST_CHANCES and (row["multiple"] or 0) >= TROUBLED
    ]
    return t("ui.comma").join(said) + t("product.first_the_product") if said else t("product.ordinary")


def figures(signals: list[dict[str, Any]]) -> None:
    """A card a signal: the rate of the other buyers, against the shop's, and what the listed ones did."""
    with st.grid(3, min_column_width=200):
        for row in signals:
            signal = row["signal"]
            with st.container(border=True, height="stretch", gap="xsmall"):
                rate = "–" if pd.isna(row["rate"]) else f"{row['rate']:.1%}"
                against = "–" if pd.isna(row["shop_rate"]) else f"{row['shop_rate']:.1%}"
                st.metric(t(f"product.rate_{signal}"), rate)
                st.caption(t(f"product.of_{signal}", hits=row["hits"], trials=row["trials"], rate=against))
                st.caption(t("product.listed", hits=row["listed_hits"], trials=row["listed_trials"]))


def weeks(what: dict[str, Any]) -> None:
    """Since when: a batch that went wrong stands out. A week that is pressed becomes the period of the rows below."""
    st.subheader(t("product.weeks"))
    rows = answer("risk/weekly", **what)
    if rows.empty:
        st.caption(t("ui.overview.weekly_none"))
        return
    recent = weekly_bars.latest(rows)
    drawn = once("product_weeks", lambda: weekly_bars.panels(recent), *what.values(), language())
    if picked := weekly_bars.draw(drawn, WEEKLY_HEIGHT, t("ui.chart.alt_weekly")):
        st.session_state[key_of("signal", what)], st.session_state[key_of("period", what)] = picked
    st.caption(t("ui.chart.weekly_key", weeks=recent["week"].nunique()))


def reasons(what: dict[str, Any]) -> None:
    """Why, as buyers wrote it, and what the bad reviews complain of."""
    st.subheader(t("product.reasons"))
    rows = answer("risk/product_reasons", **what)
    texts = [str(text) for text in answer("risk/product_texts", **what)["text"]]
    if rows.empty and not texts:
        st.caption(t("product.reasons_none"))
        return
    if len(rows):
        column = st.column_config
        table = rows.assign(
            reason=[why if isinstance(why, str) else t("product.no_reason") for why in rows["reason"]]
        )
        st.dataframe(
            table, hide_index=True, height="content", alt=t("product.reasons_alt", count=len(rows)),
            column_config={
                "reason": column.TextColumn(t("product.column.reason"), width=150),
                "refunds": column.ProgressColumn(
                    t("product.column.refunds"), format="%d", max_value=int(rows["refunds"].max()), width=110,
                    color=charts.ink().faint,
                ),
                "listed": column.NumberColumn(t("product.column.listed"), width=70),
            },
        )  # fmt: skip
    faults = complained_of(texts)[:MOST_FAULTS]
    if texts:
        words = " · ".join(f"{t(f'prevention.fault.{name}')} {many}" for name, many in faults)
        st.markdown(
            t("product.faults", count=len(texts), faults=words)
            if faults
            else t("product.no_faults", count=len(texts))
        )


def kinds(what: dict[str, Any]) -> None:
    """Which colours or sizes of it are refunded more than the others."""
    rows = answer("risk/product_skus", **what)
    if rows.empty:
        return
    with st.container(border=True):
        st.subheader(t("product.skus"))
        differ = rates_differ(rows["lines"], rows["refunds"])
        st.markdown(t("product.skus_differ" if differ else "product.skus_even"))
        st.caption(t("product.skus_note"))
        column = st.column_config
        st.dataframe(
            rows.assign(rate=rows["rate"] * 100), hide_index=True, height="content",
            alt=t("product.skus_alt", count=len(rows)),
            column_config={
                "sku": column.TextColumn(t("product.column.sku"), width=190),
                "lines": column.NumberColumn(t("ui.products.lines"), format="localized", width=90),
                "refunds": column.NumberColumn(t("product.column.refunds"), format="localized", width=90),
                "rate": column.ProgressColumn(
                    t("ui.products.rate"), format="%.1f%%", max_value=100, color=charts.ink().faint, width=140
                ),
            },
        )  # fmt: skip


def rows_behind(what: dict[str, Any], signals: list[str]) -> None:
    """Every row of the product, one signal at a time."""
    st.subheader(t("product.rows"))
    key = key_of("signal", what)
    st.session_state.setdefault(key, signals[0])
    with st.container(horizontal=True, vertical_alignment="center"):
        signal = st.segmented_control(
            t("ui.buyers.signal"), signals, key=key, required=True, label_visibility="collapsed",
            format_func=lambda name: t(f"words.signal.{name}"),
        ) or signals[0]  # fmt: skip
        since, until = period_choice(key_of("period", what), is_shared=False)
    records_list(signal, {**what, "since": since, "until": until, "is_listed": None})


def key_of(choice: str, what: dict[str, Any]) -> str:
    """The widget's, of this product alone: what was asked of one says nothing about another."""
    return f"product_{choice}_{what['shop']}_{what['product']}"


page()
