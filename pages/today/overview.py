"""Overview: who goes beyond what the products explain, what is at stake, and how reliable that is."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from ui import charts
from ui.data import answer, answer_row
from ui.first_run import first_run
from ui.formats import SIGNALS, day, escaped, plain_name, share, tier_word, total
from ui.i18n import t

MOST_DRAWN = 12
WEEKS = 4
KINDS = ("orders", "items", "refunds", "reviews")
STALE_DAYS = 5


def page() -> None:
    """Draw the page."""
    coverage = answer_row("risk/coverage")
    if not coverage["orders"]:
        first_run()
        return
    counts = answer_row("risk/tier_counts")
    st.title(t("ui.page.overview"))
    st.caption(
        t(
            "ui.overview.summary", shops=escaped(coverage["shops"] or "–"), buyers=f"{counts['buyers']:,}",
            orders=f"{coverage['orders']:,}", date=day(coverage["last_at"]),
        )
    )  # fmt: skip
    warn_of_old_data(coverage)
    figures(counts, coverage)
    left, right = st.columns([3, 2])
    with left.container(border=True):
        beyond_expected()
    with right.container(border=True):
        weekly()
    left, right = st.columns([3, 2])
    with left.container(border=True):
        products()
    with right.container(border=True):
        reliability(counts, coverage)


def warn_of_old_data(coverage: dict[str, Any]) -> None:
    """One line for each export that is missing or lags behind the orders."""
    fresh = answer("etl/freshness").set_index("kind")["last_at"]
    for kind in KINDS[2:]:
        word = t(f"etl.kind.{kind}")
        if kind not in fresh.index:
            st.warning(t("ui.overview.missing", kind=word), icon=":material/event_busy:")
        elif (days := (coverage["last_at"] - fresh[kind]).days) >= STALE_DAYS:
            text = t("ui.overview.stale", kind=word, date=day(fresh[kind]), days=days)
            st.warning(text, icon=":material/event_busy:")


def figures(counts: dict[str, Any], coverage: dict[str, Any]) -> None:
    """The four numbers at the top, each with what it means."""
    listed = counts["high"] + counts["watch"]
    unknown = coverage["orders"] - coverage["attributed"]
    cards = (
        (t("ui.overview.high"), t("ui.overview.people", count=counts["high"]),
         t("ui.overview.high_note", wrong=f"{counts['high_wrong']:.1f}")),
        (t("ui.overview.watch"), t("ui.overview.people", count=counts["watch"]), t("ui.overview.watch_note")),
        (t("ui.overview.amount"), total(counts["listed_amount"]), t("ui.overview.amount_note", count=listed)),
        (t("ui.overview.attributed"), f"{coverage['attributed'] / coverage['orders']:.1%}",
         t("ui.overview.attributed_note", count=f"{unknown:,}") if unknown else t("ui.overview.attributed_all")),
    )  # fmt: skip
    for column, (label, value, note) in zip(st.columns(4), cards, strict=True):
        with column.container(border=True, height="stretch"):
            st.metric(label, value)
            st.caption(note)


def beyond_expected() -> None:
    """Observed against expected for every buyer flagged for a signal; a click opens the buyer."""
    st.subheader(t("ui.overview.beyond_title"))
    signal = st.segmented_control(
        t("ui.buyers.signal"), SIGNALS, format_func=lambda name: t(f"words.signal.{name}"), default="refund",
        label_visibility="collapsed", key="beyond_signal", persist_state="session",
    ) or "refund"  # fmt: skip
    word = t(f"words.signal.{signal}")
    rows = answer("risk/beyond_expected", signal=signal)
    if rows.empty:
        st.info(t("ui.overview.beyond_none", signal=word), icon=":material/check_circle:")
        return
    st.caption(t("ui.overview.beyond_sub", count=len(rows), signal=word))
    shown = rows.head(MOST_DRAWN)
    fits = answer("risk/signal_fit", signal=signal).set_index("shop")["weights"].to_dict()
    first = shown.iloc[0]
    alt = t(
        "ui.chart.alt_beyond", count=len(rows), signal=word, observed=first["observed"],
        expected=f"{first['expected']:.1f}",
    )  # fmt: skip
    picked = charts.draw(
        charts.beyond_expected(shown, fits), "beyond", alt, on_select="rerun", selection_mode="points"
    )
    st.caption(t("ui.chart.band"))
    if len(rows) > MOST_DRAWN:
        st.caption(t("ui.overview.beyond_rest", shown=MOST_DRAWN, count=len(rows) - MOST_DRAWN))
    names = {row.ref: f"{tier_word(row.tier)} {plain_name(row.buyer)}" for row in rows.itertuples()}
    chosen = st.selectbox(
        t("ui.overview.choose"), list(names), format_func=names.__getitem__, index=None,
        placeholder=t("ui.overview.choose"), label_visibility="collapsed", key=f"choose_{signal}",
    )  # fmt: skip
    points = picked["selection"]["points"] if picked else []
    clicked = points[0].get("customdata", [None])[0] if points else None
    if ref := chosen or clicked:
        st.switch_page("pages/monitor/buyer.py", query_params={"buyer": ref})


def weekly() -> None:
    """The course of the weeks: listed buyers, or everybody?"""
    st.subheader(t("ui.overview.weekly_title"))
    rows = answer("risk/weekly")
    refunds = rows[rows["signal"] == "refund"]
    now, before = refunds.tail(WEEKS), refunds.iloc[-2 * WEEKS : -WEEKS]
    st.caption(
        t(
            "ui.overview.weekly_sub", now=int(now["everyone"].sum()), before=int(before["everyone"].sum()),
            now_listed=int(now["listed"].sum()), before_listed=int(before["listed"].sum()),
        )
    )  # fmt: skip
    charts.draw(charts.weekly(rows), "weekly", t("ui.chart.alt_weekly"))
    st.caption(t("ui.chart.weekly_key"))


def products() -> None:
    """Products that everyone refunds."""
    st.subheader(t("ui.overview.products_title"))
    rows = answer("risk/refunded_products")
    if rows.empty:
        st.info(t("ui.overview.products_none"), icon=":material/check_circle:")
        return
    st.caption(t("ui.overview.products_sub"))
    names = ["title", "lines", "rate", "multiple", "reason", "bad_reviews"]
    column = st.column_config
    st.dataframe(
        rows[names].assign(rate=rows["rate"] * 100), hide_index=True, height="content",
        column_config={
            "title": column.TextColumn(t("ui.products.title"), width="medium"),
            "lines": column.NumberColumn(t("ui.products.lines"), format="localized", width=70),
            "rate": column.ProgressColumn(t("ui.products.rate"), format="%.1f%%", max_value=100, width=120),
            "multiple": column.NumberColumn(t("ui.products.multiple"), format="%.1f×", width=70),
            "reason": column.TextColumn(t("ui.products.reason"), width="small"),
            "bad_reviews": column.NumberColumn(t("ui.products.bad_reviews"), width=60),
        },
    )  # fmt: skip


def reliability(counts: dict[str, Any], coverage: dict[str, Any]) -> None:
    """The list's own error rate, and what it rests on."""
    st.subheader(t("ui.overview.reliable_title"))
    st.caption(t("ui.estimate"))
    facts = {
        t("ui.overview.reliable_high", count=counts["high"]): t(
            "ui.overview.people", count=f"{counts['high_wrong']:.1f}"
        ),
        t("ui.overview.reliable_attributed"): share(coverage["attributed"] / coverage["orders"])
        if coverage["attributed"] < coverage["orders"]
        else "100%",
        t("ui.overview.reliable_buyers"): t("ui.overview.people", count=f"{counts['buyers']:,}"),
        t("ui.overview.reliable_few"): t("ui.overview.people", count=f"{counts['few']:,}"),
    }
    st.table(pd.DataFrame({"": list(facts.values())}, index=list(facts)), border="horizontal")


page()
