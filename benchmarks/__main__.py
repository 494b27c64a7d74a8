"""make bench: each figure as a ratio to a yardstick measured in the same run, since machines are noisy.

1. a 46-column order report of 100,000 orders, from file to verdicts ÷ a bare parse by python-calamine (goal ≤ 1.3)
2. a csv of 1,000,000 orders, from file to tables ÷ DuckDB's own read_csv of it into a table (goal ≤ 3)
3. peak memory of both, processes below included (goal < 1.5 GB)
4. remaking the verdicts ÷ DuckDB's bare `group by buyer` over the same orders
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.files import orders_csv, shop_files
from benchmarks.measured import Measured, quickest
from etl.intake import Source, take_in
from risk import verdicts
from warehouse import Warehouse

BUYERS = 31_000
REPEATS = 3
MOST_GIGABYTES = 1.5
BARE_GROUP_BY = "select shop, buyer, count(*), count(*) filter (is_unpaid) from buyer_order group by shop, buyer"


def main() -> None:
    """Measure and print."""
    files = shop_files(int(sys.argv[1]) if len(sys.argv) > 1 else BUYERS)
    orders = next(file for file in files if file.name.startswith("ExportOrderList"))
    of_workbook(orders)
    of_csv(orders_csv(orders))
    of_verdicts(files)


def of_workbook(orders: Path) -> None:
    """The order report as xlsx."""
    found = quickest({"bare": ("calamine", orders), "import": ("import", orders), "all": ("all", orders)}, REPEATS)
    report("xlsx import / python-calamine's parse", found["import"], found["bare"].seconds, None)
    report("xlsx import + verdicts / the same", found["all"], found["bare"].seconds, 1.3)


def of_csv(orders: Path) -> None:
    """The order report as a long csv."""
    found = quickest({"bare": ("read_csv", orders), "import": ("import", orders), "all": ("all", orders)}, 1)
    report("csv import / DuckDB's read_csv", found["import"], found["bare"].seconds, 3.0)
    report("csv import + verdicts / the same", found["all"], found["bare"].seconds, None)


def of_verdicts(files: list[Path]) -> None:
    """The verdicts from all four exports."""
    store = Warehouse()
    take_in(store, [Source(file.name, file) for file in files])
    with store.cursor() as cursor:
        yardstick = quickest_of(lambda: cursor.execute(BARE_GROUP_BY).fetchall())
    measured = Measured(quickest_of(lambda: judge_everybody(store)), None)
    report("verdicts / bare group by buyer", measured, yardstick, None)


def judge_everybody(store: Warehouse) -> None:
    """A refresh after changes that nobody has noted: every chance is listed anew."""
    with store.writing():
        pass
    verdicts.refresh(store)


def quickest_of(work: Callable[[], object]) -> float:
    """Seconds of the quickest of a few runs in this process."""
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def report(name: str, measured: Measured, yardstick: float, goal: float | None) -> None:
    """One line a ratio."""
    line = f"{name:38} {measured.seconds:7.2f} s / {yardstick:7.3f} s = {measured.seconds / yardstick:6.2f}"
    if goal:
        line += f"   (goal ≤ {goal})"
    if measured.peak_bytes is not None:
        line += f"   peak {measured.peak_bytes / 1e9:.2f} GB (goal < {MOST_GIGABYTES})"
    print(line, flush=True)


if __name__ == "__main__":
    main()
