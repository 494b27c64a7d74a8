"""Was a closed order paid? From whatever columns tell; where none does, nobody is blamed for it."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from etl.intake import Source, take_in
from risk import verdicts
from tests.etl.files import write
from tests.risk.rows import trials
from warehouse import Warehouse

PLACED = {"订单编号": "402933162870552119", "买家会员名": "云上朵", "订单创建时间": "2026-10-02 10:00:00"}
LATER = {
    "订单编号": "402933162870552120",
    "买家会员名": "晚风",
    "订单创建时间": "2026-11-02 10:00:00",
    "订单状态": "交易成功",
}
CLOSED = {"订单状态": "交易关闭"}
WAITING = {"订单状态": "等待买家付款"}
BARE = ["订单编号", "买家会员名", "订单状态", "订单创建时间"]


def after(tmp_path: Path, *files: tuple[list[str], list[dict[str, str]]]) -> Warehouse:
    """A warehouse that took these files in, one after the other."""
    store = Warehouse()
    for number, (columns, rows) in enumerate(files):
        file = write(tmp_path / f"{number}.csv", columns, rows)
        [outcome] = take_in(store, [Source(file.name, file)])
        assert (outcome.error, outcome.rows_rejected) == (None, 0)
    return store


def is_unpaid(store: Warehouse) -> bool | None:
    with store.cursor() as cursor:
        return cursor.execute("select is_unpaid from buyer_order where buyer = '云上朵'").fetchall()[0][0]


@pytest.mark.parametrize(
    ("cells", "unpaid"),
    [
        ({}, None),
        ({"物流单号": ""}, None),
        ({"物流单号": "No:773012345678901"}, False),
        ({"确认收货打款金额": "0.00"}, None),
        ({"订单付款时间": ""}, True),
        ({"订单付款时间": "2026-10-02 10:05:00"}, False),
        ({"订单关闭原因": "买家未付款"}, True),
        ({"订单关闭原因": "退款"}, False),
        ({"买家实付金额": "0.00"}, True),
        ({"买家实付金额": "45.50"}, False),
        ({"退款金额": "0.00"}, True),
        ({"退款金额": "45.50"}, False),
    ],
)
def test_a_closed_order_was_left_unpaid_only_where_a_column_says_so(
    tmp_path: Path, cells: dict[str, str], unpaid: bool | None
) -> None:
    assert is_unpaid(after(tmp_path, ([*BARE, *cells], [PLACED | CLOSED | cells]))) is unpaid


@pytest.mark.parametrize(
    ("cells", "unpaid"),
    [
        ({}, None),
        ({"订单付款时间": ""}, True),
        ({"订单付款时间": "2026-10-02 10:05:00"}, False),
        ({"订单关闭原因": "买家未付款"}, True),
        ({"订单关闭原因": "退款"}, False),
        ({"订单关闭原因": ""}, None),
        ({"订单关闭原因": "订单未关闭"}, None),
    ],
)
def test_without_a_column_of_states_the_others_tell_as_far_as_they_go(
    tmp_path: Path, cells: dict[str, str], unpaid: bool | None
) -> None:
    columns = ["订单编号", "买家会员名", "订单创建时间", "买家应付货款", *cells]
    store = after(tmp_path, (columns, [PLACED | cells, LATER]))
    assert is_unpaid(store) is unpaid


def test_an_order_of_which_nothing_tells_whether_it_was_paid_counts_for_no_signal(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", BARE, [PLACED | CLOSED, LATER])
    store = Warehouse()
    [outcome] = take_in(store, [Source(file.name, file)])
    assert "etl.no_payment_column" in [note.key for note in outcome.notes]
    verdicts.refresh(store)
    found = trials(store, "unpaid")
    assert found["402933162870552119"] == (False, "payment_unknown")
    assert found["402933162870552120"] == (False, None)
    assert len(trials(store, "refund")) == 1


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_in_which_files_tell_of_it_does_not_matter(tmp_path: Path, order: tuple[int, ...]) -> None:
    told = [*BARE, "订单付款时间"]
    files = [(told, [PLACED | WAITING]), (told, [PLACED | CLOSED]), (BARE, [PLACED | CLOSED, LATER])]
    assert is_unpaid(after(tmp_path, *(files[place] for place in order))) is True


def test_a_file_in_which_it_still_waited_does_not_tell_that_it_was_paid(tmp_path: Path) -> None:
    told = [*BARE, "订单付款时间"]
    for files in permutations([(told, [PLACED | WAITING]), (BARE, [PLACED | CLOSED, LATER])]):
        assert is_unpaid(after(tmp_path, *files)) is None
