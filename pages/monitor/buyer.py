"""One buyer's whole story: why flagged, could it be us, what happened when, and the rows behind each claim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

import warehouse
from risk import settings
from risk.clearing import clearing
from risk.doubts import Doubt, doubts_of, held_back
from risk.listing import shown_count
from risk.refund_words import refunds_told
from risk.report import buyer_report
from risk.workbook import SQL
from ui import verdict_charts
from ui.case.links import cases_of
from ui.charts import clicked_ref
from ui.data import answer, answer_from, answer_row, once, records
from ui.decision import decision
from ui.formats import (
    SIGNALS,
    badge,
    day,
    escaped,
    money,
    plain_name,
    share,
    shown_name,
    shown_tier,
    signed,
    tier_badge,
)
from ui.funnel import NO_FILTER, render_funnel
from ui.i18n import language, t
from ui.links import arrow_link
from ui.pairs import render_pairs
from ui.records import PRODUCT, columns_of, told
from ui.timeline import render_timeline, with_dealings

# the odds that the kinds of a buyer's refunds must speak for or against him before it is worth a sentence
TELLING = (0.8, 1.25)
# the doubts that name a product
BY_PRODUCT = ("faulty", "badly_rated")


def page() -> None:
    """Draw the page."""
    who = answer_row("risk/buyer_of_ref", ref=st.query_params.get("buyer", ""))
    if not who:
        st.title(t("ui.page.buyer"))
        st.info(t("ui.buyer.unknown"), icon=":material/person_off:")
        arrow_link("pages/monitor/buyers.py", t("ui.overview.see_list"))
        return
    st.page_link("pages/monitor/buyers.py", label=t("ui.buyer.back"), icon=":material/arrow_back:")
    buyer = answer_row("risk/buyer", **who)
    tier = shown_tier(buyer["tier"], buyer["is_too_few"])
    badges = [tier_badge(tier)]
    if buyer["tier"] != "none" or buyer["decision"] != "open":
        badges.append(badge(t(f"words.decision.{buyer['decision']}"), "gray"))
    st.title(f"{shown_name(buyer['buyer'])} {' '.join(badges)}")
    said = t(
        "ui.buyer.summary", first=day(buyer["first_order"]), last=day(buyer["last_order"]),
        orders=buyer["orders"], paid=money(buyer["amount_paid"]).replace("$", "\\$"),
    )  # fmt: skip
    if place := answer_row("risk/buyer_place", **who):
        said += t("ui.buyer.place", place=place["place"], since=day(place["since"]))
    st.caption(said)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        with st.container(width="content"):
            cases_of(who, str(buyer["ref"]))
        report_button(buyer)
    left, right = st.columns([2, 1])
    with left:
        st.subheader(t("ui.buyer.why" if buyer["judged_tier"] != "none" else "ui.buyer.why_not"))
        signals = answer("risk/buyer_signals", **who)
        for number, row in enumerate(records(signals), start=1):
            # the last fills the column, so that both columns end at the same height
            with st.container(border=True, height="stretch" if number == len(signals) else "content"):
                signal_card(row, who)
        if signals.empty:
            st.info(t("ui.buyer.no_chances"), icon=":material/info:")
    with right:
        st.subheader(t("ui.buyer.before"))
        doubts(buyer, who)
        if buyer["tier"] != "none":
            ways_off(records(signals), who)
    events = answer("risk/buyer_events", **who)
    # rows of columns, so that on a phone, where they stack, the doubts and the decision come before what is long
    left, right = st.columns([2, 1])
    with left.container(border=True, height="stretch"):
        timeline(with_dealings(events, answer("complaints/dealings", **who)))
    with right:
        with st.container(border=True):
            decision(buyer, who)
        with st.container(border=True, height="stretch"):
            losses(buyer)
    left, right = st.columns([2, 1])
    if len(signals):
        with left.container(border=True):
            place_among_all(who, [str(name) for name in signals["signal"]])
    with right:
        with st.container(border=True):
            moves(who)
        with st.container(border=True):
            links(who)
    with st.container(border=True):
        rows_behind(who, [str(name) for name in signals["signal"]], events[events["lane"] == "order"])


def report_button(buyer: dict[str, Any]) -> None:
    """The whole story as one PDF, for the file or for the platform."""
    # read here: the report is made outside the page's run, where the session's choices are not known
    spoken, masked, ref = language(), not st.session_state.get("show_names"), str(buyer["ref"])
    name = re.sub(r"[^\w-]", "_", plain_name(buyer["buyer"]))
    st.download_button(
        t("ui.buyer.report"), lambda: buyer_report(warehouse.default(), ref, spoken, masked=masked),
        f"{t('report.title')}_{name}.pdf", "application/pdf",
        icon=":material/picture_as_pdf:", key="download_report", on_click="ignore",
    )  # fmt: skip


def signal_card(row: dict[str, Any], who: dict[str, str]) -> None:
    """One signal: the sentence, the count against the expected, the multiple with its doubt."""
    signal, tier = row["signal"], shown_tier(row["tier"], row["is_too_few"])
    word, certainty = t(f"words.signal.{signal}"), share(row["certainty"])
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.markdown(f"**{word}** {tier_badge(tier)}", width="content")
        st.markdown(t("ui.buyer.certainty", share=f"**{certainty}**"), width="content")
    expected = shown_count(row["expected"])
    st.markdown(t(f"ui.buyer.{signal}", trials=row["trials"], observed=row["observed"], expected=expected))
    alt = t("ui.chart.alt_signal", signal=word, observed=row["observed"], expected=expected, share=certainty)
    low, excess, high = (f"{row[name]:.1f}" for name in ("excess_low", "excess", "excess_high"))
    if row["tier"] == "none" and not row["is_too_few"]:
        return
    at = once("places", lambda: verdict_charts.places(row), *who.values(), signal)
    if row["tier"] == "none":
        few = t("ui.buyer.too_few", low=low, high=high)
        st.caption(few)
        verdict_charts.draw(row, at, f"{few} {alt}", None)
        return
    words = t("ui.buyer.multiple", excess=excess, low=low)
    verdict_charts.draw(row, at, f"{alt}. {words}", (t("ui.buyer.how_often"), words))
    if said := notes(row, who):
        st.caption("\n\n".join(said))


def notes(row: dict[str, Any], who: dict[str, str]) -> list[str]:
    """What else the certainty rests on."""
    lines, rules = [], once("settings", lambda: settings.current(warehouse.default()))
    if why := held_back(row, rules):
        lines.append(t(f"ui.buyer.{why}"))
    if row["signal"] == "refund" and (said := refunds_told(records(answer("risk/refund_kinds", **who)), t)):
        lines.append("  \n".join(said))
    if row["signal"] == "refund" and not TELLING[0] < row["kinds_factor"] < TELLING[1]:
        lines.append(t("ui.buyer.kinds_more" if row["kinds_factor"] > 1 else "ui.buyer.kinds_less"))
    alone, together = share(row["certainty_alone"]), share(row["certainty"])
    if alone != together:
        lines.append(t("ui.buyer.with_links", alone=alone, together=together))
    return lines


def ways_off(signals: Sequence[dict[str, Any]], who: dict[str, str]) -> None:
    """What would take the flag back, a line a signal; nothing where it does not stand on the buyer's own record."""
    rules, lines = once("settings", lambda: settings.current(warehouse.default())), []
    for row in signals:
        cleared = once("clearing", partial(clearing, row, rules), *who.values(), row["signal"])
        if not cleared:
            continue
        ways = []
        if cleared.taken_back:
            ways.append(t("ui.buyer.clear_ours", count=cleared.taken_back))
        if cleared.ordinary:
            ways.append(t(f"ui.buyer.clear_{row['signal']}", count=cleared.ordinary))
        if ways:
            word = t(f"words.signal.{row['signal']}")
            lines.append(t("ui.buyer.clear", signal=word, ways=t("ui.buyer.clear_or").join(ways)))
    if lines:
        with st.container(border=True, height="stretch"):
            st.subheader(t("ui.buyer.clear_title"))
            st.markdown("\n\n".join(lines))
            if len(lines) > 1:
                st.caption(t("ui.buyer.clear_all"))


