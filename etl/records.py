"""Delimited text whose lines and records disagree: stray quotes, line ends in cells, a last line that was cut off.

One stray quote (相框 12" 加厚) would swallow the rows behind it without a word; a line end in a note would leave the
payment time behind and make an unpaid order of a paid one. Well-formed text is only counted through, a few
megabytes at a time; other text is written anew.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import AnyStr, Literal

import numpy as np

from etl.containers import CHUNK_BYTES, LONGEST_LINE_BYTES
from etl.problem import Refused

MOST_LINES_A_RECORD = 200
MANY_QUOTES = 50_000  # in one piece; then they are counted instead of followed
QUOTED = re.compile(rb'"(?:[^"]|"")*"')
# lines: every record is one line. records: every quote opens or closes a cell or stands doubled in one, and a record
# may go on in the next line. broken: has to be mended first.
Shape = Literal["lines", "records", "broken"]
SHAPES: tuple[Shape, ...] = ("lines", "records", "broken")
# what the first cell of a row looks like: the order number
BEGINS_RECORD = re.compile(r"[\s\"'=‘“]*\d{6,}")


def shape_of(path: Path, delimiter: str, width: int) -> Shape:
    """How the records of this UTF-8 file stand in its lines."""
    shape: Shape = "lines"
    with path.open("rb") as file:
        while shape != "broken" and (chunk := file.read(CHUNK_BYTES)):
            found = chunk_shape(chunk + limited(file.readline(LONGEST_LINE_BYTES)), delimiter, width)
            shape = max(shape, found, key=SHAPES.index)
    return "broken" if ends_cut(path, delimiter, width) else shape


def chunk_shape(chunk: bytes, delimiter: str, width: int) -> Shape:
    """The shape of whole lines."""
    comma = delimiter.encode()
    if chunk.count(b'"') > MANY_QUOTES and is_paired(b"\n" + chunk, comma):
        return "records"
    well_formed, quoted = record_pattern(delimiter), list(quoted_lines(chunk))
    if not all(well_formed.fullmatch(line.decode("utf-8", "replace")) for line in quoted):
        return "broken"
    letters = np.frombuffer(chunk, np.uint8)
    lines = np.count_nonzero(letters == ord("\n")) - len(quoted)
    commas = np.count_nonzero(letters == ord(comma)) - sum(line.count(comma) for line in quoted)
    is_full = commas == (width - 1) * lines and all(delimiters_of(line, comma) >= width - 1 for line in quoted)
    return "lines" if is_full or not has_short_lines(chunk, comma, width) else "broken"


def quoted_lines(chunk: bytes) -> Iterator[bytes]:
    """The lines that hold quotes."""
    if b"\n" not in chunk:
        yield from (line for line in chunk.splitlines() if b'"' in line)
        return
    at = chunk.find(b'"')
    while at >= 0:
        start, end = chunk.rfind(b"\n", 0, at) + 1, chunk.find(b"\n", at) + 1
        yield chunk[start : end or len(chunk)]
        at = chunk.find(b'"', end) if end else -1


def delimiters_of(line: bytes, comma: bytes) -> int:
    """How many delimiters part the cells of a line, not counting those within quotes."""
    return (QUOTED.sub(b"", line) if b'"' in line else line).count(comma)


def limited(line: AnyStr) -> AnyStr:
    """The line. Raises Refused for one that no export has."""
    if len(line) == LONGEST_LINE_BYTES:
        raise Refused("etl.too_large")
    return line


def is_paired(chunk: bytes, comma: bytes) -> bool:
    """Whether as many quotes open cells as close them, and none stands elsewhere; a cell may hold line ends.
    Two slips that cancel each other out are not seen."""
    both = (comma + b'"\n', comma + b'"\r', b'\n"' + comma, comma + b'"' + comma)
    if any(each in chunk for each in both):
        return False
    opening = chunk.count(comma + b'"') + chunk.count(b'\n"')
    closing = chunk.count(b'"' + comma) + chunk.count(b'"\n') + chunk.count(b'"\r') + chunk.endswith(b'"')
    return chunk.count(b'"') == 2 * opening == 2 * closing


def has_short_lines(chunk: bytes, comma: bytes, width: int) -> bool:
    """Whether a row lacks cells and the line behind it begins like no row."""
    lines = chunk.splitlines()
    return any(
        delimiters_of(line, comma) < width - 1
        and BEGINS_RECORD.match(line.decode("utf-8", "replace"))
        and behind.strip(comma + b" \t\x1a")
        and not BEGINS_RECORD.match(behind.decode("utf-8", "replace"))
        for line, behind in zip(lines, lines[1:], strict=False)
    )


def ends_cut(path: Path, delimiter: str, width: int) -> bool:
    """Whether the last line breaks off: it has no line end and lacks cells, which the line before it does not."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - LONGEST_LINE_BYTES))
        text = file.read().decode("utf-8", "replace")
    if text.endswith(("\n", "\r")):
        return False
    before, last = ["", "", *text.splitlines()][-2:]
    return bool(last.strip()) and len(csv_cells(last, delimiter)) < width <= len(csv_cells(before, delimiter))


