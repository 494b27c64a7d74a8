"""Rows of one signal as the files tell them: how a table says them, and a list of them to page through."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import streamlit as st

import warehouse
from risk.workbook import records_workbook
from ui.data import PERIODS, answer, chosen_shop, days_back, path_of
from ui.formats import XLSX, day, plain_name, tier_glyph
from ui.i18n import language, t
from ui.kept import keep, recall
from ui.shops import shop_name

PAGE = "pages/monitor/records.py"
PRODUCT = "pages/monitor/product.py"
BUYER = "pages/monitor/buyer.py"
PAGE_SIZE = 12
MOST_DOWNLOADED = 100_000
USUAL = "all"
WEEK = timedelta(days=7)
# what the rows of a signal have nothing to say in
WITHOUT = {"unpaid": ["kind", "ref_id"], "refund": [], "review": ["amount", "kind", "ref_id"]}
# pixels of what is told at length
WIDTHS = {
    "unpaid": {"title": 150, "said": 118, "counted": 110, "source": 240},
    "refund": {"title": 150, "said": 150, "counted": 96, "source": 160},
    "review": {"title": 150, "said": 320, "counted": 120, "source": 160},
}


def told(rows: pd.DataFrame, signal: str) -> pd.DataFrame:
    """Rows of risk/records or rows_behind, of one signal, as people read them."""
    table = pd.DataFrame(
        {
            "at": rows["at"],
            "order_id": rows["order_id"].astype(object).where(rows["order_id"].notna(), None),
            "title": rows["title"],
            "amount": rows["amount"],
            "kind": [t(f"words.refund_kind.{kind}") if isinstance(kind, str) else None for kind in rows["kind"]],
            "said": rows["said"],
            "counted": [
                t(f"words.why_not.{why}") if isinstance(why, str) else t("ui.row.yes") for why in rows["why_not"]
            ],
            "source": [source(row.file, row.row_number) for row in rows.itertuples()],
            "ref_id": rows["ref_id"].astype(str),
        }
    )
    return table.drop(columns=WITHOUT[signal])


def source(file: object, row: object) -> str:
    """File and line, or – where the row tells of a line without a record of its own."""
    return f"{file} · {int(float(str(row)))}" if isinstance(file, str) and not pd.isna(row) else "–"


def columns_of(table: pd.DataFrame, signal: str) -> dict[str, Any]:
    """Titles, widths and formats of what told() gives, and of the columns that are put beside."""
    column = st.column_config
    formats = {
        "at": column.DatetimeColumn(t("ui.row.at"), format="YYYY-MM-DD HH:mm"),
        "amount": column.NumberColumn(t("ui.row.amount"), format="¥%,.2f"),
    }
    names = {
        name: column.Column(title_of(name, signal), width=WIDTHS[signal].get(name))
        for name in map(str, table)
        if name not in formats
    }
    return names | formats


def title_of(name: str, signal: str) -> str:
    """What a column is called; what a file says is of each signal another thing."""
    return t(f"ui.row.said_{signal}" if name == "said" else f"ui.row.{name}")


def period_choice(key: str, *, is_shared: bool) -> tuple[datetime | None, datetime | None]:
    """From when, and until before when; each week that there are data of is a choice of its own.

    `is_shared`: the address of the page carries it.
    """
    weeks = answer("risk/weekly", product=None)["week"].drop_duplicates().dropna().sort_values(ascending=False)
    starts = {code_of(week): week.to_pydatetime() for week in weeks}
    words = {code: t(f"ui.period.{code}") for code in PERIODS}
    words |= {code: t("records.week", date=day(start)) for code, start in starts.items()}
    # a week of before may be one no more, after an import was undone
    if st.session_state[recall(key, USUAL, list(words))] not in words:
        st.session_state[key] = USUAL
    chosen = st.selectbox(
        t("records.period"), list(words), key=key, width=240, label_visibility="collapsed",
        format_func=words.__getitem__,
    )  # fmt: skip
    keep(key, in_address_unless=USUAL, is_shared=is_shared)
    if chosen in starts:
        return starts[chosen], starts[chosen] + WEEK
    return days_back(PERIODS[chosen]), None


def code_of(week: object) -> str:
    """What stands for a week in the choice of a period, and in addresses."""
    return f"w{day(week)}"


def records_list(signal: str, asked: dict[str, Any]) -> None:
    """The rows that `asked` of risk/records leaves, a page at a time; a row that is picked opens its buyer."""
    key = f"records_{signal}_" + "_".join(str(value) for value in asked.values())
    number = st.session_state.get(f"{key}_page", 1)
    rows = answer("risk/records", signal=signal, size=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE, **asked)
    if rows.empty and number > 1:
        number = 1
        rows = answer("risk/records", signal=signal, size=PAGE_SIZE, offset=0, **asked)
    word = t(f"words.signal.{signal}")
    if rows.empty:
        st.caption(t("records.none", signal=word))
        return
    found, happened = (int(rows[name].iloc[0]) for name in ("found", "happened"))
    ours = t("records.ours", count=found - happened) if found > happened else ""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(t("records.found", signal=word, count=happened, ours=ours), width="content")
        download(signal, asked, found)
    table = told(rows, signal)
    table.insert(1, "buyer", [named(row.buyer, row.tier) for row in rows.itertuples()])
    if asked["product"] is not None:
        table = table.drop(columns="title")
    if chosen_shop() is None and "shop" not in asked and len(answer("risk/shops")) > 1:
        table.insert(0, "shop", [shop_name(str(name)) for name in rows["shop"]])
    event = st.dataframe(
        table, hide_index=True, height="content", key=f"{key}_{number}", on_select="rerun", placeholder="–",
        selection_mode="single-row", column_config=columns_of(table, signal),
        alt=t("records.alt", signal=word, count=len(table), found=found),
    )  # fmt: skip
    if found > PAGE_SIZE:
        st.pagination(-(-found // PAGE_SIZE), key=f"{key}_page")
    picked = event["selection"]["rows"]
    if picked and picked[0] < len(rows) and isinstance(rows["buyer"].iloc[picked[0]], str):
        st.switch_page(BUYER, query_params={"buyer": str(rows["ref"].iloc[picked[0]])})


def download(signal: str, asked: dict[str, Any], found: int) -> None:
    """All the rows as a workbook, the latest as far as a sheet holds them, made when it is pressed."""
    # read here: the file is made outside the page's run, where the session's choices are not known
    spoken, masked = language(), not st.session_state.get("show_names")
    values = {"shop": chosen_shop()} | asked | {"signal": signal, "size": MOST_DOWNLOADED, "offset": 0}

    def made() -> bytes:
        rows = warehouse.default().ask(path_of("risk/records"), values)
        return records_workbook(rows.assign(signal=signal), spoken, masked=masked)

    label = t("records.download" if found <= MOST_DOWNLOADED else "records.download_latest", count=MOST_DOWNLOADED)
    name = f"{t('ui.page.records')}_{t(f'words.signal.{signal}')}_{day(pd.Timestamp.now())}.xlsx"
    st.download_button(
        label, made, name, XLSX, icon=":material/download:", key=f"records_download_{signal}", on_click="ignore"
    )


def named(buyer: object, tier: object) -> str | None:
    """The buyer, with the sign of the tier where he is on the list; None where the order names nobody."""
    if not isinstance(buyer, str):
        return None
    return f"{tier_glyph(tier)} {plain_name(buyer)}" if isinstance(tier, str) else plain_name(buyer)


def open_product(rows: pd.DataFrame, event: Any) -> None:  # noqa: ANN401 - what st.dataframe returns
    """Lead to the product whose row was picked; `rows` as the table shows them, with their ref."""
    picked = event["selection"]["rows"]
    if picked and picked[0] < len(rows):
        st.switch_page(PRODUCT, query_params={"product": str(rows["ref"].iloc[picked[0]])})
