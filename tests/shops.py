"""Small exports and whole-database comparisons that several tests share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from etl.outcome import Source
from tests.etl.files import Row, write
from warehouse import Warehouse

# what an import that is given up may leave: numbers that were drawn, and the version that caches go by
NOT_DATA = {"meta", "buyer_number", "product_number"}
# their numbers are drawn, too: in the order in which they come
BY_NAME = """
    select b.buyer, p.product, c.* exclude (buyer, product)
    from buyer_product as c
    join product_number as p on p.shop = c.shop and p.number = c.product
    left join buyer_number as b on b.shop = c.shop and b.number = c.buyer
    order by c.shop, b.buyer, p.product
"""


def orders(count: int, *, first: int = 0, shop: str = "木禾家居店", status: str = "交易成功") -> list[dict[str, str]]:
    """Order rows of `count` buyers, one each; every fifth is closed without payment."""
    return [
        {
            "订单编号": str(402933162870550000 + number), "买家会员名": f"买家{number % 40:03d}",
            "订单状态": "交易关闭" if number % 5 == 0 else status, "总金额": f"{20 + number % 7}.00",
            "订单创建时间": f"2026-10-{1 + number % 28:02d} 09:30:00",
            "订单付款时间": "" if number % 5 == 0 else f"2026-10-{1 + number % 28:02d} 09:31:00",
            "宝贝标题": f"商品{number % 6}", "店铺名称": shop,
        }
        for number in range(first, first + count)
    ]  # fmt: skip


def export(folder: Path, name: str, rows: Sequence[Row]) -> Source:
    """The rows as a file to take in."""
    return Source(name, write(folder / name, list(rows[0]), rows))


def whole(warehouse: Warehouse) -> dict[str, pd.DataFrame]:
    """Every table with all its rows in one order."""
    with warehouse.cursor() as cursor:
        names = [row[0] for row in cursor.execute("select table_name from duckdb_tables()").fetchall()]
        frames = {name: cursor.table(name).df() for name in sorted(set(names) - NOT_DATA)}
        frames["buyer_product"] = cursor.execute(BY_NAME).df()
    return {name: frame.sort_values(list(frame), key=lambda cells: cells.astype(str), ignore_index=True)
            for name, frame in frames.items()}  # fmt: skip


def assert_same(left: dict[str, pd.DataFrame], right: dict[str, pd.DataFrame]) -> None:
    """Both databases hold the same, table by table."""
    assert left.keys() == right.keys()
    for name, frame in left.items():
        pd.testing.assert_frame_equal(frame, right[name], obj=name)
