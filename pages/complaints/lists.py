"""The shop's own lists: who is on them, why, until when; each export is logged."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import streamlit as st

from complaints.lists import (
    DEFAULT_DAYS,
    LISTS,
    Entry,
    ListingRefused,
    add_entry,
    export,
    exports,
    live,
    past,
    remove_entry,
)
from ui.case.room import desk, done, labels, show_done
from ui.data import answer, chosen_shop
from ui.formats import badge, day, escaped, plain_name, shown_name
from ui.i18n import language, t
from ui.links import arrow_link
from ui.shops import shop_name

SOON_DAYS = 14


def page() -> None:
    """Draw the page."""
    show_done()
    st.title(t("ui.page.lists"))
    st.caption(t("case.lists.sub"))
    shops = [str(name) for name in answer("risk/shops")["shop"]]
    if not shops:
        st.info(t("case.lists.no_shop"), icon=":material/storefront:")
        arrow_link("pages/data/imports.py", t("ui.task.import"))
        return
    # a list belongs to one shop: with several, one has to be chosen
    shop = chosen_shop() or (shops[0] if len(shops) == 1 else st.selectbox(
        t("ui.shop.label"), shops, format_func=labels(shops, shop_name), key="lists_shop"
    ))  # fmt: skip
    for name, tab in zip(LISTS, st.tabs([t(f"desk.list.{name}") for name in LISTS]), strict=True):
        with tab:
            one_list(str(shop), name)
    log()


def one_list(shop: str, name: str) -> None:
    """The entries that hold, a new one, the export, those that have fallen off."""
    st.caption(t(f"case.lists.about_{name}"))
    rows, today = live(desk(), shop, name), desk().clock().date()
    for row in rows:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            with st.container(gap="xxsmall", width="stretch"):
                left = (row["expires_on"] - today).days
                color = "orange" if left <= SOON_DAYS else "gray"
                ends = badge(t("case.lists.left", days=left), color)
                st.markdown(f"**{shown_name(row['buyer'])}** {ends}")
                st.caption(
                    t("case.lists.entry", reason=escaped(row["reason"]), evidence=escaped(row["evidence"]),
                      date=day(row["added_at"]), until=day(row["expires_on"]))
                )  # fmt: skip
            with st.popover(t("case.lists.take_off")):
                why = st.text_input(t("case.move.reason"), key=f"list_why_{row['listing_id']}")
                if st.button(t("case.move.confirm"), key=f"list_off_{row['listing_id']}", disabled=not why.strip()):
                    remove_entry(desk(), row["listing_id"], why.strip())
                    done("case.removed")
    if not rows:
        st.info(t("case.lists.none"), icon=":material/check_circle:")
    with st.expander(t("case.lists.add"), icon=":material/add:"):
        new_entry(shop, name)
    if rows:
        spoken, masked = language(), not st.session_state.get("show_names")
        st.download_button(
            t("case.lists.export" if masked else "case.lists.export_names"),
            lambda: export(desk(), shop, name, spoken, masked=masked), f"{name}.csv", "text/csv",
            icon=":material/download:", key=f"list_export_{name}", on_click="ignore",
        )  # fmt: skip
    old = past(desk(), shop, name)
    if old:
        with st.expander(t("case.lists.past", count=len(old))):
            for row in old:
                end = day(row["removed_at"] or row["expires_on"])
                why = row["removed_why"] or t("case.lists.expired")
                st.caption(f"{shown_name(row['buyer'])} · {end} · {escaped(why)}")


def new_entry(shop: str, name: str) -> None:
    """Who, why, by what, until when."""
    today = desk().clock().date()
    buyer = st.text_input(t("desk.listing_column.buyer"), key=f"list_buyer_{name}")
    reason = st.text_input(
        t("desk.listing_column.reason"), key=f"list_reason_{name}", placeholder=t("case.lists.reason_hint")
    )
    evidence = st.text_input(
        t("desk.listing_column.evidence"), key=f"list_evidence_{name}", placeholder=t("case.lists.evidence_hint")
    )
    until = st.date_input(
        t("desk.listing_column.expires_on"), value=today + timedelta(days=DEFAULT_DAYS[name]), format="YYYY-MM-DD",
        key=f"list_until_{name}",
    )  # fmt: skip
    if st.button(t("case.lists.put"), key=f"list_put_{name}"):
        try:
            add_entry(desk(), Entry(shop, name, buyer.strip(), reason.strip(), evidence.strip(), until or today))
        except ListingRefused as refused:
            st.error(t(f"desk.listing_refused.{refused.key}"), icon=":material/error:")
        else:
            done("case.lists.added", buyer=plain_name(buyer.strip()))


def log() -> None:
    """When names left the house."""
    rows = exports(desk())
    with st.expander(t("case.lists.log", count=len(rows)), icon=":material/receipt_long:"):
        if not rows:
            st.caption(t("case.lists.log_none"))
            return
        shown = pd.DataFrame(
            {
                "at": [row["at"] for row in rows],
                "what": [t(f"case.lists.what_{row['what']}") for row in rows],
                "about": [row["about"] for row in rows],
                "rows": [row["rows"] for row in rows],
                "masked": [t("case.lists.masked" if row["is_masked"] else "case.lists.named") for row in rows],
            }
        )
        st.dataframe(
            shown, hide_index=True, key="export_log", alt=t("case.lists.log_alt", count=len(shown)),
            column_config={
                **{str(name): t(f"case.lists.column_{name}") for name in shown.columns},
                "at": st.column_config.DatetimeColumn(t("case.lists.column_at"), format="YYYY-MM-DD HH:mm"),
            },
        )  # fmt: skip


page()
