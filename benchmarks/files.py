"""Export files of the size the yardsticks ask for, made once and kept in the system's folder for temporary files."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import duckdb
import fastexcel
import pyarrow as pa

from simulation.exports import write_exports
from simulation.shop import ShopSettings, simulate

SEED = 7


def cached(name: str) -> Path:
    """A folder for this benchmark's files; whoever fills it does so under another name first."""
    return Path(tempfile.gettempdir()) / "huoyan-bench" / name


def shop_files(buyers: int) -> list[Path]:
    """The four exports of a simulated shop; 31,000 buyers place 100,000 orders."""
    folder = cached(f"shop-{SEED}-{buyers}")
    if not folder.exists():
        making = folder.with_name(f"{folder.name}.making")
        shutil.rmtree(making, ignore_errors=True)
        write_exports(simulate(ShopSettings(seed=SEED, buyers=buyers)), making)
        making.rename(folder)
    return sorted(folder.iterdir())


def orders_csv(orders: Path) -> Path:
    """A csv ten times as long as the order report."""
    target = cached(f"{orders.parent.name}-x10.csv")
    if not target.exists():
        making = target.with_suffix(".making")
        cells = pa.Table.from_batches([fastexcel.read_excel(orders).load_sheet_eager(0, dtypes="string")])
        database = duckdb.connect()
        database.register("cells", cells)
        database.sql(LONGER).to_csv(str(making), header=True)
        making.rename(target)
    return target


# ten times the rows, with other numbers, buyers and contacts
LONGER = """
select * exclude (copy) replace (
    left("订单编号", 1) || lpad(copy::varchar, 2, '0') || substr("订单编号", 2) as "订单编号",
    "买家会员名" || copy as "买家会员名",
    "联系手机"[:6] || copy || "联系手机"[8:] as "联系手机",
    "收货地址" || copy as "收货地址"
)
from cells, range(10) as copies(copy)
"""
