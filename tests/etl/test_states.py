"""States in words that no vocabulary lists: read by their parts, and told to the owner where that does not help."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from etl.intake import Source, take_in
from etl.outcome import Outcome
from tests.etl.files import Row, write
from warehouse import Warehouse

ORDER = {"订单编号": "402933162870552119", "买家会员名": "云上朵", "订单创建时间": "2026-10-02 10:00:00"}
LINE = {
    "子订单编号": "402933162870552120",
    "主订单编号": "402933162870552119",
    "标题": "茶杯",
    "价格": "10",
    "购买数量": "1",
}
REFUND = {"退款编号": "88001", "订单编号": "402933162870552119", "退款的申请时间": "2026-10-05 10:00:00"}
REFUND |= {"买家退款金额": "10"}


def imported(tmp_path: Path, rows: Sequence[Row]) -> tuple[Warehouse, Outcome]:
    store = Warehouse()
    file = write(tmp_path / "file.csv", list(rows[0]), rows)
    [outcome] = take_in(store, [Source(file.name, file)])
    assert (outcome.error, outcome.rows_rejected) == (None, 0)
    return store, outcome


def one_cell(store: Warehouse, query: str) -> object:
    with store.cursor() as cursor:
        return cursor.execute(query).fetchall()[0][0]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("待付款", "waiting"),
        ("等待付款", "waiting"),
        ("买家已付款｜｜｜等待卖家发货", "paid"),
        ("买家已付款", "paid"),
        ("未发货", "paid"),
        ("部分发货中", "paid"),
        ("卖家已发货｜｜｜等待买家确认", "shipped"),
        ("待收货", "shipped"),
        ("交易成功（部分退款）", "success"),
        ("交易关闭-买家取消", "closed"),
        ("未发货，退款成功", "closed"),
        ("买家取消订单", "closed"),
        ("交易关闭（买家未付款）", "closed"),
        ("等待付款后发货", "waiting"),
    ],
)
def test_an_order_state_is_read_by_its_parts(tmp_path: Path, status: str, state: str) -> None:
    # with a payment time that alone would say something else
    paid_at = "2026-10-02 10:05:00" if state in ("waiting", "closed") else ""
    store, outcome = imported(tmp_path, [ORDER | {"订单状态": status, "订单付款时间": paid_at}])
    assert one_cell(store, "select state from buyer_order") == state
    assert one_cell(store, "select status from buyer_order") == status
    assert "etl.unknown_order_state" not in [note.key for note in outcome.notes]


def test_a_state_that_nobody_knows_is_told_and_the_payment_time_decides(tmp_path: Path) -> None:
    rows = [
        ORDER | {"订单编号": f"40293316287055211{place}", "订单状态": status, "订单付款时间": paid_at}
        for place, (status, paid_at) in enumerate(
            [("甲状态", "2026-10-02 10:05:00"), ("乙状态", ""), ("乙状态", ""), ("交易成功", "2026-10-02 10:05:00")]
        )
    ]
    # a day later, nobody will pay any more
    rows[3] |= {"订单创建时间": "2026-10-09 10:00:00"}
    store, outcome = imported(tmp_path, rows)
    [note] = [note for note in outcome.notes if note.key == "etl.unknown_order_state"]
    assert note.values == {"count": 3, "word": "乙状态"}
    with store.cursor() as cursor:
        found = cursor.execute("select state, is_unpaid from buyer_order order by order_id").fetchall()
    assert found == [("paid", False), ("closed", True), ("closed", True), ("success", False)]


def test_a_line_tells_of_both_its_states(tmp_path: Path) -> None:
    rows = [
        LINE | {"订单状态": "待收货", "退款状态": "已退款"},
        LINE | {"子订单编号": "402933162870552121", "订单状态": "丙状态", "退款状态": "丁状态"},
    ]
    store, outcome = imported(tmp_path, rows)
    told = {note.key: note.values for note in outcome.notes if note.key.startswith("etl.unknown_")}
    assert told == {
        "etl.unknown_order_state": {"count": 1, "word": "丙状态"},
        "etl.unknown_refund_state": {"count": 1, "word": "丁状态"},
    }
    with store.cursor() as cursor:
        found = cursor.execute("select state, refund_state from order_line order by line_id").fetchall()
    assert found == [("shipped", "success"), (None, None)]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("已退款", "success"), ("退款完成", "success"), ("退款中", "open"), ("部分退款", "success"), ("退款失败", "closed"),
        ("售后完成", "success"), ("未退款", "none"), ("无售后申请", "none"), ("未发起售后", "none"),
    ],
)  # fmt: skip
def test_a_refund_state_is_read_by_its_parts(tmp_path: Path, status: str, state: str) -> None:
    store, outcome = imported(tmp_path, [REFUND | {"退款状态": status}])
    assert one_cell(store, "select state from refund") == state
    assert "etl.unknown_refund_state" not in [note.key for note in outcome.notes]


def test_a_refund_state_that_nobody_knows_is_told(tmp_path: Path) -> None:
    _, outcome = imported(tmp_path, [REFUND | {"退款状态": "戊状态" * 20}])
    [note] = [note for note in outcome.notes if note.key == "etl.unknown_refund_state"]
    assert note.values == {"count": 1, "word": ("戊状态" * 20)[:20]}


@pytest.mark.parametrize(
    ("reason", "known"),
    [
        ("退运费", "price"),
        ("商品降价/补差价", "price"),
        ("价保退款", "price"),
        ("商品质量问题", "quality"),
        ("快递/物流一直未送到", "not_received"),
        ("卖家缺货", "stock"),
        ("七天无理由退换货", "no_reason"),
        ("协商一致退款", "other"),
        ("", None),
    ],
)
def test_a_reason_is_told_by_its_words(tmp_path: Path, reason: str, known: str | None) -> None:
    store, _ = imported(tmp_path, [REFUND | {"退款状态": "退款成功", "买家退款原因": reason}])
    assert one_cell(store, "select reason_class from refund") == known
