"""A command that dies at any moment, or has no room to write, leaves the database as it was or as it is after."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

import pipeline
from etl import merge
from etl.outcome import Source
from risk import verdicts
from tests.etl.files import write
from warehouse import ROOT, Warehouse

KILLS = 56
AT_ONCE = 2
FACTS = [name for target in merge.TARGETS for name in (target.table, target.sightings)]
TABLES = [*FACTS, "batch", "rejected_row", "column_mapping", "setting"]
ALIKE_OF_BATCH = (
    "file",
    "sha256",
    "kind",
    "rows_read",
    "rows_new",
    "rows_changed",
    "rows_unchanged",
    "rows_rejected",
)
STATES = ("等待买家付款", "买家已付款,等待卖家发货", "交易成功", "交易关闭")
HEADER = [
    "订单编号",
    "买家会员名",
    "订单状态",
    "总金额",
    "订单创建时间",
    "订单付款时间",
    "订单关闭原因",
    "宝贝标题",
    "店铺名称",
]


@dataclass(frozen=True)
class Shop:
    """A database that holds an export, an export that overlaps it, and what the tables hold without and with it."""

    database: Path
    export: Path
    before: dict[str, list]
    after: dict[str, list]
    seconds: float


def export(path: Path, numbers: range, later: int) -> Path:
    """Orders of these numbers; `later` moves each on by so many states. The last id is damaged."""
    rows = [
        {
            "订单编号": f"4029331628705{number:05}", "买家会员名": f"买家{number % 37}", "总金额": f"{number % 90 + 9}.90",
            "订单状态": STATES[min(number % 3 + later, 3)], "订单创建时间": f"2026-10-{number % 28 + 1:02} 09:30:00",
            "订单付款时间": "" if number % 3 + later == 0 else f"2026-10-{number % 28 + 1:02} 09:31:00",
            "宝贝标题": f"相框{number % 11}", "店铺名称": "木禾家居店",
        }
        for number in numbers
    ]  # fmt: skip
    rows[-1]["订单编号"] = "4.02933E+17"
    return write(path, HEADER, rows)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    folder = tmp_path_factory.mktemp("shop")
    first, second = export(folder / "1.csv", range(300), 0), export(folder / "2.csv", range(150, 500), 1)
    pipeline.run(Warehouse(folder / "shop.duckdb"), [Source("1.csv", first)])
    whole = Path(shutil.copy(folder / "shop.duckdb", folder / "after.duckdb"))
    started = time.monotonic()
    assert command(whole, second).wait() == 0
    seconds = time.monotonic() - started
    before, after = contents(folder / "shop.duckdb"), contents(whole)
    assert before != after
    return Shop(folder / "shop.duckdb", second, before, after, seconds)


def command(database: Path, file: Path, before_start: Callable[[], None] | None = None) -> subprocess.Popen:
    """python -m etl as an owner starts it."""
    return subprocess.Popen(
        [sys.executable, "-m", "etl", str(file), "--database", str(database), "--json"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=before_start, encoding="utf-8",
    )  # fmt: skip


def contents(database: Path) -> dict[str, list]:
    """Every row of every table that is not remade."""
    with Warehouse(database).cursor() as cursor:
        return {
            table: cursor.table(table).select(*(ALIKE_OF_BATCH if table == "batch" else "*")).order("all").fetchall()
            for table in TABLES
        }


def test_a_process_killed_at_any_moment_leaves_nothing_half_done(shop: Shop, tmp_path: Path) -> None:
    dice = random.Random(20261125)
    # one moment in each equal part of the time that the whole import takes, and a little beyond
    moments = [(number + dice.random()) / KILLS * shop.seconds * 1.1 for number in range(KILLS)]
    dice.shuffle(moments)

    def killed(number: int) -> str:
        database = Path(shutil.copy(shop.database, tmp_path / f"{number}.duckdb"))
        process = command(database, shop.export)
        time.sleep(moments[number])
        process.kill()
        process.communicate()
        found = contents(database)
        state = "after" if found["batch"] == shop.after["batch"] else "before"
        for table, rows in (shop.after if state == "after" else shop.before).items():
            assert found[table] == rows, (
                f"{table} is neither as before nor as after, killed at {moments[number]:.3f} s"
            )
        database.unlink()
        return state

    with ThreadPoolExecutor(AT_ONCE) as pool:
        states = list(pool.map(killed, range(KILLS)))
    assert states.count("before") > KILLS / 4


def test_verdicts_that_a_crash_left_behind_are_made_up_for(shop: Shop, tmp_path: Path) -> None:
    database = Path(shutil.copy(shop.database, tmp_path / "killed.duckdb"))
    process = command(database, shop.export)
    # the moment between the rows and the verdicts: as soon as the batch is in
    while process.poll() is None and not has_second_batch(database):
        time.sleep(0.005)
    process.kill()
    process.communicate()
    store = Warehouse(database)
    verdicts.ensure_fresh(store)
    assert verdicts.is_fresh(store)
    assert contents(database)["buyer_order"] in (shop.before["buyer_order"], shop.after["buyer_order"])


def has_second_batch(database: Path) -> bool:
    """Whether the import has been committed, as far as the file's write-ahead log tells from outside."""
    log = database.with_name(database.name + ".wal")
    return log.exists() and log.stat().st_size > 0


@pytest.mark.skipif(sys.platform == "win32", reason="no process can be given a small disk there")
@pytest.mark.parametrize("room", [0, 4_096, 65_536, 262_144])
def test_a_full_disk_is_said_and_nothing_is_lost(shop: Shop, tmp_path: Path, room: int) -> None:
    database = Path(shutil.copy(shop.database, tmp_path / "full.duckdb"))
    most = database.stat().st_size + room

    def fill_disk() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    process = command(database, shop.export, fill_disk)
    out, err = process.communicate()
    assert "Traceback" not in err
    found = contents(database)
    if process.returncode:
        assert "硬盘" in out + err
        assert found == shop.before
    else:
        assert found == shop.after
