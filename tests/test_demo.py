"""The demo shop is one of this week, whenever it is tried."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

import pipeline
from tests.conftest import DEMO_FOLDER
from ui.demo import LAST, demo_files
from warehouse import Warehouse

TIMES = "select order_id, created_at, paid_at from buyer_order order by order_id"


@pytest.mark.parametrize("days", [0, 1, 7, 8, 9, 40, 400])
def test_its_dates_end_within_the_last_seven_days(tmp_path: Path, days: int) -> None:
    today = LAST + timedelta(days=days)
    [reviews] = [source.path for source in demo_files(today, tmp_path) if source.name.startswith("评价")]
    rows = Path(reviews).read_text("utf-8-sig").splitlines()[1:]
    latest = max(date.fromisoformat(row.split(",")[5][:10]) for row in rows)
    assert timedelta(0) <= today - latest <= timedelta(days=8)
    assert (latest - LAST).days % 7 == 6


def test_nothing_is_written_where_the_files_are_of_this_week(tmp_path: Path) -> None:
    sources = demo_files(LAST + timedelta(days=7), tmp_path)
    assert {Path(source.path).parent for source in sources} == {DEMO_FOLDER}
    assert list(tmp_path.iterdir()) == []


def test_moved_it_is_the_same_shop_so_many_weeks_later(demo: Warehouse, tmp_path: Path) -> None:
    later = Warehouse()
    outcomes = pipeline.run(later, demo_files(LAST + timedelta(days=100), tmp_path)).outcomes
    assert [(outcome.error, outcome.rows_rejected) for outcome in outcomes] == [(None, 0)] * 4
    with demo.cursor() as cursor, later.cursor() as other:
        was, now = (each.execute(TIMES).fetchall() for each in (cursor, other))
        flagged = [
            {name for (name,) in each.execute("select buyer from buyer_list where tier = 'high'").fetchall()}
            for each in (cursor, other)
        ]
    assert [row[0] for row in was] == [row[0] for row in now]
    assert {new[1] - old[1] for old, new in zip(was, now, strict=True)} == {timedelta(weeks=14)}
    assert flagged[0] == flagged[1]
