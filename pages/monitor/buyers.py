"""The list of buyers: filter, sort, page through, pick one, download."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

import warehouse
from complaints.stages import OPEN_STAGES
from risk import settings
from risk.listing import csv_bytes, reasons, shown_count
from risk.masking import masked_name
from risk.workbook import list_workbook
from ui.case.room import PAGE
from ui.charts import clicked_ref, ink
from ui.data import PERIODS, answer, answer_row, chosen_shop, days_back, path_of, records
from ui.first_run import first_run
from ui.formats import (
    SIGNALS,
    XLSX,
    day,
    escaped,
    plain_name,
    primary,
    share,
    shown_name,
    shown_tier,
    tier_badge,
    tier_word,
    total,
)  # fmt: skip
from ui.funnel import render_funnel
from ui.i18n import language, t
from ui.kept import forget, keep, recall
from ui.links import arrow_link
from ui.shops import shop_name
from ui.signals import signal_choice

PAGE_SIZE = 12
MOST_CHOICES = 50
# two fields stand beside each other on a phone
FIELD = 168
SORTS = ("certainty", "amount", "latest", "orders")
TIERS = ("high", "watch", "none", "few")
MOVES = ("new", "rising", "faded")
DECISIONS = ("open", "returned", "confirmed", "dismissed")
# the filter as it is when nobody has touched it
USUAL: dict[str, Any] = {
    "list_tiers": ["high", "watch"], "list_signals": [], "list_news": None, "list_decisions": [],
    "list_period": "all", "list_amount": 0, "list_name": "", "list_sort": "certainty",
}  # fmt: skip
# kept between pages, but never in an address
PRIVATE = ("list_name", "list_amount")
VIEWS = ("table", "funnel")


def page() -> None:
    """Draw the page."""
    if answer_row("risk/coverage")["is_empty"]:
        first_run()
        return
    counts = answer_row("risk/tier_counts")
    st.title(t("ui.page.buyers"))
    wrong = shown_count(counts["high_wrong"])
    listed = counts["high"] + counts["watch"]
    st.caption(t("ui.buyers.summary", count=listed, high=counts["high"], wrong=wrong))
    asked = filters(counts)
    sort = st.session_state.get("list_sort", SORTS[0])
    number = st.session_state.get("list_page", 1)
    found = answer("risk/buyers", **asked, sort=sort, size=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE)
    if found.empty and number > 1:
        number = 1
        found = answer("risk/buyers", **asked, sort=sort, size=PAGE_SIZE, offset=0)
    if found.empty:
        if all(st.session_state.get(key, usual) == usual for key, usual in USUAL.items() if key != "list_sort"):
            nobody_listed(counts)
        else:
            nothing(asked)
        return
    total = int(found["found"].iloc[0])
    if toolbar(asked, sort, total) == "funnel":
        funnel(asked)
        return
    cases = open_cases()
    row = table(found, number, cases)
    pages = -(-total // PAGE_SIZE)
    left, right = st.columns([1, 2], vertical_alignment="center")
    if pages > 1:
        left.pagination(pages, key="list_page")
    right.caption(t("ui.buyers.note", multiple=f"{settings.current(warehouse.default())['odds_multiple']:g}"))
    chosen(row, cases)


def filters(counts: dict[str, Any]) -> dict[str, Any]:
    """The filter's widgets; values for risk/buyers and risk/funnel."""
    many = {"high": counts["high"], "watch": counts["watch"], "few": counts["few"]}
    many["none"] = counts["buyers"] - sum(many.values())
    news = answer_row("risk/news")
    moves = {"new": news["new_listed"], "rising": news["rising"], "faded": news["faded"]}
    periods = {name: t(f"ui.period.{name}") for name in PERIODS}
    sorts = {name: t(f"ui.sort.{name}") for name in SORTS}
    with st.container(horizontal=True, gap="medium"):
        tiers = st.pills(
            t("ui.buyers.tier"), TIERS, selection_mode="multi", key=recall("list_tiers", USUAL["list_tiers"], TIERS),
            format_func=lambda tier: f"{tier_word(tier)} {many[tier]:,}", on_change=first_page, wrap=True,
        )  # fmt: skip
        signals = st.pills(
            t("ui.buyers.signal"), SIGNALS, selection_mode="multi", key=recall("list_signals", [], SIGNALS),
            format_func=lambda name: f"{t(f'words.signal.{name}')} {counts[name]}", on_change=first_page,
        )  # fmt: skip
        recall("list_news", None, MOVES)
        if any(moves.values()) or st.session_state["list_news"]:
            there = [name for name in MOVES if moves[name] or name == st.session_state["list_news"]]
            st.pills(
                t("ui.buyers.news"), there, key="list_news", on_change=first_page,
                format_func=lambda name: f"{t(f'ui.buyers.move.{name}')} {moves[name]}",
            )  # fmt: skip
        recall("list_decisions", [], DECISIONS)
        if counts["confirmed"] + counts["returned"] + counts["dismissed"] or st.session_state["list_decisions"]:
            st.pills(
                t("ui.buyers.decision"), DECISIONS, selection_mode="multi", key="list_decisions",
                format_func=lambda name: decision_word(name, counts), on_change=first_page,
            )  # fmt: skip
    with st.container(horizontal=True):
        period = st.selectbox(
            t("ui.buyers.period"), list(PERIODS), key=recall("list_period", "all", list(PERIODS)), width=FIELD,
            format_func=periods.__getitem__, on_change=first_page,
        )  # fmt: skip
        amount = st.number_input(
            t("ui.buyers.amount"), min_value=0, step=50, key=recall("list_amount", 0), width=FIELD,
            on_change=first_page,
        )  # fmt: skip
        name = st.text_input(
            t("ui.buyers.name"), placeholder=t("ui.buyers.name_hint"), icon=":material/search:", type="search",
            key=recall("list_name", ""), width=FIELD, on_change=first_page,
        )  # fmt: skip
        st.selectbox(
            t("ui.buyers.sort"), SORTS, key=recall("list_sort", SORTS[0], SORTS), width=FIELD,
            format_func=sorts.__getitem__, on_change=first_page,
        )  # fmt: skip
    for key, usual in USUAL.items():
        keep(key, in_address_unless=usual, is_shared=key not in PRIVATE)
    return {
        "tiers": list(tiers or TIERS), "signals": list(signals or []), "amount": float(amount or 0),
        "since": days_back(PERIODS[period or "all"]),
        "name": (name or "").strip(), "move": st.session_state.get("list_news"),
        "decisions": list(st.session_state.get("list_decisions") or []),
    }  # fmt: skip


