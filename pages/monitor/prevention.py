"""What the shop can do itself: faulty products, stock kept by unpaid orders, hours, buyers to keep an eye on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

import warehouse
from complaints import rulebook
from risk.faults import complained_of
from risk.hours import Window, busiest_window
from risk.listing import shown_count
from ui import charts, hours_chart
from ui.data import answer, answer_row, chosen_shop, days_back, once, records
from ui.first_run import first_run
from ui.formats import share, shown_name
from ui.i18n import language, t
from ui.kept import keep, recall
from ui.links import arrow_link
from ui.records import PAGE as RECORDS
from ui.records import open_product
from ui.rule_words import line, show, written
from ui.signals import signal_choice

PERIODS = {"d30": 30, "d90": 90, "d180": 180, "all": None}
USUAL = "d90"
MOST_REASONS = 2
MOST_WORDS = 3
HOURS = range(24)


def page() -> None:
    """Draw the page."""
    if answer_row("risk/coverage")["is_empty"]:
        first_run()
        return
    st.title(t("ui.page.prevention"))
    st.caption(t("prevention.intro"))
    st.segmented_control(
        t("prevention.period"), list(PERIODS), key=recall("prevention_period", USUAL, list(PERIODS)), required=True,
        format_func=lambda name: t(f"ui.period.{name}"), label_visibility="collapsed",
    )  # fmt: skip
    keep("prevention_period", in_address_unless=USUAL, is_shared=True)
    days = PERIODS[st.session_state["prevention_period"] or USUAL]
    since = days_back(days)
    with st.container(border=True):
        products(since)
    left, right = st.columns([3, 2])
    with left.container(border=True, height="stretch"):
        stock(since)
    with right.container(border=True, height="stretch"):
        hours(since)
    left, right = st.columns([3, 2])
    with left.container(border=True, height="stretch"):
        near_list()
    with right.container(border=True, height="stretch"):
        measures()


def products(since: datetime | None) -> None:
    """What everybody refunds or rates badly, and what they say about it."""
    st.subheader(t("prevention.products"))
    rows = answer("risk/troubled_products", since=since)
    if rows.empty:
        st.caption(t("prevention.products_none"))
        return
    st.caption(t("prevention.products_note"))
    table = pd.DataFrame(
        ({"shop": rows["shop"]} if rows["shop"].nunique() > 1 else {})
        | {
            "title": rows["title"],
            "refund_rate": rows["refund_rate"].mul(100).where(rows["lines"] > 0),
            "refund_multiple": rows["refund_multiple"].where(rows["is_refunded"]),
            "reasons": [
                counted((part["reason"], part["many"]) for part in found[:MOST_REASONS]) for found in rows["reasons"]
            ],
            "bad_rate": rows["bad_rate"].mul(100),
            "bad_multiple": rows["bad_multiple"].where(rows["is_disliked"]),
            "words": [
                counted((t(f"prevention.fault.{name}"), many) for name, many in complained_of(texts)[:MOST_WORDS])
                for texts in rows["texts"]
            ],
        }
    )
    column, faint = st.column_config, charts.ink().faint
    names: dict[str, Any] = {str(name): t(f"prevention.column.{name}") for name in table}
    for name in ("refund_rate", "bad_rate"):
        names[name] = column.ProgressColumn(names[name], format="%.1f%%", max_value=100, width=100, color=faint)
    for name in ("refund_multiple", "bad_multiple"):
        names[name] = column.NumberColumn(names[name], format="%.1f×", width=62)
    for name in ("title", "reasons", "words"):
        names[name] = column.TextColumn(names[name], width=165 if name == "title" else 230)
    event = st.dataframe(
        table, hide_index=True, height="content", column_config=names, key="prevention_products",
        alt=t("prevention.products_alt", count=len(table)), placeholder="–", on_select="rerun",
        selection_mode="single-row",
    )  # fmt: skip
    open_product(rows, event)


def counted(parts: Any) -> str:  # noqa: ANN401 - any iterable of pairs
    """色差 8 · 异味 3."""
    return " · ".join(f"{word} {many}" for word, many in parts)


def stock(since: datetime | None) -> None:
    """Which products' pieces unpaid orders keep from others, and what taking stock at payment would save."""
    st.subheader(t("prevention.stock"))
    rows = answer("risk/stock_held", since=since)
    if rows.empty:
        st.caption(t("prevention.stock_none"))
        return
    first = rows.iloc[0]
    st.markdown(
        t(
            "prevention.stock_says", unpaid=f"{first['all_unpaid']:,}", days=f"{first['all_piece_days']:,.0f}",
            listed=f"{first['all_listed']:,}",
        )
    )  # fmt: skip
    table = pd.DataFrame(
        ({"shop": rows["shop"]} if rows["shop"].nunique() > 1 else {})
        | {
            "title": rows["title"],
            "unpaid": rows["unpaid"],
            "listed": rows["listed"],
            "rate": rows["rate"] * 100,
            "piece_days": rows["piece_days"],
            "amount": rows["amount"],
        }
    )
    column = st.column_config
    names: dict[str, Any] = {str(name): t(f"prevention.column.{name}") for name in table}
    names["title"] = column.TextColumn(names["title"], width=190)
    for name in ("unpaid", "listed"):
        names[name] = column.NumberColumn(names[name], format="localized")
    names["rate"] = column.NumberColumn(names["rate"], format="%.1f%%")
    names["piece_days"] = column.ProgressColumn(
        names["piece_days"],
        format="%,.0f",
        width=120,
        color=charts.ink().faint,
        max_value=float(table["piece_days"].max()),
    )
    names["amount"] = column.NumberColumn(names["amount"], format="¥%,.0f")
    event = st.dataframe(
        table, hide_index=True, height="content", column_config=names, key="prevention_stock",
        alt=t("prevention.stock_alt", count=len(table)), on_select="rerun", selection_mode="single-row",
    )  # fmt: skip
    open_product(rows, event)
    st.caption(t("prevention.stock_note"))


