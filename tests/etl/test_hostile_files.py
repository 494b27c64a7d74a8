"""Files that are broken, or made to break their reader: refused in words or taken, in bounded time and memory,
while the good file beside them goes in. Each runs through the real command in a process of its own."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from benchmarks.measured import memory_of
from tests.etl.files import header, write
from tests.etl.test_header_versions import ORDER_ROWS
from warehouse import ROOT

# Generous, for slow machines. What is asked for is that they are bounded: a reader that is led astray needs minutes
# or takes all the memory there is.
MOST_SECONDS = 60
MOST_GIGABYTES = 3.0
COLUMNS = header("O-E")
ROW = [ORDER_ROWS[0].get(column.strip(), "") for column in COLUMNS]
MEGABYTE = 1024**2
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def workbook(fill: Callable[[Any, Any], object] | None = None) -> bytes:
    """An order report of one row as xlsx; `fill` adds to the book and its sheet."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("export")
        for place, (column, cell) in enumerate(zip(COLUMNS, ROW, strict=True)):
            sheet.write_string(0, place, column)
            sheet.write_string(1, place, cell)
        if fill:
            fill(book, sheet)
    return buffer.getvalue()


def with_part(name: str, change: Callable[[bytes], bytes], content: bytes | None = None) -> bytes:
    """A workbook with one of its parts changed."""
    source, buffer = zipfile.ZipFile(io.BytesIO(content or workbook())), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for each in source.namelist():
            target.writestr(each, change(source.read(each)) if each == name else source.read(each))
    return buffer.getvalue()