def csv_cells(line: str, delimiter: str) -> list[str]:
    """The cells of one line."""
    return next(csv.reader([line], delimiter=delimiter), [])


def record_pattern(delimiter: str) -> re.Pattern[str]:
    """What a whole record looks like to every reader: quotes only around cells, and doubled in them. A blank before a
    quote makes readers differ."""
    comma = re.escape(delimiter)
    cell = rf'(?:"(?:[^"]|"")*"|[^"{comma}\r\n]*)'
    return re.compile(rf"{cell}(?:{comma}{cell})*\r?\n?")


def mended(path: Path, delimiter: str, width: int, target: Path) -> Path:
    """The same records with every quote paired and every line end inside a cell quoted. What cannot be parted into
    `width` cells, or was cut off, gets one more, which holds the record as it stands: such a row is refused."""
    well_formed, is_cut = record_pattern(delimiter), ends_cut(path, delimiter, width)
    with (
        path.open(encoding="utf-8", errors="replace", newline="") as source,
        target.open("w", encoding="utf-8", newline="") as copy,
    ):
        lines = iter(lambda: limited(source.readline(LONGEST_LINE_BYTES)), "")
        for record in records(lines, delimiter, width, well_formed):
            text = record.rstrip("\r\n")
            if is_cut and record == text:
                cells = unfit(record, delimiter, width)
            elif '"' not in record and "\n" not in text:
                cells = text.split(delimiter)
            elif well_formed.fullmatch(record):
                copy.write(record)
                continue
            else:
                cells = parted(text, delimiter, width)
            copy.write(delimiter.join('"' + cell.replace('"', '""') + '"' if cell else "" for cell in cells) + "\n")
    return target


def records(lines: Iterable[str], delimiter: str, width: int, well_formed: re.Pattern[str]) -> Iterator[str]:
    """Lines joined into records: one goes on in the next line while it lacks cells and that line begins no row."""
    pending: list[str] = []
    for line in lines:
        if pending and not goes_on(pending, line, delimiter, width, well_formed):
            yield "".join(pending)
            pending = []
        pending.append(line)
    if pending:
        yield "".join(pending)


def goes_on(pending: list[str], line: str, delimiter: str, width: int, well_formed: re.Pattern[str]) -> bool:
    """Whether the record so far goes on in this line."""
    if len(pending) == MOST_LINES_A_RECORD or line.count(delimiter) >= width - 1:
        return False
    record = "".join(pending)
    if '"' in record and not well_formed.fullmatch(record):
        cells = lenient(record.rstrip("\r\n"), delimiter, width)
        return len(cells) < width or (len(cells) == width and cells[-1].startswith('"'))
    comma = delimiter.encode()
    lacks = width - 1 - delimiters_of(record.encode(), comma)
    return (
        lacks > 0
        and delimiters_of(line.encode(), comma) <= lacks
        and bool(BEGINS_RECORD.match(record) and line.strip() and not BEGINS_RECORD.match(line))
    )


def parted(record: str, delimiter: str, width: int) -> list[str]:
    """The cells of a record whose quotes do not pair."""
    cells = lenient(record, delimiter, width)
    if len(cells) == width:
        return cells
    plain = record.split(delimiter)
    return [each.strip('"') for each in plain] if len(plain) == width else unfit(record, delimiter, width)


def lenient(record: str, delimiter: str, most: int) -> list[str]:
    """Cells, at most one more than `most`. One in quotes ends where a quote stands before a delimiter; where there is
    none, quotes are letters."""
    cells, at, end = list[str](), 0, len(record)
    while at <= end and len(cells) <= most:
        quote = at
        while record.startswith(" ", quote):
            quote += 1
        is_quoted = record.startswith('"', quote)
        stop = record.find(f'"{delimiter}', quote + 1) if is_quoted else -1
        if stop < 0 and is_quoted and record.endswith('"') and quote < end - 1:
            stop = end - 1
        if stop < 0:
            stop = record.find(delimiter, at)
            stop = end if stop < 0 else stop
            cells.append(record[at:stop])
            at = stop + 1
        else:
            cells.append(record[quote + 1 : stop].replace('""', '"'))
            at = stop + 2
    return cells


def unfit(record: str, delimiter: str, width: int) -> list[str]:
    """A row of the header's width, as far as it can be parted, and one cell more."""
    cells = record.split(delimiter)[:width]
    return [*cells, *[""] * (width - len(cells)), record]
