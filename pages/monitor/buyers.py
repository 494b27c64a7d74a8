"""The list of buyers: filter, sort, page through, pick one, download."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st

import warehouse
from risk.listing import csv_bytes, reasons
from risk.masking import masked_name
from risk.workbook import list_workbook
from ui.data import answer, answer_row
from ui.first_run import first_run
from ui.formats import SIGNALS, day, plain_name, share, shown_name, shown_tier, tier_badge, tier_word
from ui.i18n import language, t

PAGE_SIZE = 12
PERIODS = {"all": None, "d30": 30, "d90": 90, "d180": 180}
SORTS = ("certainty", "amount", "latest", "orders")
TIERS = ("high", "watch", "none", "few")
FILTERS = ("list_tiers", "list_signals", "list_period", "list_amount", "list_name")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def page() -> None:
    """Draw the page."""
    coverage = answer_row("risk/coverage")
    if not coverage["orders"]:
        first_run()
        return
    counts = answer_row("risk/tier_counts")
    st.title(t("ui.page.buyers"))
    wrong = f"{counts['high_wrong']:.1f}"
    listed = counts["high"] + counts["watch"]
    st.caption(t("ui.buyers.summary", count=listed, high=counts["high"], wrong=wrong))
    asked = filters(counts, coverage)
    number = st.session_state.get("list_page", 1)
    found = answer("risk/buyers", **asked, size=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE)
    if found.empty and number > 1:
        found = answer("risk/buyers", **asked, size=PAGE_SIZE, offset=0)
    if found.empty:
        nothing(asked)
        return
    total = int(found["found"].iloc[0])
    toolbar(asked, total)
    row = table(found)
    pages = -(-total // PAGE_SIZE)
    if pages > 1:
        st.pagination(pages, key="list_page")
    st.caption(t("ui.buyers.note"))
    chosen(row)


def filters(counts: dict[str, Any], coverage: dict[str, Any]) -> dict[str, Any]:
    """The filter's widgets; values for risk/buyers."""
    many = {"high": counts["high"], "watch": counts["watch"], "few": counts["few"]}
    many["none"] = counts["buyers"] - sum(many.values())
    left, right = st.columns(2)
    tiers = left.pills(
        t("ui.buyers.tier"), TIERS, selection_mode="multi", default=["high", "watch"], key="list_tiers",
        format_func=lambda tier: f"{tier_word(tier)} {many[tier]:,}", persist_state="session", on_change=first_page,
    )  # fmt: skip
    signals = right.pills(
        t("ui.buyers.signal"), SIGNALS, selection_mode="multi", key="list_signals",
        format_func=lambda name: f"{t(f'words.signal.{name}')} {counts[name]}", persist_state="session",
        on_change=first_page,
    )  # fmt: skip
    columns = st.columns(4)
    periods = {name: t(f"ui.period.{name}") for name in PERIODS}
    sorts = {name: t(f"ui.sort.{name}") for name in SORTS}
    period = columns[0].selectbox(
        t("ui.buyers.period"), list(PERIODS), format_func=periods.__getitem__, key="list_period",
        persist_state="session", on_change=first_page,
    )  # fmt: skip
    amount = columns[1].number_input(
        t("ui.buyers.amount"), min_value=0, step=100, key="list_amount", persist_state="session", on_change=first_page
    )
    name = columns[2].text_input(
        t("ui.buyers.name"), placeholder=t("ui.buyers.name_hint"), icon=":material/search:", key="list_name",
        persist_state="session", on_change=first_page,
    )  # fmt: skip
    sort = columns[3].selectbox(
        t("ui.buyers.sort"), SORTS, format_func=sorts.__getitem__, key="list_sort",
        persist_state="session", on_change=first_page,
    )  # fmt: skip
    days = PERIODS[period or "all"]
    since = (coverage["last_at"] - timedelta(days=days)).to_pydatetime() if days else None
    return {
        "tiers": list(tiers or TIERS), "signals": list(signals or []), "since": since, "amount": float(amount or 0),
        "name": name.strip(), "sort": sort,
    }  # fmt: skip


def first_page() -> None:
    """A changed filter begins at its first page."""
    st.session_state["list_page"] = 1


def clear_filter() -> None:
    """Forget the filter."""
    for key in FILTERS:
        st.session_state.pop(key, None)
    first_page()


def nothing(asked: dict[str, Any]) -> None:
    """No match: say what was asked, offer to clear it."""
    parts = [t(f"words.tier.{tier}") for tier in asked["tiers"]] if len(asked["tiers"]) < len(TIERS) else []
    parts += [t(f"words.signal.{signal}") for signal in asked["signals"]]
    parts += [f"≥ ¥{asked['amount']:,.0f}"] if asked["amount"] else []
    parts += [f"≥ {day(asked['since'])}"] if asked["since"] else []
    parts += [asked["name"]] if asked["name"] else []
    st.info(
        t("ui.buyers.none", filter=t("ui.join").join(parts)).replace("$", "\\$"), icon=":material/filter_alt_off:"
    )
    st.button(t("ui.buyers.clear"), on_click=clear_filter)