def archive(files: dict[str, bytes]) -> bytes:
    """A zip of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return buffer.getvalue()


def as_csv(*extra: str, columns: list[str] = COLUMNS, row: list[str] = ROW) -> bytes:
    """The same row as csv, and lines after it."""
    return "\r\n".join([",".join(columns), ",".join(row), *extra]).encode()


SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">' + LAUGHS + b"]>"


def bomb(megabytes: int) -> bytes:
    """Zeros that pack a thousand times smaller."""
    return archive({"订单.csv": b"0" * megabytes * MEGABYTE})


def lying_size() -> bytes:
    """A zip whose directory says that its file is ten bytes long."""
    content = bytearray(archive({"订单.csv": as_csv()}))
    at = content.index(b"PK\x01\x02")
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(content)


def nested(levels: int) -> bytes:
    """A zip in a zip in a zip …"""
    content = archive({"订单.csv": as_csv()})
    for level in range(levels):
        content = archive({f"{level}.zip": content})
    return content


def rows_far_down(_: Any, sheet: Any) -> None:  # noqa: ANN401
    sheet.write_string(1_048_575, 0, "")
    sheet.write_string(1_000_000, 16_383, "x")


def linked(_: Any, sheet: Any) -> None:  # noqa: ANN401
    sheet.write_formula(1, len(COLUMNS), "='[http://example.invalid/other.xlsx]Sheet1'!A1")
    sheet.write_url(1, len(COLUMNS) + 1, "http://example.invalid/")


def formulas(_: Any, sheet: Any) -> None:  # noqa: ANN401
    sheet.write_formula(1, len(COLUMNS), '=cmd|"/c calc"!A1')
    sheet.write_formula(1, len(COLUMNS) + 1, "=1/0", None, "#DIV/0!")


@dataclass(frozen=True)
class Hostile:
    """What to make, and what must come of it: orders that go in, or a key of the catalogue."""

    make: Callable[[], bytes]
    name: str = "坏.xlsx"
    refused: bool = True


HOSTILE = {
    "xlsx cut in half": Hostile(lambda: workbook()[: len(workbook()) // 2]),
    "xlsx without its end": Hostile(lambda: workbook()[:-22]),
    "zip with one byte of its data changed": Hostile(lambda: (z := archive({"a.csv": as_csv()}))[:60] + b"\xff" + z[61:], "a.zip"),
    "zip that lies about sizes": Hostile(lying_size, "a.zip"),
    "zip bomb": Hostile(lambda: bomb(1100), "a.zip"),
    "zip in a zip in a zip": Hostile(lambda: nested(4), "a.zip"),
    "zip of 2,000 files": Hostile(lambda: archive({f"{n}.csv": b"a,b\n1,2" for n in range(2000)}), "a.zip"),
    "zip with paths that climb out": Hostile(lambda: archive({"../../out.csv": as_csv(), "/tmp/abs.csv": as_csv(), "C:\\x.csv": as_csv()}), "a.zip", refused=False),
    "empty zip": Hostile(lambda: archive({}), "a.zip"),
    "xml bomb in the strings": Hostile(lambda: with_part(STRINGS, lambda _: ENTITIES + b"<sst><si><t>&l9;</t></si></sst>")),
    "xml bomb in the sheet": Hostile(lambda: with_part(SHEET, lambda _: ENTITIES + b"<worksheet><sheetData><row><c t='inlineStr'><is><t>&l9;</t></is></c></row></sheetData></worksheet>")),
    "file named by the xml": Hostile(lambda: with_part(STRINGS, lambda x: x.replace(b"<sst", b'<!DOCTYPE s [<!ENTITY f SYSTEM "file:///etc/passwd">]><sst', 1).replace("订单编号".encode(), b"&f;", 1))),
    "sheet of 200 MB of blanks": Hostile(lambda: with_part(SHEET, lambda x: x.replace(b"<sheetData>", b"<sheetData>" + b" " * 200 * MEGABYTE)), refused=False),
    "strings of 200 MB": Hostile(lambda: with_part(STRINGS, lambda x: x.replace(b"</sst>", b"<si><t>" + b"0" * 200 * MEGABYTE + b"</t></si></sst>")), refused=False),
    "a cell of 100 MB": Hostile(lambda: with_part(STRINGS, lambda x: x.replace("小店".encode(), b"0" * 100 * MEGABYTE, 1))),
    "16,384 columns": Hostile(lambda: workbook(lambda _, sheet: [sheet.write_string(r, c, "x") for r in range(2) for c in range(len(COLUMNS), 16_384)])),
    "a million blank rows": Hostile(lambda: with_part(SHEET, lambda x: x.replace(b"</sheetData>", b"".join(b'<row r="%d"/>' % n for n in range(3, 1_000_003)) + b"</sheetData>")), refused=False),
    "a cell in the farthest corner": Hostile(lambda: workbook(rows_far_down)),
    "a dimension that lies": Hostile(lambda: with_part(SHEET, lambda x: x.replace(b'<dimension ref="', b'<dimension ref="A1:XFD1048576" was="', 1)), refused=False),
    "formulas and errors": Hostile(lambda: workbook(formulas), refused=False),
    "links to other files": Hostile(lambda: workbook(linked), refused=False),
    "macros": Hostile(lambda: archive({"[Content_Types].xml": TYPES.encode(), "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + b"\0" * 500}), "宏.xlsm"),
    "relations that go in circles": Hostile(lambda: with_part("xl/_rels/workbook.xml.rels", lambda x: x.replace(b"worksheets/sheet1.xml", b"workbook.xml"))),
    "old xls cut short": Hostile(lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "坏.xls"),
    "old xls of noise": Hostile(lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 400, "坏.xls"),
    "html with a table without end": Hostile(lambda: b"<html><table>" + b"<tr><td>1" * 400_000, "坏.xls"),
    "html nested a hundred thousand deep": Hostile(lambda: b"<div>" * 100_000 + b"<table><tr><td>x", "坏.xls"),
    "html with a cell over a billion columns": Hostile(lambda: b"<table><tr><td colspan=1000000000>x</td></tr></table>", "坏.xls"),
    "csv of NUL bytes": Hostile(lambda: b"\0" * 10 * MEGABYTE, "坏.csv"),
    "csv with NUL bytes in a cell": Hostile(lambda: as_csv().replace("小店".encode(), b"\0\0"), "坏.csv"),
    "csv of one line of 100 MB": Hostile(lambda: b"a," * 50 * MEGABYTE, "坏.csv"),
    "csv with a cell of 100 MB": Hostile(lambda: as_csv().replace("小店".encode(), b"0" * 100 * MEGABYTE), "坏.csv"),
    "csv with a quote that never ends": Hostile(lambda: as_csv('"' + "x" * 20 * MEGABYTE), "坏.csv"),
    "csv of 16,384 columns": Hostile(lambda: as_csv(columns=COLUMNS + ["x"] * 16_384, row=ROW + [""] * 16_384), "坏.csv"),
    "csv with a million blank lines": Hostile(lambda: as_csv(*[""] * 1_000_000, ",".join(ROW).replace(ROW[0], "998877665544332211")), "坏.csv", refused=False),
    "csv that starts programs": Hostile(lambda: as_csv(columns=[*COLUMNS, "买家留言2"], row=[*ROW, "=cmd|'/c calc'!A1"]), "坏.csv", refused=False),
    "json nested a hundred thousand deep": Hostile(lambda: b"[" * 100_000, "坏.json"),
    "a picture": Hostile(lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 5000, "坏.xlsx"),
    "a program": Hostile(lambda: b"MZ" + b"\x90" * 5000, "坏.xlsx"),
    "nothing": Hostile(lambda: b"", "坏.xlsx"),
}  # fmt: skip


def run(folder: Path) -> tuple[list[dict[str, Any]], int, float, float, str]:
    """Outcomes, exit code, seconds, peak memory in GB, and the error stream of `python -m etl FOLDER --json`."""
    command = [sys.executable, "-m", "etl", str(folder), "--json", "--database", str(folder.parent / "x.duckdb")]
    started, peak = time.monotonic(), 0
    with (folder.parent / "out").open("w+b") as out, (folder.parent / "err").open("w+b") as err:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=err)
        while process.poll() is None:
            peak = max(peak, memory_of(process.pid) or 0)
            time.sleep(0.05)
            if time.monotonic() - started > 4 * MOST_SECONDS:
                process.kill()
        out.seek(0)
        err.seek(0)
        outcomes = [json.loads(line) for line in out.read().decode().splitlines() if line.strip()]
        return outcomes, process.returncode, time.monotonic() - started, peak / 1e9, err.read().decode()


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_costs_little_and_harms_nothing(tmp_path: Path, what: str) -> None:
    case, folder = HOSTILE[what], tmp_path / "files"
    folder.mkdir()
    (folder / case.name).write_bytes(case.make())
    write(folder / "好.csv", COLUMNS, [ORDER_ROWS[1]])
    outcomes, code, seconds, gigabytes, said = run(folder)
    by_name = {Path(outcome["file"]).name: outcome for outcome in outcomes}
    assert by_name["好.csv"]["error"] is None
    assert by_name["好.csv"]["rows_new"] == 1
    others = [outcome for name, outcome in by_name.items() if name != "好.csv"]
    assert others
    assert any(outcome["error"] for outcome in others) == case.refused
    assert code == (1 if case.refused else 0)
    assert "Traceback" not in said
    assert all(outcome["error"].strip() for outcome in others if outcome["error"] is not None)
    assert seconds < MOST_SECONDS
    assert gigabytes < MOST_GIGABYTES
    assert not (tmp_path.parent / "out.csv").exists()
    assert not Path("/tmp/abs.csv").exists()
