"""Small export files made for a test."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

HEADERS: Mapping[str, str] = tomllib.loads(Path(__file__).with_name("headers.toml").read_text("utf-8"))
Row = Mapping[str, str]


def header(version: str) -> list[str]:
    """The header cells of a version."""
    return HEADERS[version].split(",")


def write(path: Path, columns: Sequence[str], rows: Sequence[Row], encoding: str = "utf-8") -> Path:
    """A csv, or an xlsx where the name says so; a row's cells are looked up by trimmed header cell."""
    lines = [list(columns), *[[row.get(column.strip(), "") for column in columns] for row in rows]]
    if path.suffix == ".xlsx":
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("export")
            for number, line in enumerate(lines):
                for place, cell in enumerate(line):
                    if cell:
                        sheet.write_string(number, place, cell)
    else:
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(lines)
    return path