def decision_word(name: str, counts: dict[str, Any]) -> str:
    """The decision with how many there are; of the undecided nobody asks how many."""
    word = t(f"words.decision.{name}")
    return word if name == "open" else f"{word} {counts[name]}"


def first_page() -> None:
    """A changed filter begins at its first page."""
    st.session_state["list_page"] = 1


def nobody_listed(counts: dict[str, Any]) -> None:
    """An empty list that nobody has filtered: who was looked at, and the way to all of them."""
    with st.container(border=True, horizontal_alignment="center", gap="xsmall"):
        if not counts["buyers"]:
            st.markdown(f"### :gray[:material/person_off:] {t('ui.buyers.nobody')}", width="content")
            st.caption(t("ui.buyers.nobody_why"), width="content")
            arrow_link("pages/data/imports.py", t("ui.task.import"))
            return
        st.markdown(f"### :green[:material/check_circle:] {t('ui.buyers.none_listed')}", width="content")
        judged, few = counts["buyers"] - counts["few"], counts["few"]
        st.caption(t("ui.buyers.none_listed_why", judged=f"{judged:,}", few=f"{few:,}"), width="content")
        st.button(t("ui.buyers.see_all"), on_click=choose_all, icon=":material/groups:", key="see_all")


def choose_all() -> None:
    """Buyers of every tier."""
    st.session_state["list_tiers"] = list(TIERS)
    first_page()