def doubts(buyer: dict[str, Any], who: dict[str, str]) -> None:
    """Could it be us? What is worth a look, a line each, then what was looked at in vain."""
    with st.container(border=True):
        st.subheader(t("ui.buyer.ours"))
        row = answer_row("risk/buyer_doubts", **who)
        found = doubts_of(row, str(buyer["signals"]))
        if not found:
            st.caption(t("ui.buyer.nothing_to_doubt"))
            return
        many = sum(doubt.is_open for doubt in found)
        st.caption(t("ui.buyer.looked_at" if many else "ui.buyer.looked_at_none", all=len(found), open=many))
        if many:
            st.markdown("\n\n".join(f":orange[:material/error:] {doubt_words(doubt)}" for doubt in found[:many]))
        products = {
            str(row[f"{doubt.key}_ref"]): str(doubt.values["title"]) for doubt in found if doubt.key in BY_PRODUCT
        }
        for ref, title in products.items():
            arrow_link(PRODUCT, t("ui.buyer.see_product", title=escaped(title)), {"product": ref})
        if found[many:]:
            marked = (f":green[:material/check_circle:] {doubt_words(doubt)}" for doubt in found[many:])
            st.caption("  \n".join(marked))
        st.caption(t("ui.estimate"))


def doubt_words(doubt: Doubt) -> str:
    """The sentence."""
    values = {name: escaped(value) if isinstance(value, str) else value for name, value in doubt.values.items()}
    return t(f"ui.buyer.{doubt.key}", **values)


def losses(buyer: dict[str, Any]) -> None:
    """What it cost, as the sum of its parts."""
    st.metric(t("ui.buyer.money"), money(buyer["amount_at_stake"]))
    render_pairs({t(f"ui.buyer.lost_{part}"): money(buyer[f"lost_{part}"]) for part in ("goods", "postage", "stock")})
    st.caption(t("ui.buyer.money_note"))
    arrow_link("pages/data/settings.py", t("ui.buyer.money_rates"))