def toolbar(asked: dict[str, Any], total: int) -> None:
    """How many, and the downloads of all of them."""
    # read here: the downloads are made outside the page's run, where the session's choices are not known
    spoken, masked = language(), not st.session_state.get("show_names")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(t("ui.buyers.found", count=f"{total:,}", sort=t(f"ui.sort.{asked['sort']}")))
        name = f"{t('list.file')}_{day(pd.Timestamp.now())}"
        # made when clicked: a workbook of many buyers takes a moment
        st.download_button(
            t("ui.buyers.download_xlsx"), lambda: workbook(asked, spoken, masked),
            f"{name}.xlsx", XLSX,
            icon=":material/download:", key="download_xlsx", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            t("ui.buyers.download_csv"), lambda: csv(asked, spoken, masked),
            f"{name}.csv", "text/csv",
            icon=":material/download:", key="download_csv", on_click="ignore",
        )  # fmt: skip


def all_found(asked: dict[str, Any], spoken: str) -> pd.DataFrame:
    """The whole filtered list with its reasons."""
    found = answer("risk/buyers", **asked, size=None, offset=0).drop(columns=["found", "ref"])
    found.insert(19, "reasons", [reasons(row, spoken) for row in found.to_dict("records")])
    return found


def workbook(asked: dict[str, Any], spoken: str, masked: bool) -> bytes:
    """The list as xlsx."""
    return list_workbook(warehouse.default(), all_found(asked, spoken), language=spoken, masked=masked)


def csv(asked: dict[str, Any], spoken: str, masked: bool) -> bytes:
    """The list as csv."""
    found = all_found(asked, spoken)
    return csv_bytes(found.assign(buyer=found["buyer"].map(masked_name)) if masked else found)


def table(found: pd.DataFrame) -> dict[str, Any] | None:
    """One page of the list; the row that is picked."""
    spoken = language()
    tiers = [shown_tier(r.tier, r.is_too_few) for r in found.itertuples()]
    rows = pd.DataFrame(
        {
            "buyer": [plain_name(name) for name in found["buyer"]],
            "tier": [[tier_word(tier)] for tier in tiers],
            "certainty": found["certainty"].clip(upper=0.999) * 100,
            "reasons": [reasons(row, spoken) or "–" for row in found.to_dict("records")],
            "amount": found["amount_at_stake"],
            "last_order": found["last_order"],
        }
    )
    column = st.column_config
    words = [tier_word(tier) for tier in TIERS]
    event = st.dataframe(
        rows, key=f"list_{st.session_state.get('list_page', 1)}", hide_index=True, row_height=44, height="content",
        on_select="rerun", selection_mode="single-row",
        column_config={
            "buyer": column.TextColumn(t("ui.column.buyer")),
            "tier": column.MultiselectColumn(
                t("ui.column.tier"), options=words, color=["red", "orange", "gray", "gray"], width="small"
            ),
            "certainty": column.ProgressColumn(
                t("ui.column.certainty"), format="%.1f%%", min_value=50, max_value=100, width="small"
            ),
            "reasons": column.TextColumn(t("ui.column.reasons"), width="large"),
            "amount": column.NumberColumn(t("ui.column.amount"), format="¥%,.2f"),
            "last_order": column.DateColumn(t("ui.column.last_order"), format="YYYY-MM-DD"),
        },
    )  # fmt: skip
    picked = event["selection"]["rows"]
    # a selection may outlive the rows it was made on
    return found.iloc[picked[0]].to_dict() if picked and picked[0] < len(found) else None


def chosen(row: dict[str, Any] | None) -> None:
    """The picked buyer by name, with what can be done."""
    if row is None:
        st.caption(t("ui.buyers.pick"))
        return
    tier = shown_tier(row["tier"], row["is_too_few"])
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container():
            certainty = t("ui.buyer.certainty", share=share(row["certainty"]))
            st.markdown(f"**{shown_name(row['buyer'])}** {tier_badge(tier)} {certainty}")
            st.caption(
                t(
                    "ui.buyers.selected", first=day(row["first_order"]), last=day(row["last_order"]),
                    orders=row["orders"],
                )
            )  # fmt: skip
        if st.button(t("ui.buyers.open"), type="primary", icon=":material/person:", key="open_buyer"):
            st.switch_page("pages/monitor/buyer.py", query_params={"buyer": row["ref"]})


page()
