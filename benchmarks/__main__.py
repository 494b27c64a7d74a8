"""make bench: each figure as a ratio to a yardstick measured in the same run, since machines are noisy.

1. import of a 46-column order report ÷ a bare parse of the same file by python-calamine (goal ≤ 1.3)
2. remaking the verdicts ÷ DuckDB's bare `group by buyer` over the same orders
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import python_calamine

from etl.intake import Source, take_in
from risk import verdicts
from simulation.exports import write_exports
from simulation.shop import ShopSettings, simulate
from warehouse import Warehouse

BUYERS = 30_000
REPEATS = 3
BARE_GROUP_BY = "select shop, buyer, count(*), count(*) filter (is_unpaid) from buyer_order group by shop, buyer"


def quickest(work: Callable[[], object]) -> float:
    """Seconds of the quickest of a few runs."""
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def main() -> None:
    """Measure and print."""
    buyers = int(sys.argv[1]) if len(sys.argv) > 1 else BUYERS
    with tempfile.TemporaryDirectory() as scratch:
        shop = simulate(ShopSettings(seed=7, buyers=buyers))
        files = write_exports(shop, Path(scratch))
        orders = files[0]
        print(f"{len(shop.orders):,} orders, {len(shop.lines):,} lines, {buyers:,} buyers")

        def bare_parse() -> None:
            python_calamine.CalamineWorkbook.from_path(str(orders)).get_sheet_by_index(0).to_python()

        def import_orders() -> None:
            take_in(Warehouse(), [Source(orders.name, orders)])

        yardstick, measured = quickest(bare_parse), quickest(import_orders)
        report("import / python-calamine's parse", measured, yardstick, 1.3)
        store = Warehouse()
        take_in(store, [Source(file.name, file) for file in files])
        with store.cursor() as cursor:
            yardstick = quickest(lambda: cursor.execute(BARE_GROUP_BY).fetchall())
        measured = quickest(lambda: verdicts.refresh(store))
        report("verdicts / bare group by buyer", measured, yardstick, None)


def report(name: str, measured: float, yardstick: float, goal: float | None) -> None:
    """One line a ratio."""
    against = f"goal ≤ {goal}" if goal else "goal ≤ 5 at 10 M orders"
    print(f"{name:36} {measured:7.2f} s / {yardstick:7.3f} s = {measured / yardstick:6.2f}   ({against})")


if __name__ == "__main__":
    main()
