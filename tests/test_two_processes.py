"""A command beside a running dashboard: real processes on one database file."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

import etl.__main__ as etl_command
import warehouse
from tests.shops import export, orders
from warehouse import ROOT, Warehouse, one

SECONDS = 120
# what the dashboard does: an import in its queue, while pages come and go
DASHBOARD = """
import sys
from pathlib import Path
import jobs, pipeline, warehouse
from etl.outcome import Source
path, file = Path(sys.argv[1]), Path(sys.argv[2])
store = warehouse.warehouse_at(path)
def work(job):
    with store.cursor():
        print("holds it", flush=True)
        sys.stdin.readline()
        return pipeline.run(store, [Source(file.name, file)], progress=job.report)
job = jobs.queue_of(path).add("import", (file.name,), work)
job.ended.wait()
print(job.state, flush=True)
"""


def dashboard(database: Path, file: Path) -> subprocess.Popen[str]:
    """A process that has the file open, until it is told to go on."""
    process = subprocess.Popen(
        [sys.executable, "-c", DASHBOARD, str(database), str(file)], cwd=ROOT, encoding="utf-8",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout
    assert process.stdout.readline() == "holds it\n"
    return process


def test_the_command_waits_for_the_dashboard_and_both_are_in(tmp_path: Path) -> None:
    database = tmp_path / "shop.duckdb"
    first, second = export(tmp_path, "一.csv", orders(60)), export(tmp_path, "二.csv", orders(40, first=900))
    with dashboard(database, first.path) as page:
        command = subprocess.Popen(
            [sys.executable, "-m", "etl", str(second.path), "--database", str(database), "--json"], cwd=ROOT,
            env=os.environ | {"HUOYAN_LANGUAGE": "zh"}, stdout=subprocess.PIPE, encoding="utf-8",
        )  # fmt: skip
        assert command.poll() is None
        told, _ = page.communicate("go on\n", timeout=SECONDS)
        assert told == "done\n"
        printed, _ = command.communicate(timeout=SECONDS)
        assert command.returncode == 0, printed
    with Warehouse(database).cursor() as cursor:
        assert cursor.execute("select file, rows_new from batch order by batch_id").fetchall() == [
            ("一.csv", 60), ("二.csv", 40),
        ]  # fmt: skip


def test_the_command_says_who_has_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "shop.duckdb"
    file = export(tmp_path, "一.csv", orders(10))
    monkeypatch.setattr(etl_command, "Warehouse", partial(Warehouse, wait_seconds=0.5))
    monkeypatch.setenv("HUOYAN_LANGUAGE", "zh")
    with dashboard(database, file.path) as page:
        assert etl_command.main([str(file.path), "--database", str(database)]) == 1
        said = capsys.readouterr().err
        page.communicate("go on\n", timeout=SECONDS)
    # Windows does not always tell who has a file
    assert f"PID {page.pid}" in said or sys.platform == "win32"
    assert "您的数据没有变化" in said


@pytest.mark.parametrize(
    ("said", "holder"),
    [
        ('Could not set lock on file "x": Conflicting lock is held in /usr/bin/python3.11 (PID 4312).',
         "python3.11 (PID 4312)"),
        ('Cannot open file "x": 另一个程序正在使用此文件。\n\nFile is already open in \npython.exe (PID 77)',
         "python.exe (PID 77)"),
    ],
)  # fmt: skip
def test_who_has_the_file_is_read_from_what_the_system_says(tmp_path: Path, said: str, holder: str) -> None:
    assert warehouse.is_held(tmp_path / "x", said)
    assert warehouse.holder_of(said) == holder
    assert not warehouse.is_held(tmp_path / "x", "IO Error: No space left on device")
    of_blocks = tmp_path / "blocks" / "x"
    assert not warehouse.is_held(of_blocks, f'IO Error: Cannot open file "{of_blocks}": No space left on device')


def test_a_page_keeps_the_file_for_a_moment_and_no_longer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = tmp_path / "shop.duckdb"
    file = export(tmp_path, "一.csv", orders(10))
    monkeypatch.setattr(warehouse, "LINGER_SECONDS", 6.0)
    store = Warehouse(database)
    started = time.monotonic()
    with store.cursor(lingers=True):
        pass
    command = subprocess.Popen([sys.executable, "-m", "etl", str(file.path), "--database", str(database)], cwd=ROOT)
    while time.monotonic() < started + 5.0:
        assert command.poll() is None, "the file was let go at once"
        # a page that is clicked on and on does not put it off
        with store.cursor(lingers=True):
            time.sleep(0.02)
    assert command.wait(SECONDS) == 0
    with store.cursor() as cursor:
        assert one(cursor, "select count(*) from buyer_order") == (10,)


def test_a_file_that_lingers_open_can_be_replaced(tmp_path: Path) -> None:
    store = Warehouse(tmp_path / "shop.duckdb", wait_seconds=0)
    with store.cursor(lingers=True):
        pass
    with store.closed():
        (tmp_path / "shop.duckdb").unlink()
    assert store.version() == 0


def test_the_version_is_what_stands_in_the_file_whoever_wrote(tmp_path: Path) -> None:
    ours, other = Warehouse(tmp_path / "x.duckdb"), Warehouse(tmp_path / "y.duckdb")
    with ours.cursor():
        first = ours.version()
        with ours.writing():
            assert ours.version() == first
        assert ours.version() == first + 1
    with ours.closed():
        with other.writing():
            pass
        (tmp_path / "y.duckdb").replace(tmp_path / "x.duckdb")
    assert ours.version() == 1
