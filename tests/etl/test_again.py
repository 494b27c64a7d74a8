"""The same file twice, overlapping files in any order, and imports taken back: table by table."""

from __future__ import annotations

import itertools
from pathlib import Path

import pandas as pd
import pytest

import pipeline
from etl import merge
from etl.intake import Source, take_in
from etl.undo import NoSuchImport, undo
from tests.etl.files import Row, write
from warehouse import Warehouse

A, B, C = "402933162870552118", "402933162870552119", "402933162870552120"
# Three exports of one shop. The oldest knows addresses, the newest has fewer columns, one names no shop.
OCTOBER = [
    {"订单编号": A, "买家会员名": "小店常客21", "订单状态": "等待买家付款", "总金额": "88.00", "店铺名称": "木禾家居店",
     "订单创建时间": "2026-10-01 09:30:00", "订单付款时间": "", "收货地址": "江苏省 南京市 梧桐路1号302室", "收货人姓名": "王晓", "宝贝标题": "相框"},
    {"订单编号": B, "买家会员名": "云上朵", "订单状态": "买家已付款,等待卖家发货", "总金额": "45.50", "店铺名称": "木禾家居店",
     "订单创建时间": "2026-10-02 09:30:00", "订单付款时间": "2026-10-02 09:31:00", "收货地址": "", "收货人姓名": "", "宝贝标题": "竹篮"},
]  # fmt: skip
NOVEMBER = [
    {"订单编号": A, "买家会员名": "小店常客21", "订单状态": "交易成功", "总金额": "80.00", "订单创建时间": "2026-10-01 09:30:00",
     "订单付款时间": "2026-10-01 09:45:00", "确认收货时间": "2026-11-05 10:00:00", "商家备注": "多送一个"},
    {"订单编号": C, "买家会员名": "云上朵", "订单状态": "交易关闭", "总金额": "12.00", "订单创建时间": "2026-11-04 09:30:00",
     "订单付款时间": "", "确认收货时间": "", "商家备注": ""},
]  # fmt: skip
MIDDLE = [
    {"订单编号": A, "订单状态": "卖家已发货,等待买家确认", "订单创建时间": "2026-10-01 09:30:00", "物流单号": "No:77301",
     "店铺名称": "木禾家居店", "订单付款时间": "2026-10-01 09:45:00", "商家备注": "请早发"},
    {"订单编号": B, "订单状态": "交易关闭", "订单创建时间": "2026-10-02 09:30:00", "物流单号": "", "店铺名称": "木禾家居店",
     "订单付款时间": "2026-10-02 09:31:00", "商家备注": ""},
    {"订单编号": C, "订单状态": "等待买家付款", "订单创建时间": "2026-11-04 09:30:00", "物流单号": "", "店铺名称": "木禾家居店",
     "订单付款时间": "", "商家备注": ""},
]  # fmt: skip
ITEMS = [
    {
        "主订单编号": A,
        "商品标题": "相框",
        "商品价格": "40",
        "购买数量": "2",
        "商品ID": "701",
        "退款状态": "没有申请退款",
    }
]
REFUNDS = [{"退款编号": "2029331628705521", "订单编号": A, "退款状态": "退款成功", "退款总额": "40"}]
FILES = {"10": OCTOBER, "11": NOVEMBER, "10b": MIDDLE, "items": ITEMS, "refunds": REFUNDS}


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Source]:
    folder = tmp_path_factory.mktemp("exports")
    return {name: Source(name, write(folder / f"{name}.csv", list(rows[0]), rows)) for name, rows in FILES.items()}


def taken(sources: list[Source]) -> Warehouse:
    warehouse = Warehouse()
    for source in sources:
        outcome = take_in(warehouse, [source])[0]
        assert outcome.error is None, outcome
    return warehouse