def hours(since: datetime | None) -> None:
    """When listed buyers do it."""
    st.subheader(t("prevention.hours"))
    signal = signal_choice()
    rows = answer("risk/hours", signal=signal, since=since)
    word = t(f"words.signal.{signal}")
    if rows.empty or not rows["listed"].sum():
        st.caption(t("prevention.hours_none", signal=word))
        return
    asked = signal, since, chosen_shop()
    window = once("busiest_window", lambda: window_of(rows), *asked)
    says = t("prevention.hours_even", signal=word, count=f"{int(rows['listed'].sum()):,}")
    if window:
        says = t(
            "prevention.hours_says", signal=word, start=window.start, end=window.end or 24,
            listed=f"{window.listed:.0%}", others=f"{window.others:.0%}",
        )  # fmt: skip
    st.markdown(says)
    hours_chart.draw(once("hour_panels", lambda: hours_chart.panels(rows), *asked, language()), says)
    st.caption(t("prevention.hours_key"))
    period = str(st.session_state["prevention_period"] or USUAL)
    arrow_link(
        RECORDS, t("prevention.hours_rows"), {"signal": signal, "records_whose": "listed", "records_period": period}
    )


def window_of(rows: pd.DataFrame) -> Window | None:
    """The hours in which listed buyers do it and others seldom order."""
    counts = hours_chart.by(rows, "hour", HOURS)
    return busiest_window(list(counts["listed"]), list(counts["others"]))


def near_list() -> None:
    """Not listed, but more likely abnormal than not."""
    st.subheader(t("prevention.near"))
    rows = answer("risk/near_list")
    if rows.empty:
        st.caption(t("prevention.near_none"))
    else:
        st.caption(t("prevention.near_note"))
    for row in records(rows):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.page_link(
                "pages/monitor/buyer.py", label=shown_name(str(row["buyer"])), width="content",
                query_params={"buyer": str(row["ref"])}, icon=":material/visibility:",
            )  # fmt: skip
            says = near_words(row)
            st.markdown(f":gray[{says}] **{share(row['certainty'])}**", width="content")
    arrow_link("pages/monitor/buyers.py", t("prevention.near_watch"), {"list_tiers": "watch"})


def near_words(row: dict[str, Any]) -> str:
    """退款 3 / 8 次, 预计 0.9."""
    names = {"unpaid": "unpaid", "refund": "refunds", "review": "bad_reviews"}
    name, signal = names[row["signal"]], row["signal"]
    return t(
        "prevention.near_row", signal=t(f"words.signal.{signal}"), observed=row[f"{name}_counted"],
        trials=row[f"{signal}_trials"], expected=shown_count(row[f"{name}_expected"]),
    )  # fmt: skip


def measures() -> None:
    """What the rulebook says helps beforehand."""
    st.subheader(t("prevention.measures"))
    rules = once("rulebook", lambda: rulebook.read(warehouse.default())).prevention.values()
    show(line(rule, f":blue[:material/shield:] {written(rule)}", with_sources=False) for rule in rules)
    st.caption(t("prevention.measures_note"))
    arrow_link("pages/complaints/rules.py", t("ui.page.rules"))


page()
