"""One buyer's whole story: why flagged, could it be us, what happened when, and the rows behind each claim."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

import warehouse
from risk.workbook import SQL
from ui import charts
from ui.data import answer, answer_row
from ui.formats import SIGNALS, day, escaped, money, share, shown_name, shown_tier, tier_badge
from ui.i18n import t


def page() -> None:
    """Draw the page."""
    st.page_link("pages/monitor/buyers.py", label=t("ui.buyer.back"), icon=":material/arrow_back:")
    buyer = answer_row("risk/buyer", ref=st.query_params.get("buyer", ""))
    if not buyer:
        st.info(t("ui.buyer.unknown"), icon=":material/person_off:")
        return
    who = {"shop": buyer["shop"], "buyer": buyer["buyer"]}
    tier = shown_tier(buyer["tier"], buyer["is_too_few"])
    st.title(f"{shown_name(buyer['buyer'])} {tier_badge(tier)}")
    st.caption(
        t(
            "ui.buyer.summary", first=day(buyer["first_order"]), last=day(buyer["last_order"]),
            orders=buyer["orders"], paid=money(buyer["amount_paid"]).replace("$", "\\$"),
        )
    )  # fmt: skip
    left, right = st.columns([2, 1])
    with left:
        st.subheader(t("ui.buyer.why" if buyer["tier"] != "none" else "ui.buyer.why_not"))
        for row in answer("risk/buyer_signals", **who).to_dict("records"):
            signal_card({str(name): value for name, value in row.items()})
    with right:
        st.subheader(t("ui.buyer.before"))
        doubts(who)
    events = answer("risk/buyer_events", **who)
    left, right = st.columns([2, 1])
    with left.container(border=True):
        timeline(events)
    with right:
        with st.container(border=True):
            st.metric(t("ui.buyer.money"), money(buyer["amount_at_stake"]))
            st.caption(t("ui.buyer.money_note"))
        with st.container(border=True):
            links(who)
    with st.container(border=True):
        rows_behind(who)


def signal_card(row: dict[str, Any]) -> None:
    """One signal: the sentence, the count against the expected, the multiple with its doubt."""
    signal, tier = row["signal"], shown_tier(row["tier"], row["is_too_few"])
    word, certainty = t(f"words.signal.{signal}"), share(row["certainty"])
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            st.markdown(f"**{word}** {tier_badge(tier)}", width="content")
            st.markdown(t("ui.buyer.certainty", share=f"**{certainty}**"), width="content")
        expected = f"{row['expected']:.1f}"
        st.markdown(t(f"ui.buyer.{signal}", trials=row["trials"], observed=row["observed"], expected=expected))
        if row["tier"] == "none":
            if row["is_too_few"]:
                st.caption(t("ui.buyer.too_few"))
            return
        alt = t("ui.chart.alt_signal", signal=word, observed=row["observed"], expected=expected, share=certainty)
        charts.draw(charts.verdict(row), f"verdict_{signal}", alt)
        low, excess = (f"{row[name]:.1f}" for name in ("excess_low", "excess"))
        st.caption(t("ui.buyer.multiple", excess=excess, low=low))
        if certainty != (alone := share(row["certainty_alone"])):
            st.caption(t("ui.buyer.with_links", alone=alone, together=certainty))


def doubts(who: dict[str, str]) -> None:
    """Could it be us?"""
    found = answer_row("risk/buyer_doubts", **who)
    faulty = int(found["faulty_products"])
    lines = [
        (faulty, t("ui.buyer.faulty", count=faulty, title=escaped(found["faulty_title"] or ""),
                   rate=f"{found['faulty_rate'] or 0:.1%}") if faulty else t("ui.buyer.no_faulty")),
        (found["shop_fault"], t("ui.buyer.shop_fault", count=found["shop_fault"]) if found["shop_fault"]
         else t("ui.buyer.no_shop_fault")),
    ]  # fmt: skip
    lines += [(1, t(f"ui.buyer.{name}", count=found[name])) for name in ("reordered", "out_of_stock") if found[name]]
    with st.container(border=True):
        st.markdown(f"**{t('ui.buyer.ours')}**")
        for is_open, text in lines:
            mark = ":orange[:material/error:]" if is_open else ":green[:material/check_circle:]"
            st.markdown(f"{mark} {text}")
        st.caption(t("ui.estimate"))


def timeline(events: pd.DataFrame) -> None:
    """Orders, refunds and reviews in time."""
    st.markdown(f"**{t('ui.buyer.timeline')}**")
    lanes = events["lane"].value_counts()
    counts = {f"{lane}s": int(lanes.get(lane, 0)) for lane in charts.LANES}
    st.caption(t("ui.buyer.timeline_sub", **counts))
    charts.draw(charts.timeline(events[events["at"].notna()]), "timeline", t("ui.chart.alt_timeline", **counts))
    seen = set(events["kind"])
    lanes_of = {name: lane for name, (lane, _, _) in charts.MARKS.items() if name in seen}
    legend = [
        f"{t(f'ui.lane.{lane}')}: "
        + " ".join(
            f"{charts.MARK_GLYPHS[name]} {t(f'ui.mark.{name}')}" for name in lanes_of if lanes_of[name] == lane
        )
        for lane in charts.LANES
        if lane in lanes_of.values()
    ]
    st.caption("  \n".join(legend))


def links(who: dict[str, str]) -> None:
    """Accounts that share contact data: weak evidence."""
    st.markdown(f"**{t('ui.buyer.links')}**")
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


def rows_behind(who: dict[str, str]) -> None:
    """Every row that a claim rests on, with the file and line it came from."""
    st.markdown(f"**{t('ui.buyer.rows')}**")
    rows = warehouse.default().ask(SQL / "rows_behind.sql", {"shops": [who["shop"]], "buyers": [who["buyer"]]})
    parts = {signal: rows[rows["signal"] == signal] for signal in SIGNALS}
    tabs = st.tabs([f"{t(f'words.signal.{signal}')} {len(part)}" for signal, part in parts.items()])
    for tab, (signal, part) in zip(tabs, parts.items(), strict=True):
        with tab:
            if part.empty:
                st.caption(t("ui.buyer.rows_none"))
                continue
            shown = pd.DataFrame(
                {
                    "at": part["at"],
                    "order_id": part["order_id"].astype(str),
                    "ref_id": part["ref_id"].astype(str),
                    "title": part["title"],
                    "amount": part["amount"],
                    "counted": [
                        t(f"words.why_not.{why}") if isinstance(why, str) else t("ui.row.yes")
                        for why in part["why_not"]
                    ],
                    "source": [source(row.file, row.row_number) for row in part.itertuples()],
                }
            )
            dropped = (["ref_id"] if signal == "unpaid" else []) + (["amount"] if signal == "review" else [])
            formats = {
                "at": st.column_config.DatetimeColumn(t("ui.row.at"), format="YYYY-MM-DD HH:mm"),
                "amount": st.column_config.NumberColumn(t("ui.row.amount"), format="¥%.2f"),
            }
            names: dict[str, Any] = {str(name): t(f"ui.row.{name}") for name in shown if name not in formats}
            st.dataframe(
                shown.drop(columns=dropped), hide_index=True, column_config=names | formats, key=f"rows_{signal}"
            )


def source(file: object, row: object) -> str:
    """File and line, or – where the row tells of a line without a record of its own."""
    return f"{file} · {int(float(str(row)))}" if isinstance(file, str) and not pd.isna(row) else "–"


page()
