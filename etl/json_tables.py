"""Tables of text cells out of JSON."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

from etl.containers import encoding_of, text_of
from etl.problem import Refused
from etl.raw_sheets import RawSheet, raw_sheet

MOST_JSON_BYTES = 200 * 1024**2
# A trade of the Open Platform: `orders` holds its lines, as a list, or a list by the name of `order`.
# source: the answer of taobao.trade.fullinfo.get; date: 2026-11
LINES, LINE, TRADE_ID = "orders", "order", "tid"
ANSWER = "_response"
# what each line knows of its trade
OF_TRADE = (TRADE_ID, "created", "pay_time")
# of a trade that names its lines: the shop's name, or what is the first line's
OF_LINES = ("title", "num_iid", "num", "price")


def json_sheets(path: Path) -> Iterator[RawSheet]:
    """Each list of records, one column a dotted key: the platform's interface and the review page's own data."""
    if path.stat().st_size > MOST_JSON_BYTES:
        raise Refused("etl.too_large")
    with text_of(path, encoding_of(path)) as file:
        document = parsed_json(file.read())
    for name, records in record_lists(document, ""):
        orders = [of_order(record) for record in records]
        lines = [line for _, of_it in orders for line in of_it]
        for part, found in ((name, [order for order, _ in orders]), (f"{name}.{LINES}", lines)):
            rows = [flat(record) for record in found]
            keys = list(dict.fromkeys(key for row in rows for key in row))
            if sheet := raw_sheet(part, [keys, *[[row.get(key, "") for key in keys] for row in rows]]):
                yield sheet


def parsed_json(text: str) -> object:
    """A document, or a list of documents, one a line. Raises Refused."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1:
            with contextlib.suppress(ValueError, RecursionError):
                return [json.loads(line) for line in lines]
        raise Refused("etl.broken_json") from error


def record_lists(value: object, name: str) -> Iterator[tuple[str, list[dict]]]:
    """Every list of objects that is not inside another one; a trade on its own is a list of one.

    Answers of the interface, as many as there were pages, are no records but hold them.
    """
    if isinstance(value, list):
        records = [each for each in value if isinstance(each, dict)]
        if any(key.endswith(ANSWER) for each in records for key in each):
            found: dict[str, list[dict]] = {}
            for each in records:
                for inner, more in record_lists(each, name):
                    found.setdefault(inner, []).extend(more)
            yield from found.items()
        elif records:
            yield name, records
    elif isinstance(value, dict) and TRADE_ID in value:
        yield name, [value]
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from record_lists(inner, f"{name}.{key}".strip("."))
        if not any(isinstance(inner, (dict, list)) for inner in value.values()):
            yield name, [value]


def flat(record: dict, prefix: str = "") -> dict[str, str]:
    """Nested keys joined by dots; lists as JSON."""
    cells: dict[str, str] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            cells |= flat(value, f"{prefix}{key}.")
        elif isinstance(value, list):
            cells[f"{prefix}{key}"] = json.dumps(value, ensure_ascii=False) if value else ""
        else:
            cells[f"{prefix}{key}"] = "" if value is None else str(value)
    return cells


def of_order(record: dict) -> tuple[dict, list[dict]]:
    """A trade without what stands in its lines, and the lines, each with what it knows of the trade; any other
    record as it is."""
    lines = record.get(LINES) if TRADE_ID in record else None
    if isinstance(lines, dict):
        lines = lines.get(LINE)
    lines = [line for line in lines if isinstance(line, dict)] if isinstance(lines, list) else []
    if not lines:
        return record, []
    known = {key: record[key] for key in OF_TRADE if key in record}
    trade = {key: value for key, value in record.items() if key not in (LINES, *OF_LINES)}
    return trade, [known | line for line in lines]
