"""python -m benchmarks.scale [ORDERS]: the verdicts of a big shop against DuckDB's bare `group by buyer`.

Makes a database of so many orders (one million, unless told), a quarter as many buyers, in a folder that is removed.
Prints the time of a refresh, of the same rules in pandas (up to two million orders, and whether both say the same),
of another refresh after 10,000 more orders, and the highest memory that the process held before pandas began.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks import pandas_verdicts
from etl import changes
from risk import verdicts
from risk.refresh import one_in
from warehouse import Warehouse, one, read_sql

SQL = Path(__file__).with_name("sql")
ORDERS = 1_000_000
MORE = 10_000
MOST_IN_PANDAS = 2_000_000
BARE = """
create or replace temp table bare as
select shop, buyer, count(*), count(*) filter (is_unpaid) from buyer_order group by shop, buyer
"""


def add(warehouse: Warehouse, first: int, last: int) -> None:
    """Orders numbered from `first` to before `last`, with what belongs to them."""
    with warehouse.writing() as cursor:
        buyers, products = last // 4, max(200, last // 500)
        cursor.execute(read_sql(SQL / "many_orders.sql"), {"first": first, "last": last, "buyers": buyers})
        cursor.execute(read_sql(SQL / "many_lines.sql"), {"first": first, "products": products})
        for name in ("many_refunds.sql", "many_reviews.sql"):
            cursor.execute(read_sql(SQL / name), {"first": first})
        # as an import does
        for name, table in (("orders", "buyer_order"), ("reviews", "review")):
            changes.note(cursor, name, cursor.table(table).filter(f"order_id[2:]::bigint >= {first:d}"))
        changes.count_in(cursor)


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def in_pandas(warehouse: Warehouse, full: float) -> None:
    """The same rules in pandas, from frames that are already in memory; says how far both differ."""
    tables, settings = pandas_verdicts.read_tables(warehouse)
    with warehouse.cursor() as cursor:
        buyers = one(cursor, "select count(*) from buyer_facts")
        every = one_in(buyers[0] if buyers else 0)
        sample = "select distinct buyer from trial where hash(buyer) % $every::ubigint = 0"
        asked = {buyer for (buyer,) in cursor.execute(sample, {"every": every}).fetchall()}
        ours = cursor.execute("from buyer_risk").df()
    started = time.perf_counter()
    theirs = pandas_verdicts.judge(tables, settings, asked)
    took = time.perf_counter() - started
    both = ours.merge(theirs, on=["shop", "buyer", "signal"], suffixes=("", "_pandas"), how="outer")
    counted = ((both["trials"] == both["trials_pandas"]) & (both["observed"] == both["observed_pandas"])).all()
    expected = np.abs(both["expected"] - both["expected_pandas"]).max()
    certainty = np.abs(both["certainty"] - both["certainty_pandas"]).max()
    print(f"the same in pandas: {took:.1f} s = {took / full:.1f} times as long (goal ≥ 20)")
    print(
        f"{len(both):,} verdicts of both: counts {'equal' if counted else 'DIFFER'}, expected within {expected:.0e}, "
        f"certainty within {certainty:.0e}"
    )


def main() -> None:
    """Measure and print."""
    orders = int(sys.argv[1]) if len(sys.argv) > 1 else ORDERS
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Warehouse(Path(folder) / "many.duckdb")
        add(warehouse, 0, orders)
        with warehouse.cursor() as cursor:
            bare = min(seconds(lambda: cursor.execute(BARE)) for _ in range(3))
        full = seconds(lambda: verdicts.refresh(warehouse))
        print(f"{orders:,} orders: verdicts {full:.1f} s / bare group by {bare:.2f} s = {full / bare:.1f} (goal ≤ 5)")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        if orders <= MOST_IN_PANDAS:
            in_pandas(warehouse, full)
        add(warehouse, orders, orders + MORE)
        more = seconds(lambda: verdicts.refresh(warehouse))
        print(f"after {MORE:,} more orders: {more:.1f} s = {more / full:.2f} of the full time (goal ≤ 0.1)")
        print(f"peak memory, with the making of the orders: {peak / 1e9:.2f} GB (goal < 4)")


if __name__ == "__main__":
    main()
