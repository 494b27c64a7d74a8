"""The list as a workbook: the list, the orders behind it, and how to read both."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from locales import say
from risk import settings
from risk.listing import COLUMNS, shown_count
from risk.masking import masked_name
from warehouse import Warehouse

SQL = Path(__file__).with_name("sql")
WIDTHS = {"shop": 14, "buyer": 18, "tier": 12, "signals": 20, "first_order": 17, "last_order": 17, "reasons": 60}
LIST_COLUMNS = {name: WIDTHS.get(name, 11) for name in COLUMNS}
ORDER_COLUMNS = {
    "buyer": 18, "order_id": 23, "signal": 11, "ref_id": 23, "at": 17, "title": 36, "amount": 11, "outcome": 12,
    "why_not": 26, "kind": 12, "said": 36, "file": 30, "row_number": 8,
}  # fmt: skip
GLYPHS = {"high": "◆", "watch": "▲", "none": "○", "few": "◌"}
SHARES = ("certainty", "certainty_unpaid", "certainty_refund", "certainty_review")
MONEY = ("amount_at_stake", "amount")
TIMES = ("first_order", "last_order", "at")
TENTHS = ("unpaid_expected", "refunds_expected", "bad_reviews_expected")
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False}


def list_workbook(
    warehouse: Warehouse, listed: pd.DataFrame, *, language: str, masked: bool = False, for_programs: bool = False
) -> bytes:
    """An xlsx of the listed buyers; ids and names are text cells.

    `masked` hides the middle of names. `for_programs` keeps the list's column names and codes as the command
    promises them, instead of words in the owner's language.
    """
    orders = warehouse.ask(SQL / "rows_behind.sql", {"shops": list(listed["shop"]), "buyers": list(listed["buyer"])})
    guide = guide_lines(warehouse, language, listed)
    if not for_programs:
        listed = listed.assign(
            decision=[
                say(language, f"words.decision.{name}") if name != "open" else "" for name in listed["decision"]
            ],
            tier=[f"{GLYPHS[tier]} {say(language, f'words.tier.{tier}')}" for tier in listed["tier"]],
            signals=[
                say(language, "etl.and").join(say(language, f"words.signal.{s}") for s in signals.split(",") if s)
                for signals in listed["signals"]
            ],
        )
    orders = in_words(orders, language, masked=masked)
    if masked:
        listed = listed.assign(buyer=listed["buyer"].map(masked_name))
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, AS_TEXT) as book:
        head, formats = formats_of(book)
        for name, frame, columns in (("list", listed, LIST_COLUMNS), ("orders", orders, ORDER_COLUMNS)):
            sheet = book.add_worksheet(say(language, f"list.sheet.{name}"))
            keeps_codes = for_programs and name == "list"
            if name == "list" and not for_programs:
                columns = columns | {"decision": 14}
            titles = [column if keeps_codes else say(language, f"list.column.{column}") for column in columns]
            write_table(sheet, frame, columns, titles, head, formats)
        write_guide(book.add_worksheet(say(language, "list.sheet.guide")), guide)
    return buffer.getvalue()


def records_workbook(rows: pd.DataFrame, language: str, *, masked: bool = False) -> bytes:
    """An xlsx of one sheet: rows of records.sql with their signal, written as the orders behind a list are."""
    columns = {"shop": WIDTHS["shop"]} | ORDER_COLUMNS if rows["shop"].nunique() > 1 else ORDER_COLUMNS
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, AS_TEXT) as book:
        head, formats = formats_of(book)
        titles = [say(language, f"list.column.{column}") for column in columns]
        sheet = book.add_worksheet(say(language, "list.sheet.records"))
        write_table(sheet, in_words(rows, language, masked=masked), columns, titles, head, formats)
    return buffer.getvalue()


def in_words(orders: pd.DataFrame, language: str, *, masked: bool) -> pd.DataFrame:
    """Rows of rows_behind.sql or records.sql with words for codes, and buyers as they may be named."""
    return orders.assign(
        buyer=[masked_name(name) if masked and isinstance(name, str) else name for name in orders["buyer"]],
        signal=[say(language, f"words.signal.{s}") for s in orders["signal"]],
        outcome=[say(language, f"list.outcome.{'hit' if hit else 'ordinary'}") for hit in orders["is_hit"]],
        why_not=[say(language, f"words.why_not.{why}") if isinstance(why, str) else "" for why in orders["why_not"]],
        kind=[say(language, f"words.refund_kind.{kind}") if isinstance(kind, str) else "" for kind in orders["kind"]],
    )


def formats_of(book: xlsxwriter.Workbook) -> tuple[Format, dict[str, Format]]:
    """The header's format, and those of cells by what they hold."""
    head = book.add_format({"bold": True, "bg_color": "#F1F4F8", "border_color": "#E1E6EB", "bottom": 1})
    held = {
        "share": "0.0%", "money": "¥#,##0.00", "time": "yyyy-mm-dd hh:mm", "tenth": "0.0", "text": "@",
    }  # fmt: skip
    return head, {name: book.add_format({"num_format": form}) for name, form in held.items()}


def write_table(
    sheet: Worksheet,
    frame: pd.DataFrame,
    columns: dict[str, int],
    titles: list[str],
    head: Format,
    formats: dict[str, Format],
) -> None:
    """A header row that stays, widths that fit, and one typed cell a value."""
    for place, (name, width) in enumerate(columns.items()):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, titles[place], head)
        for row, value in enumerate(frame[name], 1):
            if value is None or pd.isna(value):
                continue
            if name in TIMES:
                sheet.write_datetime(row, place, pd.Timestamp(value).to_pydatetime(), formats["time"])
            elif isinstance(value, str):
                sheet.write_string(row, place, value, formats["text"])
            else:
                sheet.write_number(row, place, float(value), formats.get(number_format(name)))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(frame), len(columns) - 1)


def number_format(name: str) -> str:
    """Which of the formats a number of this column takes."""
    return "share" if name in SHARES else "money" if name in MONEY else "tenth" if name in TENTHS else ""


def guide_lines(warehouse: Warehouse, language: str, listed: pd.DataFrame) -> list[str]:
    """How to read the list, with the settings it was made by and its own error rate."""
    chosen = settings.current(warehouse)
    values = {
        name: f"{value:.1%}".replace(".0%", "%") if settings.BOUNDS[name].is_share else f"{value:g}"
        for name, value in chosen.items()
    }
    high = listed[listed["tier"] == "high"]
    wrong = shown_count(float((1 - high["certainty"]).sum()))
    lines = [say(language, f"list.guide.line{number}", **values) for number in range(1, 10)]
    return [*lines, say(language, "risk.command_error_rate", high=len(high), wrong=wrong)]


def write_guide(sheet: Worksheet, lines: list[str]) -> None:
    """One line a row."""
    sheet.set_column(0, 0, 100)
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line)
