"""A complaint desk on a shop made for the test; its clock stands still until a test moves it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from complaints.cases import Opening, Subject, open_case
from complaints.desk import Desk
from complaints.facts import gather
from complaints.vault import Vault
from tests.risk.rows import NOON, SHOP, UNPAID, put, put_orders
from warehouse import Warehouse


@dataclass
class Clock:
    """The time; `advance` moves it."""

    now: datetime = NOON + timedelta(days=20)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def hold() -> Iterator[ExitStack]:
    """Keeps the database open, as a page does while it is drawn; `hold.close()` lets other processes in."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def shop(tmp_path: Path, hold: ExitStack) -> Warehouse:
    """One buyer who paid and asked for a refund, wrote a bad review, and left three orders unpaid."""
    warehouse = Warehouse(tmp_path / "huoyan.duckdb")
    hold.enter_context(warehouse.cursor())
    put(warehouse, "batch", {})  # takes number 1, which the rows name
    put_orders(
        warehouse,
        {"order_id": "1001", "buyer": "小店常客21", "title": "棉麻窗帘", "total": 268, "paid": 268},
        *(
            {"order_id": f"200{n}", "buyer": "小店常客21", "created_at": NOON + timedelta(hours=n), "total": 50}
            | UNPAID
            for n in range(3)
        ),
    )
    put(warehouse, "refund", {"refund_id": "R1", "order_id": "1001", "amount": 268, "reason": "未收到货"})
    put(
        warehouse, "review",
        {"review_id": "V1", "order_id": "1001", "buyer": "小店常客21", "rating": "bad", "text": "不退钱就给差评"},
    )  # fmt: skip
    return warehouse


@pytest.fixture
def desk(shop: Warehouse, tmp_path: Path, clock: Clock) -> Desk:
    return Desk(shop, Vault(tmp_path / "evidence"), clock)


@pytest.fixture
def refund_case(desk: Desk) -> str:
    """A case about the refund, its facts taken from the data."""
    opening = Opening(
        shop=SHOP, origin="buyer", title="收到货仅退款", buyer="小店常客21", violation="refund", scene="received",
        subjects=[Subject("refund", "R1", "1001", "小店常客21")],
    )  # fmt: skip
    case_id = open_case(desk, opening)
    gather(desk, case_id)
    return case_id