def nothing(asked: dict[str, Any]) -> None:
    """No match: say what was asked, offer to clear it."""
    parts = [t(f"words.tier.{tier}") for tier in asked["tiers"]] if len(asked["tiers"]) < len(TIERS) else []
    parts += [t(f"words.signal.{signal}") for signal in asked["signals"]]
    parts += [t(f"ui.buyers.move.{asked['move']}")] if asked["move"] else []
    parts += [t(f"words.decision.{name}") for name in asked["decisions"]]
    parts += [f"≥ {total(asked['amount'])}"] if asked["amount"] else []
    parts += [f"≥ {day(asked['since'])}"] if asked["since"] else []
    parts += [asked["name"]] if asked["name"] else []
    with st.container(border=True, horizontal_alignment="center", gap="xsmall"):
        st.markdown(f"### :gray[:material/filter_alt_off:] {t('ui.buyers.none')}", width="content")
        st.caption(escaped(t("ui.join").join(parts)), width="content")
        st.button(
            t("ui.buyers.clear"),
            on_click=forget,
            args=(list(USUAL), first_page),
            icon=":material/close:",
            key="clear_filter",
        )


def toolbar(asked: dict[str, Any], sort: str, many: int) -> str:
    """How many, the downloads of all of them, and the view that is chosen."""
    # read here: the downloads are made outside the page's run, where the session's choices are not known
    spoken, masked, shop = language(), not st.session_state.get("show_names"), chosen_shop()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(t("ui.buyers.found", count=f"{many:,}", sort=t(f"ui.sort.{sort}")), width="content")
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            view = st.segmented_control(
                t("ui.buyers.view"), VIEWS, key=recall("list_view", "table", VIEWS), label_visibility="collapsed",
                format_func=lambda name: t(f"ui.buyers.view_{name}"), required=True,
            )  # fmt: skip
            keep("list_view", in_address_unless="table", is_shared=True)
            name = f"{t('list.file')}_{day(pd.Timestamp.now())}"
            values = asked | {"shop": shop, "sort": sort}
            # made when clicked: a workbook of many buyers takes a moment
            st.download_button(
                t("ui.buyers.download_xlsx"), lambda: workbook(values, spoken, masked), f"{name}.xlsx", XLSX,
                icon=":material/download:", key="download_xlsx", on_click="ignore",
            )  # fmt: skip
            st.download_button(
                "CSV", lambda: csv(values, spoken, masked), f"{name}.csv", "text/csv",
                icon=":material/download:", key="download_csv", on_click="ignore", help=t("ui.buyers.download_csv"),
            )  # fmt: skip
    return view or "table"


def funnel(asked: dict[str, Any]) -> None:
    """The other view of the same filter."""
    with st.container(border=True):
        signal = signal_choice()
        st.subheader(t("ui.funnel.title_all", signal=t(f"words.signal.{signal}")))
        event = render_funnel(signal, asked)
        rows = answer("risk/buyers", **(asked | {"signals": [signal]}), sort="certainty", size=MOST_CHOICES, offset=0)
        names = {row.ref: f"{tier_word(str(row.tier))} {plain_name(str(row.buyer))}" for row in rows.itertuples()}
        picked = st.selectbox(
            t("ui.funnel.choose"), list(names), format_func=names.__getitem__, index=None, width=240,
            placeholder=t("ui.funnel.choose"), label_visibility="collapsed", key=f"funnel_choose_{signal}",
        )  # fmt: skip
        if ref := picked or clicked_ref(event):
            st.switch_page("pages/monitor/buyer.py", query_params={"buyer": ref})


def all_found(values: dict[str, Any], spoken: str) -> pd.DataFrame:
    """The whole filtered list with its reasons."""
    # not kept: in a big shop these are millions of rows
    everybody = warehouse.default().ask(path_of("risk/buyers"), values | {"size": None, "offset": 0})
    found = everybody.drop(columns=["found", "ref", "is_new"])
    found.insert(19, "reasons", [reasons(row, spoken) for row in records(found)])
    return found


def workbook(values: dict[str, Any], spoken: str, masked: bool) -> bytes:
    """The list as xlsx."""
    return list_workbook(warehouse.default(), all_found(values, spoken), language=spoken, masked=masked)


def csv(values: dict[str, Any], spoken: str, masked: bool) -> bytes:
    """The list as csv."""
    found = all_found(values, spoken)
    return csv_bytes(found.assign(buyer=found["buyer"].map(masked_name)) if masked else found)


