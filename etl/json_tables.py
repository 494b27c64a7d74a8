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


def json_sheets(path: Path) -> Iterator[RawSheet]:
    """Each list of records, one column a dotted key: the platform's interface and the review page's own data."""
    if path.stat().st_size > MOST_JSON_BYTES:
        raise Refused("etl.too_large")
    with text_of(path, encoding_of(path)) as file:
        document = parsed_json(file.read())
    for name, records in record_lists(document, ""):
        rows = [flat(record) for record in records]
        keys = list(dict.fromkeys(key for row in rows for key in row))
        if sheet := raw_sheet(name, [keys, *[[row.get(key, "") for key in keys] for row in rows]]):
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
    """Every list of objects that is not inside another one."""
    if isinstance(value, list):
        records = [each for each in value if isinstance(each, dict)]
        if records:
            yield name, records
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
