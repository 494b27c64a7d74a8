"""Refused rows as a workbook: what was read, where, and why it was refused."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pandas as pd
import xlsxwriter

from locales import say
from warehouse import Warehouse

SQL = Path(__file__).with_name("sql") / "pages"


def rejected_rows(warehouse: Warehouse, batches: list[int]) -> pd.DataFrame:
    """file, sheet, row_number, reason (key), detail, cells (JSON) of these batches; of all when there are none."""
    return warehouse.ask(SQL / "rejected.sql", {"batches": batches})


def rejected_workbook(rows: pd.DataFrame, language: str) -> bytes:
    """One sheet a file, each with its own columns; every cell is text, so that ids stay whole."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "bg_color": "#F1F4F8"})
        text = book.add_format({"num_format": "@"})
        for number, (_, part) in enumerate(rows.groupby("file", sort=False), 1):
            cells = [json.loads(row) for row in part["cells"]]
            names = list(dict.fromkeys(name for row in cells for name in row))
            sheet = book.add_worksheet(str(number))
            header = [say(language, f"list.column.{name}") for name in ("file", "row_number", "why_not")] + names
            for column, name in enumerate(header):
                sheet.write_string(0, column, name, head)
            for line, (row, values) in enumerate(zip(part.itertuples(), cells, strict=True), 1):
                reason = say(language, f"etl.reason.{row.reason}") + (f": {row.detail}" if row.detail else "")
                filled = [str(row.file), str(row.row_number), reason, *(values.get(name) or "" for name in names)]
                for column, value in enumerate(filled):
                    sheet.write_string(line, column, str(value), text)
            sheet.freeze_panes(1, 3)
            sheet.set_column(0, len(header), 18)
    return buffer.getvalue()
