"""A shop as of today, for pages: their clock is the real one."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

from complaints.desk import Desk
from risk import verdicts
from tests.risk.rows import UNPAID, put, put_orders
from warehouse import Warehouse

BUYER = "小店常客21"


def shop_of_today(path: Path) -> Desk:
    """One buyer's refund, bad review and three unpaid orders of ten days ago, taken in and judged."""
    ago = datetime.now().replace(microsecond=0) - timedelta(days=10)
    later = ago + timedelta(hours=1)  # before the paid order they would count as ordered again
    warehouse = Warehouse(path)
    with ExitStack() as hold:
        hold.enter_context(warehouse.cursor())
        put(warehouse, "batch", {})
        put_orders(
            warehouse,
            {"order_id": "1001", "buyer": BUYER, "title": "棉麻窗帘", "total": 268, "created_at": ago, "paid_at": ago}
            | {"paid": 268},
            *({"order_id": f"200{n}", "buyer": BUYER, "created_at": later, "total": 50} | UNPAID for n in range(3)),
        )
        put(warehouse, "refund", {"refund_id": "R1", "order_id": "1001", "amount": 268, "applied_at": ago})
        review = {"review_id": "V1", "order_id": "1001", "buyer": BUYER, "rating": "bad", "created_at": ago}
        put(warehouse, "review", review | {"text": "加我微信，返 50 就改好评"})
        verdicts.refresh(warehouse)
    return Desk.at(warehouse)
