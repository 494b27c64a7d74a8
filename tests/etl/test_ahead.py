"""Files are read one ahead of the one that is taken in; giving up stops that reading, too."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import pipeline
from etl.ahead import Ahead
from etl.intake import take_in
from etl.outcome import GivenUp, Progress, Source
from tests.etl.files import write
from warehouse import Warehouse

HEADER = ["订单编号", "买家会员名", "订单状态", "总金额", "订单创建时间", "订单付款时间", "宝贝标题"]
PATIENCE = 10.0


@pytest.fixture
def files(tmp_path: Path) -> list[Source]:
    """Three order reports of one order each."""
    rows = [
        ["402933162870500001", "云上朵", "交易成功", "45.50", "2026-10-01 09:30:00", "2026-10-01 09:31:00", "竹篮"]
    ]
    cells = [dict(zip(HEADER, row, strict=True)) for row in rows]
    return [Source(name, write(tmp_path / name, HEADER, cells)) for name in ("a.csv", "b.csv", "c.csv")]


def until(is_so: Callable[[], bool]) -> bool:
    """Whether it becomes so in time."""
    deadline = time.monotonic() + PATIENCE
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.01)
    return is_so()


def test_one_file_is_read_ahead_and_no_more(files: list[Source], monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr("etl.ahead.read_ahead", lambda path, *_: read.append(path.name))
    with Ahead(files) as ahead:
        with ahead.reading(0, lambda: None):
            assert until(lambda: read == ["a.csv", "b.csv"])
            time.sleep(0.1)
            assert read == ["a.csv", "b.csv"]
        with ahead.reading(1, lambda: None):
            assert until(lambda: read == ["a.csv", "b.csv", "c.csv"])


def test_what_was_read_is_there_for_as_long_as_its_turn_lasts(files: list[Source], tmp_path: Path) -> None:
    kept = Source("kept", files[1].path, kept=tmp_path / "kept")
    with Ahead([files[0], kept]) as ahead:
        with ahead.reading(0, lambda: None) as first:
            assert first.scratch.is_dir()
        assert not first.scratch.exists()
        with ahead.reading(1, lambda: None) as second:
            assert second.scratch == kept.kept
    assert second.scratch.is_dir()


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """The second file is read until nobody wants it any more: set once that has begun, and once it has ended."""
    begun, ended = threading.Event(), threading.Event()

    def read(path: Path, _: Path, __: str | None, still_wanted: Callable[[], None]) -> None:
        if path.name == "b.csv":
            begun.set()
            try:
                while True:
                    still_wanted()
                    time.sleep(0.01)
            finally:
                ended.set()

    monkeypatch.setattr("etl.ahead.read_ahead", read)
    return begun, ended


def test_giving_up_stops_the_reading_of_the_next_file(
    files: list[Source], endless: tuple[threading.Event, threading.Event]
) -> None:
    begun, ended = endless

    def give_up(progress: Progress) -> None:
        if progress.step == "merging":
            assert begun.wait(PATIENCE)
            raise GivenUp

    with pytest.raises(GivenUp):
        take_in(Warehouse(), files, progress=give_up)
    assert ended.is_set()


def test_it_is_stopped_before_what_was_taken_in_is_taken_back(
    files: list[Source], endless: tuple[threading.Event, threading.Event]
) -> None:
    begun, ended = endless
    stopped: list[bool] = []

    def give_up(progress: Progress) -> None:
        if progress.step == "restoring":
            stopped.append(ended.wait(PATIENCE))
        elif progress.number == 2:
            assert begun.wait(PATIENCE)
            raise GivenUp

    warehouse = Warehouse()
    with pytest.raises(GivenUp):
        pipeline.run(warehouse, files, progress=give_up)
    assert stopped == [True]
    with warehouse.cursor() as cursor:
        assert cursor.execute("select count(*) from batch").fetchall() == [(0,)]


def test_where_the_next_file_cannot_be_read_this_one_is_taken_in(files: list[Source], tmp_path: Path) -> None:
    """Its folder cannot be made: something else stands there."""
    (tmp_path / "taken").write_text("a file")
    nowhere = Source("b.csv", files[1].path, kept=tmp_path / "taken")
    with Ahead([files[0], nowhere]) as ahead:
        with ahead.reading(0, lambda: None) as first:
            assert first.digest.result(PATIENCE)
        with pytest.raises(OSError), ahead.reading(1, lambda: None):
            pass


def test_a_file_that_is_refused_does_not_keep_the_next_from_being_read(files: list[Source], tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 and no more")
    broken = Source("broken.xlsx", tmp_path / "broken.xlsx")
    outcomes = take_in(Warehouse(), [broken, *files])
    assert [outcome.error is None for outcome in outcomes] == [False, True, True, True]
