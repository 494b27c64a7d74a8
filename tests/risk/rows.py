"""Rows made for a test, put straight into the tables; what a test does not name takes a dull default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from risk import verdicts
from risk.refresh import Refresh
from warehouse import ROOT, Warehouse, read_sql

NOON = datetime(2026, 11, 2, 12)  # a Monday
SHOP = "木禾家居店"
DEFAULTS: dict[str, dict[str, object]] = {
    "buyer_order": {
        "shop": SHOP, "buyer": "甲", "status": "交易成功", "state": "success", "is_unpaid": False, "created_at": NOON,
        "paid_at": NOON, "total": 100, "paid": 100, "rank": 4, "seen_at": NOON + timedelta(days=20), "batch_id": 1,
        "row_number": 2,
    },
    "order_line": {
        "shop": SHOP, "source": "items", "item_id": "701", "title": "茶杯", "quantity": 1, "paid": 100, "rank": 4,
        "batch_id": 1, "row_number": 2,
    },
    "refund": {
        "shop": SHOP, "state": "success", "kind": "refund_only", "reason": "不想要了", "reason_class": "no_reason",
        "amount": 100, "applied_at": NOON + timedelta(days=2), "rank": 4, "batch_id": 1, "row_number": 3,
    },
    "review": {
        "shop": SHOP, "rating": "good", "text": "好", "is_default": False, "created_at": NOON + timedelta(days=9),
        "rank": 0, "batch_id": 1, "row_number": 4,
    },
    "batch": {
        "file": "ExportOrderList.xlsx", "sha256": "0", "kind": "orders", "shop": SHOP, "encoding": "xlsx",
        "columns_known": [], "columns_unknown": [], "rows_read": 1, "rows_new": 1, "rows_changed": 0,
        "rows_unchanged": 0, "rows_rejected": 0, "imported_at": NOON, "seconds": 0.1,
    },
}  # fmt: skip
FILL = {
    "buyer_order": "insert into buyer_order by name from rows",
    "order_line": "insert into order_line by name from rows",
    "refund": "insert into refund by name from rows",
    "review": "insert into review by name from rows",
    "batch": "insert into batch by name from rows",
}
UNPAID = {"status": "交易关闭", "state": "closed", "is_unpaid": True, "paid_at": None, "paid": 0}


def put(warehouse: Warehouse, table: str, *rows: Mapping[str, object]) -> None:
    """Insert rows into a table."""
    with warehouse.writing() as cursor:
        for row in rows:
            filled = DEFAULTS[table] | dict(row)
            cells = [duckdb.ConstantExpression(value).alias(name) for name, value in filled.items()]
            cursor.register("rows", cursor.sql("select 1").select(*cells))
            cursor.execute(FILL[table])
            cursor.unregister("rows")


def put_orders(warehouse: Warehouse, *orders: Mapping[str, object]) -> None:
    """Orders with one line each of the product that `item_id` and `title` name; UNPAID may be mixed in."""
    line_only = ("item_id", "sku", "line_id")
    for order in orders:
        put(warehouse, "buyer_order", {name: value for name, value in order.items() if name not in line_only})
        line = {name: value for name, value in order.items() if name in ("order_id", "item_id", "title", "shop")}
        put(warehouse, "order_line", {"line_id": f"{order['order_id']}-1"} | line)


def trials(warehouse: Warehouse, signal: str) -> dict[str, tuple[bool, str | None]]:
    """ref_id → (is it a hit, why it does not count) of a signal's chances."""
    with listed(warehouse) as cursor:
        rows = cursor.execute(
            "select ref_id, is_hit, why_not from trial where signal = $signal", {"signal": signal}
        ).fetchall()
    return {ref: (hit, why) for ref, hit, why in rows}


@contextmanager
def listed(warehouse: Warehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor that sees the chances as the rows give them now; taken back at the end."""
    with warehouse.rehearsing() as cursor:
        Refresh(cursor).trials()
        yield cursor


def judged(warehouse: Warehouse) -> Warehouse:
    """The same warehouse with its verdicts remade."""
    verdicts.refresh(warehouse)
    return warehouse


def answers(warehouse: Warehouse, question: str, /, **values: object) -> list[dict[str, Any]]:
    """The rows of a page's question, named as pages name it: risk/weekly."""
    found = warehouse.ask(page_sql(question), asked_with(question, values))
    return [{str(key): value for key, value in row.items()} for row in found.to_dict("records")]


def answered_within(cursor: duckdb.DuckDBPyConnection, question: str, /, **values: object) -> pd.DataFrame:
    """The same as a table, within a transaction of the test's."""
    return cursor.execute(read_sql(page_sql(question)), asked_with(question, values)).df()


def page_sql(question: str) -> Path:
    """The file of a page's question."""
    room, name = question.split("/")
    return ROOT / room / "sql" / "pages" / f"{name}.sql"


def asked_with(question: str, values: Mapping[str, object]) -> dict[str, object]:
    """The values of a question; all shops unless told."""
    every: dict[str, object] = {"shop": None} if "$shop" in read_sql(page_sql(question)) else {}
    return every | dict(values)


ALL_BUYERS: dict[str, object] = {
    "tiers": ["high", "watch", "none", "few"], "signals": [], "since": None, "amount": 0, "name": "",
    "move": None, "decisions": [], "sort": "certainty", "size": None, "offset": 0,
}  # fmt: skip


def buyers(warehouse: Warehouse, **filters: object) -> list[dict[str, Any]]:
    """A page of the list of buyers; everybody unless told."""
    return answers(warehouse, "risk/buyers", **(ALL_BUYERS | filters))
