"""The orders and facts of a case as a workbook for the platform: text stays text, each fact with its source."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from complaints.dossier import Dossier
from complaints.numbers import known_by
from locales import say

ORDER_COLUMNS = {"order_id": 24, "buyer": 18, "titles": 40, "placed": 17, "paid": 17, "amount": 12, "outcome": 40}
FACT_COLUMNS = {"at": 17, "what": 22, "amount": 12, "text": 50, "order_id": 24, "ref_id": 24, "source": 40}


def order_table(dossier: Dossier, language: str = "zh") -> bytes:
    """An xlsx with a sheet of orders and a sheet of facts."""
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": dossier.now})
        for name, columns, rows in (
            ("orders", ORDER_COLUMNS, order_rows(dossier, language)),
            ("facts", FACT_COLUMNS, fact_rows(dossier, language)),
        ):
            sheet = book.add_worksheet(say(language, f"desk.table.{name}"))
            head = book.add_format({"bold": True, "bg_color": "#F1F4F8", "bottom": 1})
            time, money = book.add_format({"num_format": "yyyy-mm-dd hh:mm"}), book.add_format({"num_format": "0.00"})
            for place, (column, width) in enumerate(columns.items()):
                sheet.set_column(place, place, width)
                sheet.write_string(0, place, say(language, f"desk.table_column.{column}"), head)
                for number, row in enumerate(rows, 1):
                    value = row[column]
                    if value is None:
                        continue
                    if isinstance(value, str):
                        sheet.write_string(number, place, value)
                    elif column in ("placed", "paid", "at"):
                        sheet.write_datetime(number, place, value, time)
                    else:
                        sheet.write_number(number, place, float(value), money)
            sheet.freeze_panes(1, 1)
    return buffer.getvalue()


def order_rows(dossier: Dossier, language: str) -> list[dict[str, Any]]:
    """One row an order, with what became of it in words."""
    return [order_row(order, [f for f in dossier.facts if f["order_id"] == order], language)
            for order in dossier.order_ids]  # fmt: skip


def order_row(order_id: str, facts: Sequence[dict[str, Any]], language: str) -> dict[str, Any]:
    """One order from its facts."""
    first = {fact["kind"]: fact for fact in reversed(facts)}
    placed, paid = first.get("placed"), first.get("paid")
    told = [say(language, f"desk.fact.{f['kind']}") for f in facts if f["kind"] not in ("placed", "paid", "shipped")]
    return {
        "order_id": order_id,
        "buyer": next((fact["buyer"] for fact in facts if fact["buyer"]), None),
        "titles": placed and placed["text"],
        "placed": placed and placed["at"],
        "paid": paid and paid["at"],
        "amount": (paid or placed or {}).get("amount") or (placed or {}).get("amount"),
        "outcome": "；".join(dict.fromkeys(told)),
    }


def fact_rows(dossier: Dossier, language: str) -> list[dict[str, Any]]:
    """One row a fact."""
    return [
        {
            "at": fact["at"],
            "what": say(language, f"desk.fact.{fact['kind']}"),
            "amount": fact["amount"],
            "text": fact["text"],
            "order_id": fact["order_id"],
            "ref_id": fact["ref_id"] and known_by(fact["ref_id"], fact["order_id"]),
            "source": source_of(fact, language),
        }
        for fact in dossier.facts
    ]


def source_of(fact: dict[str, Any], language: str) -> str:
    """File and row, or that the owner wrote it."""
    if fact["file"]:
        return say(language, "desk.source.row", file=fact["file"], row=fact["row_number"])
    return say(language, "desk.source.hand" if fact["source"] == "hand" else "desk.source.data")