def moves(who: dict[str, str]) -> None:
    """How the tier went with the imports."""
    st.subheader(t("ui.buyer.moves"))
    rows = answer("risk/buyer_moves", **who)
    if rows.empty:
        st.caption(t("ui.buyer.moves_none"))
        return
    lines = []
    for row in rows.itertuples():
        more = "" if pd.isna(row.more) else t("ui.buyer.moves_more", more=signed(int(float(str(row.more)))))
        certainty = share(float(str(row.certainty)))
        says = t("ui.buyer.moves_row", observed=row.observed, trials=row.trials, more=more, share=certainty)
        word = f"{day(row.changed_at)} **{t(f'words.signal.{row.signal}')}** {tier_badge(str(row.tier))}"
        lines.append(f"{word}  \n:small[:gray[{says}]]")
    st.markdown("\n\n".join(lines))


def timeline(events: pd.DataFrame) -> None:
    """What happened when."""
    st.subheader(t("ui.buyer.timeline"))
    render_timeline(events)


def place_among_all(who: dict[str, str], signals: list[str]) -> None:
    """The funnel of the signal that says most about this buyer, the buyer ringed."""
    st.subheader(t("ui.funnel.title"))
    signal = st.segmented_control(
        t("ui.buyers.signal"), signals, format_func=lambda name: t(f"words.signal.{name}"), default=signals[0],
        label_visibility="collapsed", key="place_signal", required=True,
    ) or signals[0]  # fmt: skip
    event = render_funnel(signal, NO_FILTER, buyer=who["buyer"], shop=who["shop"])
    if (ref := clicked_ref(event)) and ref != st.query_params.get("buyer"):
        st.switch_page("pages/monitor/buyer.py", query_params={"buyer": ref})


def links(who: dict[str, str]) -> None:
    """Accounts that share contact data: weak evidence."""
    st.subheader(t("ui.buyer.links"))
    rows = answer("risk/buyer_links", **who)
    if rows.empty:
        st.caption(t("ui.buyer.no_links"))
        return
    st.caption(t("ui.buyer.links_note"))
    for row in rows.itertuples():
        shared = t("etl.and").join(t(f"words.link.{link}") for link in str(row.links).split(","))
        label = t("ui.buyer.link_row", buyer=shown_name(str(row.buyer)), links=shared)
        st.page_link("pages/monitor/buyer.py", label=label, query_params={"buyer": str(row.ref)})
        st.caption(t("ui.buyer.link_counts", orders=row.orders, unpaid=row.unpaid, refunds=row.refunds))


def rows_behind(who: dict[str, str], strongest: list[str], orders: pd.DataFrame) -> None:
    """Every row that a claim rests on, with its file and line, the strongest signal's first; then all orders."""
    st.subheader(t("ui.buyer.rows"))
    rows = answer_from(SQL / "rows_behind.sql", shops=[who["shop"]], buyers=[who["buyer"]])
    order = (*strongest, *(signal for signal in SIGNALS if signal not in strongest))
    tables = once(
        "rows_behind", lambda: {signal: told(rows[rows["signal"] == signal], signal) for signal in order},
        language(), *who.values(),
    )  # fmt: skip
    titles = [f"{t(f'words.signal.{signal}')} {len(tables[signal])}" for signal in order]
    # only the open one is drawn: four tables would take a good part of the page's time
    *tabs, every = st.tabs(
        [*titles, t("ui.buyer.orders", count=len(orders))], key=f"rows_{language()}", on_change="rerun"
    )
    if every.open:
        with every:
            all_orders(orders)
    for tab, signal in zip(tabs, order, strict=True):
        if not tab.open:
            continue
        with tab:
            shown = tables[signal]
            if shown.empty:
                st.caption(t("ui.buyer.rows_none"))
                continue
            st.dataframe(
                shown, hide_index=True, key=f"rows_{signal}", placeholder="–",
                column_config=columns_of(shown, signal),
                alt=t("ui.buyer.rows_alt", signal=t(f"words.signal.{signal}"), count=len(shown)),
            )  # fmt: skip


def all_orders(orders: pd.DataFrame) -> None:
    """Every order of the buyer, those that nothing happened to as well; the newest first."""
    shown = orders[["at", "order_id", "title", "amount", "detail"]].iloc[::-1]
    column = st.column_config
    # wide enough for the longest state: 卖家已发货,等待买家确认
    wide = {
        "title": column.TextColumn(t("ui.row.title")),
        "detail": column.TextColumn(t("ui.row.detail"), width="medium"),
    }
    names = columns_of(shown, "unpaid") | wide
    st.dataframe(
        shown, hide_index=True, column_config=names, key="rows_orders", placeholder="–",
        alt=t("ui.buyer.orders_alt", count=len(shown)),
    )  # fmt: skip


page()