def open_cases() -> dict[tuple[str, str], str]:
    """(shop, buyer) → the open case about him."""
    rows = answer("complaints/open_cases", stages=list(OPEN_STAGES)).itertuples()
    return {(str(row.shop), str(row.buyer)): str(row.case_id) for row in rows}


def status(row: dict[str, Any], case: str | None) -> str:
    """How far the owner is with a buyer, or that he is new on the list; empty while nothing was done."""
    if case and row["decision"] != "returned":
        return t("ui.buyers.in_case", number=case.rpartition("-")[2])
    if row["decision"] != "open":
        return t(f"words.decision.{row['decision']}")
    return t("ui.buyers.is_new") if row["is_new"] else ""


def table(found: pd.DataFrame, number: int, cases: dict[tuple[str, str], str]) -> dict[str, Any] | None:
    """One page of the list; the row that is picked."""
    spoken = language()
    has_shops = chosen_shop() is None and found["shop"].nunique() > 1
    tiers = [shown_tier(*each) for each in zip(found["tier"], found["is_too_few"], strict=True)]
    rows = pd.DataFrame(
        ({"shop": [shop_name(str(name)) for name in found["shop"]]} if has_shops else {})
        | {
            "buyer": [plain_name(name) for name in found["buyer"]],
            "tier": [[tier_word(tier)] for tier in tiers],
            "certainty": found["certainty"].clip(upper=0.999) * 100,
            "reasons": [reasons(row, spoken) or "–" for row in records(found)],
            "amount": found["amount_at_stake"],
            "last_order": found["last_order"],
        }
    )
    standing = [status(row, cases.get((row["shop"], row["buyer"]))) for row in records(found)]
    if any(standing):
        rows["status"] = [[word] if word else [] for word in standing]
    column = st.column_config
    words = [tier_word(tier) for tier in TIERS]
    event = st.dataframe(
        rows, key=f"list_{number}", hide_index=True, row_height=44, height="content", placeholder="–",
        on_select="rerun", selection_mode="single-row", alt=t("ui.buyers.alt", count=len(rows)),
        column_config={
            "shop": column.TextColumn(t("ui.shop.label"), width="small"),
            "buyer": column.TextColumn(t("ui.column.buyer"), width=110),
            "tier": column.MultiselectColumn(
                t("ui.column.tier"), options=words, color=["red", "orange", "gray", "gray"], width=100
            ),
            "certainty": column.ProgressColumn(
                t("ui.column.certainty"), format="%.1f%%", min_value=50, max_value=100, width=120, color=ink().faint
            ),
            "reasons": column.TextColumn(t("ui.column.reasons"), width="large"),
            "amount": column.NumberColumn(t("ui.column.amount"), format="¥%,.2f", width=100),
            "last_order": column.DateColumn(t("ui.column.last_order"), format="YYYY-MM-DD", width=100),
            "status": column.MultiselectColumn(
                t("ui.column.status"), options=sorted({word for word in standing if word}), color="blue", width=120
            ),
        },
    )  # fmt: skip
    picked = event["selection"]["rows"]
    # a selection may outlive the rows it was made on
    return found.iloc[picked[0]].to_dict() if picked and picked[0] < len(found) else None


def chosen(row: dict[str, Any] | None, cases: dict[tuple[str, str], str]) -> None:
    """The picked buyer by name, with what can be done."""
    if row is None:
        st.caption(t("ui.buyers.pick"))
        return
    tier = shown_tier(row["tier"], row["is_too_few"])
    with st.bottom, st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        with st.container(width="content", gap="xxsmall"):
            certainty = t("ui.buyer.certainty", share=share(row["certainty"]))
            st.markdown(f"**{shown_name(row['buyer'])}** {tier_badge(tier)} {certainty}")
            first, last = day(row["first_order"]), day(row["last_order"])
            st.caption(t("ui.buyers.selected", first=first, last=last, orders=row["orders"]))
        case = cases.get((row["shop"], row["buyer"]))
        if case and st.button(t("ui.buyers.open_case", case=case), icon=":material/gavel:", key="open_case"):
            st.switch_page(PAGE, query_params={"case": case})
        if st.button(primary(t("ui.buyers.open")), type="primary", icon=":material/person:", key="open_buyer"):
            st.switch_page("pages/monitor/buyer.py", query_params={"buyer": row["ref"]})


page()
