"""Ratings as people and programs write them: stars in digits, words and signs, and the three classes."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.intake import Source, take_in
from tests.etl.files import write
from warehouse import Warehouse

REVIEW = {"订单编号": "402933162870552119", "商品标题": "茶杯", "评价时间": "2026-10-02 10:00:00", "评价内容": "还行"}


def kept(tmp_path: Path, rating: str) -> tuple[int | None, str] | None:
    """Stars and class of one review with this cell; None: refused for it."""
    store = Warehouse()
    row = REVIEW | {"评分": rating}
    file = write(tmp_path / "reviews.csv", list(row), [row])
    [outcome] = take_in(store, [Source(file.name, file)])
    assert outcome.error is None
    with store.cursor() as cursor:
        [*found] = cursor.execute("select stars, rating from review").fetchall()
        refused = cursor.execute("select reason, detail from rejected_row").fetchall()
    assert refused == ([] if found else [("no_rating", rating)])
    return found[0] if found else None


@pytest.mark.parametrize(
    ("rating", "stars", "said"),
    [
        ("5", 5, "good"),
        ("4.0", 4, "good"),
        ("3 星", 3, "neutral"),
        ("五星", 5, "good"),
        ("两星", 2, "bad"),
        ("一颗星", 1, "bad"),
        ("三星好评", 3, "neutral"),
        ("★★★★★", 5, "good"),
        ("★★☆☆☆", 2, "bad"),
        ("好评", None, "good"),
        ("中评（有图）", None, "neutral"),
        ("差评,已追评", None, "bad"),
    ],
)
def test_a_rating_is_read_however_it_is_written(tmp_path: Path, rating: str, stars: int | None, said: str) -> None:
    assert kept(tmp_path, rating) == (stars, said)


@pytest.mark.parametrize("rating", ["0", "六星", "还行", "☆☆☆☆☆", "没有差评"])
def test_what_is_no_rating_is_refused(tmp_path: Path, rating: str) -> None:
    assert kept(tmp_path, rating) is None
