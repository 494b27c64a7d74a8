"""Pages while an import writes, through dashboard.py, and its cancel."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import jobs
import pipeline
import warehouse
from etl.intake import take_in
from jobs import Job
from tests.pages.import_page import PAGE, SECONDS, settled
from tests.pages.shown import app, texts
from tests.shops import assert_same, export, orders, whole
from warehouse import Warehouse


@pytest.fixture
def held(shop: Path, tmp_path: Path) -> tuple[Job, Callable[[], None]]:
    """An import that stands in the middle of its transaction, and what lets it go on."""
    store = warehouse.warehouse_at(shop)
    pipeline.run(store, [export(tmp_path, "早.csv", orders(40))])
    inside, goes_on = threading.Event(), threading.Event()

    def work(job: Job) -> object:
        def report(progress: object) -> None:
            if getattr(progress, "step", "") == "merging":
                inside.set()
                goes_on.wait(SECONDS)
            job.report(progress)  # type: ignore[arg-type]

        return pipeline.run(store, [export(tmp_path, "晚.csv", orders(90))], progress=report, came_of=job.came_of)

    job = jobs.queue_of(shop).add("import", ("晚.csv",), work)
    assert inside.wait(SECONDS)
    return job, goes_on.set


@pytest.mark.parametrize("page", ["pages/today/overview.py", "pages/monitor/buyers.py", PAGE])
def test_pages_work_while_an_import_writes(held: tuple[Job, Callable[[], None]], page: str) -> None:
    job, go_on = held
    try:
        at = app("zh")
        at.session_state["import_job"] = job
        at.run()
        at.switch_page(page).run()
        assert not at.exception
        assert not at.error
        assert "正在导入" in texts(at)
        assert not job.is_over
    finally:
        go_on()
    assert job.ended.wait(SECONDS)
    assert job.state == "done"


def test_a_cancel_on_the_page_leaves_nothing(held: tuple[Job, Callable[[], None]], shop: Path) -> None:
    job, go_on = held
    store = warehouse.warehouse_at(shop)
    before = whole(store)
    at = app("zh")
    at.session_state["import_job"] = job
    at.run()
    at.switch_page(PAGE).run()
    at.button(key=f"stop_{job.number}").click().run()
    go_on()
    at = settled(at)
    assert job.state == "stopped"
    assert "已取消，这次的文件一个都没有留下" in texts(at)
    assert_same(whole(store), before)


@pytest.mark.parametrize("page", ["pages/today/overview.py", "pages/monitor/buyers.py"])
def test_pages_work_while_the_first_import_is_half_in(shop: Path, tmp_path: Path, page: str) -> None:
    take_in(Warehouse(shop), [export(tmp_path, "一.csv", orders(40))])
    goes_on = threading.Event()
    job = jobs.queue_of(shop).add("import", ("一.csv", "二.csv"), lambda _: goes_on.wait(SECONDS))
    try:
        at = app("zh").run()
        at.switch_page(page).run()
        assert not at.exception
        assert not at.error
        with Warehouse(shop).cursor() as cursor:
            assert cursor.execute("select count(*) from buyer_summary").fetchall() == [(0,)]
    finally:
        goes_on.set()
    assert job.ended.wait(SECONDS)
