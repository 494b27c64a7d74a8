"""One piece of work after the other; what is stopped leaves nothing behind, whenever it is stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import pipeline
from etl.outcome import GivenUp, Progress
from etl.readers import read_in_process
from jobs import Job, Queue
from tests.shops import assert_same, export, orders, whole
from warehouse import DatabaseBusy, Warehouse

SECONDS = 60


@pytest.fixture
def queue(tmp_path: Path) -> Queue:
    return Queue(Warehouse(tmp_path / "shop.duckdb"))


def ended(job: Job) -> str:
    assert job.ended.wait(SECONDS)
    return job.state


def test_the_second_waits_for_the_first(queue: Queue) -> None:
    goes_on = threading.Event()
    order: list[str] = []

    def work(job: Job) -> None:
        goes_on.wait(SECONDS)
        order.extend(job.files)

    first = queue.add("import", ("first",), work)
    second = queue.add("import", ("second",), work)
    assert second.state == "queued"
    assert queue.waiting() == [first, second]
    assert queue.is_changing()
    goes_on.set()
    assert (ended(first), ended(second)) == ("done", "done")
    assert order == ["first", "second"]
    assert not queue.waiting()


def test_what_waits_can_be_stopped_and_never_starts(queue: Queue) -> None:
    goes_on = threading.Event()
    ran: list[str] = []
    first = queue.add("import", ("a",), lambda _: goes_on.wait(SECONDS))
    second = queue.add("import", ("second",), lambda job: ran.extend(job.files))
    queue.stop(second)
    goes_on.set()
    assert (ended(first), ended(second)) == ("done", "stopped")
    assert not ran
    assert ended(queue.add("import", ("third",), lambda job: ran.extend(job.files))) == "done"
    assert ran == ["third"]


def test_a_statement_that_would_run_for_hours_is_stopped(queue: Queue) -> None:
    started = threading.Event()

    def work(_: Job) -> object:
        with queue.warehouse.writing() as cursor:
            cursor.execute("create table left_behind as select 1 as x")
            started.set()
            return cursor.execute(
                "select count(*) from range(10000000) as a (x), range(10000000) as b (y) where hash(x, y) = 1"
            ).fetchall()

    job = queue.add("import", ("a",), work)
    assert started.wait(SECONDS)
    queue.stop(job)
    assert ended(job) == "stopped"
    with queue.warehouse.cursor() as cursor:
        assert cursor.execute("select count(*) from duckdb_tables() where table_name = 'left_behind'").fetchall() == [
            (0,)
        ]


def test_what_fails_says_so_and_the_next_one_runs(queue: Queue) -> None:
    def busy(_: Job) -> object:
        raise DatabaseBusy("x", "python3 (PID 4312)")

    held = queue.add("import", ("a",), busy)
    broken = queue.add("import", ("b",), lambda _: 1 / 0)
    fine = queue.add("import", ("c",), lambda _: "result")
    assert (ended(held), ended(broken), ended(fine)) == ("failed", "failed", "done")
    assert held.problem is not None
    assert held.problem.values == {"holder": "python3 (PID 4312)"}
    assert broken.problem is not None
    assert fine.result == "result"


STOPS = [(1, "reading"), (1, "merging"), (2, "reading"), (2, "checking"), (2, "merging"), (0, "judging")]


@pytest.fixture(scope="module")
def shop_with_one_import(tmp_path_factory: pytest.TempPathFactory) -> tuple[Warehouse, Path]:
    folder = tmp_path_factory.mktemp("given-up")
    store = Warehouse(folder / "shop.duckdb")
    pipeline.run(store, [export(folder, "早.csv", orders(120, status="卖家已发货，等待买家确认"))])
    return store, folder


@pytest.mark.parametrize(("number", "step"), STOPS)
def test_an_import_given_up_anywhere_leaves_nothing(
    shop_with_one_import: tuple[Warehouse, Path], number: int, step: str
) -> None:
    store, folder = shop_with_one_import
    before = whole(store)
    overlapping, new = export(folder, "晚.csv", orders(200)), export(folder, "新.csv", orders(50, first=500))
    was_there = []

    def give_up(progress: Progress) -> None:
        if (progress.step == "judging" and number == 0) or (progress.number, progress.step) == (number, step):
            was_there.append(progress)
            raise GivenUp

    with pytest.raises(GivenUp):
        pipeline.run(store, [overlapping, new], progress=give_up)
    assert was_there
    assert_same(whole(store), before)
    assert pipeline.verdicts.is_fresh(store)


def test_a_look_changes_nothing_and_counts_as_the_import_does(tmp_path: Path) -> None:
    store = Warehouse(tmp_path / "shop.duckdb")
    pipeline.run(store, [export(tmp_path, "早.csv", orders(120, status="卖家已发货，等待买家确认"))])
    before, version = whole(store), store.version()
    source = export(tmp_path, "晚.xlsx", orders(200))
    looked = pipeline.look(store, [source])[0]
    assert_same(whole(store), before)
    assert store.version() == version
    assert (looked.rows_new, looked.rows_changed, looked.rows_unchanged) == (80, 96, 24)
    taken = pipeline.run(store, [source]).outcomes[0]
    assert (taken.rows_new, taken.rows_changed, taken.rows_unchanged) == (80, 96, 24)


def test_what_was_read_for_a_look_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Warehouse(tmp_path / "shop.duckdb")
    source = replace(export(tmp_path, "单.xlsx", orders(30)), kept=tmp_path / "kept")
    assert pipeline.look(store, [source])[0].rows_new == 30
    monkeypatch.setattr("etl.readers.read_in_process", lambda *_: pytest.fail("read again"))
    assert pipeline.run(store, [source]).outcomes[0].rows_new == 30


def test_no_writer_waits_while_a_workbook_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Warehouse(tmp_path / "shop.duckdb")
    wrote = threading.Event()

    def another_page() -> None:
        with store.writing() as cursor:
            cursor.execute("update setting set value = 4 where name = 'odds_multiple'")
        wrote.set()

    def reads_and_lets_others_write(
        path: Path, container: str, scratch: Path, password: str | None, still_wanted: Callable[[], None]
    ) -> None:
        threading.Thread(target=another_page, daemon=True).start()
        assert wrote.wait(SECONDS)
        read_in_process(path, container, scratch, password, still_wanted)

    monkeypatch.setattr("etl.readers.read_in_process", reads_and_lets_others_write)
    assert pipeline.run(store, [export(tmp_path, "单.xlsx", orders(30))]).outcomes[0].rows_new == 30
    assert wrote.is_set()