def tables(warehouse: Warehouse, *, origins: bool = False) -> dict[str, pd.DataFrame]:
    """Every table of facts, in the order of its key; keyed hashes and, unless asked for, origins are left out."""
    found = {}
    with warehouse.cursor() as cursor:
        for target in merge.TARGETS:
            frame = cursor.table(target.table).df().sort_values(list(target.key), ignore_index=True)
            dropped = [name for name in frame if str(name).endswith("_key")]
            dropped += [] if origins else [name for name in merge.PROVENANCE if name != "seen_at"]
            found[target.table] = frame.drop(columns=dropped)
    return found


def assert_same(left: dict[str, pd.DataFrame], right: dict[str, pd.DataFrame]) -> None:
    for table, frame in left.items():
        pd.testing.assert_frame_equal(frame, right[table], obj=table)


@pytest.mark.parametrize("order", list(itertools.permutations(["10", "11", "10b"])), ids="-".join)
def test_overlapping_exports_give_the_same_tables_in_any_order(
    sources: dict[str, Source], order: tuple[str, ...]
) -> None:
    straight = taken([sources[name] for name in ("10", "10b", "11", "items", "refunds")])
    assert_same(tables(taken([sources[name] for name in (*order, "items", "refunds")])), tables(straight))
    assert_same(tables(taken([sources[name] for name in ("refunds", "items", *order)])), tables(straight))


def test_the_newest_state_wins_and_nothing_known_is_lost(sources: dict[str, Source]) -> None:
    store = taken([sources[name] for name in ("11", "10", "10b")])
    with store.cursor() as cursor:
        rows = cursor.execute(
            "select order_id, shop, buyer, state, is_unpaid, total::double, tracking_no, region, seller_note "
            "from buyer_order order by order_id"
        ).fetchall()
    assert rows == [
        (A, "木禾家居店", "小店常客21", "success", False, 80.0, "77301", "江苏省 南京市", "多送一个"),
        (B, "木禾家居店", "云上朵", "closed", False, 45.5, None, None, None),
        (C, "木禾家居店", "云上朵", "closed", True, 12.0, None, None, None),
    ]


def test_the_same_files_again_change_nothing(sources: dict[str, Source]) -> None:
    store = taken(list(sources.values()))
    before = tables(store, origins=True)
    for outcome in take_in(store, list(sources.values())):
        assert (outcome.rows_new, outcome.rows_changed) == (0, 0)
        assert outcome.rows_unchanged == outcome.rows_read
        assert outcome.is_repeat
    assert_same(tables(store, origins=True), before)


@pytest.mark.parametrize("gone", list(FILES))
def test_an_import_taken_back_leaves_what_would_be_there_without_it(sources: dict[str, Source], gone: str) -> None:
    with_it = taken(list(sources.values()))
    with with_it.cursor() as cursor:
        batch = cursor.execute("select batch_id from batch where file = $file", {"file": gone}).fetchall()[0][0]
    undo(with_it, batch)
    without = taken([source for name, source in sources.items() if name != gone])
    assert_same(tables(with_it), tables(without))
    with pytest.raises(NoSuchImport):
        undo(with_it, batch)


@pytest.mark.parametrize("gone", [1, 2])
def test_no_row_names_a_file_that_was_taken_back(tmp_path: Path, sources: dict[str, Source], gone: int) -> None:
    longer = [*OCTOBER, OCTOBER[1] | {"订单编号": C}]
    again = Source("longer", write(tmp_path / "longer.csv", list(longer[0]), longer))
    store = taken([sources["10"], again])
    undo(store, gone)
    with store.cursor() as cursor:
        named = cursor.execute(
            "select order_id, file, row_number from buyer_order join batch using (batch_id) order by order_id"
        ).fetchall()
    file, rows = ("longer", [(A, 2), (B, 3), (C, 4)]) if gone == 1 else ("10", [(A, 2), (B, 3)])
    assert named == [(order, file, row) for order, row in rows]


