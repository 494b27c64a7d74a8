"""What the owner joined to the rows of a report, refunds or buyers: taken in beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.intake import take_in
from etl.outcome import Outcome, Source
from etl.undo import undo
from risk import verdicts
from tests.etl.files import header, write
from tests.shops import whole
from warehouse import Warehouse

JOINED = ["退款编号", "退款状态", "买家退款原因", "售后类型"]
HITS = "select order_id, kind, is_counted from trial where signal = 'refund' and is_hit order by order_id"
REFUNDS = "select order_id, refund_id, state, reason from refund order by order_id"
SHOPS_FAULT = "select order_id from trial where signal = 'refund' and why_not = 'shop_fault'"


def order(number: int, **cells: str) -> dict[str, str]:
    return {
        "订单编号": f"40293316287055{number:04d}", "买家会员名": f"小店常客{number}", "总金额": "30.00",
        "买家实际支付金额": "30.00", "订单状态": "交易成功", "宝贝标题": "杯子", "店铺名称": "木禾家居店",
        "订单创建时间": f"2026-10-{number + 1:02d} 09:30:00", "订单付款时间": f"2026-10-{number + 1:02d} 09:31:00",
    } | cells  # fmt: skip


def refund(number: int, reason: str = "不想要了") -> dict[str, str]:
    return dict(zip(JOINED, (f"7700{number:08d}", "退款成功", reason, "仅退款"), strict=True))


ROWS = [
    order(0), order(1, **refund(1)), order(2, **refund(2, "发错货")), order(3, 退款编号="#N/A", 买家退款原因="#N/A"),
    order(4, 退款编号="0"), order(5, 退款编号="-"), order(6, 退款编号="无"),
]  # fmt: skip


def take(store: Warehouse, folder: Path, rows: list[dict[str, str]], version: str = "O-D") -> Outcome:
    columns = [*header(version), *JOINED]
    [outcome] = take_in(store, [Source("a.csv", write(folder / "a.csv", columns, rows))])
    assert outcome.error is None
    return outcome


def asked(store: Warehouse, question: str) -> list[tuple]:
    with store.cursor() as cursor:
        return cursor.execute(question).fetchall()


def test_they_are_taken_in_with_their_reasons(tmp_path: Path) -> None:
    outcome = take(store := Warehouse(), tmp_path, ROWS)
    assert (outcome.kind, outcome.rows_read, outcome.rows_new, outcome.rows_rejected) == ("orders+refunds", 7, 7, 0)
    assert not set(JOINED) & set(outcome.columns_unknown)
    assert asked(store, REFUNDS) == [
        (ROWS[1]["订单编号"], "770000000001", "success", "不想要了"),
        (ROWS[2]["订单编号"], "770000000002", "success", "发错货"),
    ]
    verdicts.refresh(store)
    assert asked(store, HITS) == [(ROWS[1]["订单编号"], "refund_only", True)]
    assert asked(store, SHOPS_FAULT) == [(ROWS[2]["订单编号"],)]


def test_item_reports_too(tmp_path: Path) -> None:
    rows = [
        row | {"子订单编号": f"50293316287055{place:04d}", "主订单编号": row["订单编号"], "商品标题": "杯子"}
        for place, row in enumerate(ROWS)
    ]
    outcome = take(store := Warehouse(), tmp_path, rows, "I-C")
    assert (outcome.kind, outcome.rows_new) == ("items+refunds", 7)
    assert [reason for *_, reason in asked(store, REFUNDS)] == ["不想要了", "发错货"]


def test_the_same_file_again_changes_nothing_and_undoing_takes_all_back(tmp_path: Path) -> None:
    first = take(store := Warehouse(), tmp_path, ROWS)
    before = whole(store)
    again = take(store, tmp_path, ROWS)
    assert (again.rows_new, again.rows_changed, again.rows_unchanged) == (0, 0, 7)
    assert whole(store)["refund"].equals(before["refund"])
    for outcome in (again, first):
        assert outcome.batch_id
        undo(store, outcome.batch_id)
    assert [len(whole(store)[name]) for name in ("buyer_order", "refund", "refund_sighting")] == [0, 0, 0]


def test_reviews_too(tmp_path: Path) -> None:
    columns = [*header("O-D"), "评价星级", "评价内容", "评价时间"]
    rows = [order(place) for place in range(6)]
    rows[2] |= {"评价星级": "1", "评价内容": "一碰就碎", "评价时间": "2026-11-01 10:00:00"}
    rows[3] |= {"评价星级": "#N/A", "评价内容": "#N/A", "评价时间": "#N/A"}
    [outcome] = take_in(store := Warehouse(), [Source("a.csv", write(tmp_path / "a.csv", columns, rows))])
    assert (outcome.kind, outcome.rows_read, outcome.rows_new, outcome.rows_rejected) == ("orders+reviews", 6, 6, 0)
    verdicts.refresh(store)
    hits = "select order_id, buyer, is_hit from trial where signal = 'review'"
    assert asked(store, hits) == [(rows[2]["订单编号"], rows[2]["买家会员名"], True)]


@pytest.mark.parametrize(
    ("cells", "reasons"),
    [
        ({"订单编号": "4.02933E+17"}, ["damaged_id"]),
        ({"退款编号": "7.7E+11"}, ["damaged_id"]),
        ({"退款金额": "八块"}, ["odd_money"]),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_once(tmp_path: Path, cells: dict[str, str], reasons: list[str]) -> None:
    outcome = take(store := Warehouse(), tmp_path, [*ROWS, order(8, **refund(8)) | cells])
    assert [refused.reason for refused in outcome.refused] == reasons
    assert outcome.rows_rejected == len(reasons)
    assert asked(store, "select reason from rejected_row") == [(reason,) for reason in reasons]


def test_buyers_of_an_item_report_are_those_of_its_orders_and_money_stays_the_lines(tmp_path: Path) -> None:
    lines = [
        order(place // 2, 订单编号="") | {
            "子订单编号": f"50293316287055{place:04d}", "主订单编号": ROWS[place // 2]["订单编号"],
            "商品标题": ("杯子", "盘子")[place % 2], "商品价格": "15.00", "买家实付金额": ("10.00", "20.00")[place % 2],
            # of the first order one line was taken back, of the second both were
            "订单状态": "交易关闭" if place in (1, 2, 3) else "交易成功",
            "退款状态": "退款成功" if place in (1, 2, 3) else "没有申请退款",
        }
        for place in range(8)
    ]  # fmt: skip
    reported = [order(place, 订单状态="交易关闭" if place == 1 else "交易成功") for place in range(4)]
    report = Source("o.csv", write(tmp_path / "o.csv", header("O-D"), reported))
    columns = [*header("I-D"), "买家会员名", "店铺名称"]
    joined = Source("i.csv", write(tmp_path / "i.csv", columns, lines))
    told = "select order_id, buyer, state, is_unpaid, paid from buyer_order order by order_id"
    for files in ([report, joined], [joined, report], [joined]):
        outcomes = take_in(store := Warehouse(), files)
        assert [outcome.kind for outcome in outcomes if outcome.file == "i.csv"] == ["orders+items"]
        assert [outcome.rows_new for outcome in outcomes if outcome.file == "i.csv"] == [8]
        assert asked(store, told) == [
            (row["订单编号"], row["买家会员名"], "closed" if place == 1 else "success", False,
             30 if report in files else None)
            for place, row in enumerate(reported)
        ]  # fmt: skip
        verdicts.refresh(store)
        hits = "select count(*) filter (is_hit), count(*) from trial where signal = 'refund'"
        assert asked(store, hits) == [(3, 8)]
        assert asked(store, "select sum(paid) from order_line where source = 'items'") == [(120,)]