def test_everything_taken_back_leaves_nothing_and_may_come_again(sources: dict[str, Source]) -> None:
    store = taken(list(sources.values()))
    before = tables(store)
    for number in (3, 1, 5, 2, 4):
        undo(store, number)
    assert all(frame.empty for frame in tables(store).values())
    take_in(store, list(sources.values()))
    assert_same(tables(store), before)


def test_an_import_taken_back_is_gone_from_the_list(tmp_path: Path, sources: dict[str, Source]) -> None:
    store = Warehouse(tmp_path / "shop.duckdb")
    pipeline.run(store, list(sources.values()))
    pipeline.take_back(store, 2)
    with store.cursor() as cursor:
        rows = cursor.execute("select buyer, orders from buyer_summary order by buyer").fetchall()
    assert rows == [("云上朵", 1), ("小店常客21", 1)]


def test_contacts_kept_by_an_older_layout_still_link_those_of_new_orders(tmp_path: Path) -> None:
    def order(number: str, buyer: str) -> Source:
        row = {
            "订单编号": number,
            "买家会员名": buyer,
            "订单状态": "交易成功",
            "订单创建时间": "2026-10-01 09:30:00",
            "联系手机": "13800138000",
        }
        return Source(number, write(tmp_path / f"{number}.csv", list(row), [row]))

    store = Warehouse(tmp_path / "shop.duckdb")
    take_in(store, [order(A, "云上朵")])
    with store.writing() as cursor:
        cursor.execute("update buyer_order set phone_key = phone_key || repeat('0', 32)")
        cursor.execute("drop view trial")  # these were tables then
        cursor.execute("drop view buyer_risk")
        cursor.execute("update meta set value = '6' where key = 'schema_version'")
    again = Warehouse(store.path)
    take_in(again, [order(B, "小店常客21")])
    with again.cursor() as cursor:
        keys = cursor.execute("select distinct length(phone_key), count(distinct phone_key) over () from buyer_order")
        assert keys.fetchall() == [(32, 1)]


@pytest.mark.parametrize("order", [("then", "now"), ("now", "then")])
@pytest.mark.parametrize(
    ("column", "then", "now", "known"),
    [
        ("退款状态", "没有申请退款", "退款成功", "select refund_state = 'success' from order_line"),
        ("退款状态", "买家已经申请退款，等待卖家同意", "退款关闭", "select refund_state = 'closed' from order_line"),
        ("退款金额", "0", "40", "select refund_amount = 40 from buyer_order"),
        ("result", "bad", "good", "select rating = 'good' from review"),
    ],
)
def test_a_month_exported_again_tells_what_came_since_whichever_is_read_first(
    tmp_path: Path, order: tuple[str, str], column: str, then: str, now: str, known: str
) -> None:
    """Both end with the same row, so that nothing but what they say tells which was saved later."""
    rows: dict[str, Row] = {
        "退款状态": {
            "主订单编号": "402933162870552100", "子订单编号": "502933162870552100", "商品标题": "相框", "商品价格": "88",
            "订单状态": "交易成功", "订单创建时间": "2026-10-01 10:00:00",
        },
        "退款金额": {
            "订单编号": "402933162870552100", "买家会员名": "买家1", "订单状态": "交易成功", "总金额": "88",
            "订单创建时间": "2026-10-01 10:00:00", "订单付款时间": "2026-10-01 10:05:00",
        },
        "result": {"tid": "402933162870552100", "created": "2026-10-09 10:00:00", "content": "好", "nick": "买家1"},
    }  # fmt: skip
    warehouse = Warehouse()
    for name in order:
        row = {**rows[column], column: {"then": then, "now": now}[name]}
        [outcome] = take_in(warehouse, [Source(f"{name}.csv", write(tmp_path / f"{name}.csv", list(row), [row]))])
        assert outcome.error is None
    with warehouse.cursor() as cursor:
        assert cursor.execute(known).fetchall() == [(True,)]
