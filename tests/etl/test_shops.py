"""Which shop rows belong to: most files do not say, and the order in which they come in makes no difference."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

import pipeline
from etl import shops
from etl.intake import Source, take_in
from etl.outcome import Choices
from etl.problem import Problem
from etl.undo import undo
from tests.etl.files import Row, write
from tests.etl.test_again import assert_same, tables, taken
from warehouse import Warehouse

HERE, THERE = "木禾家居店", "木禾生活馆"
# what the number of an order begins with → the shop it belongs to
SHOPS = {"40293": HERE, "50293": THERE}
TABLES = ("buyer_order", "order_line", "refund", "review")


def numbers(begin: str, count: int = 4) -> list[str]:
    return [f"{begin}3162870552{place:03d}" for place in range(count)]


def orders(begin: str, *, names_shop: bool = True) -> list[Row]:
    told = {"店铺名称": SHOPS[begin]} if names_shop else {}
    return [
        {"订单编号": number, "买家会员名": f"买家{number[-1]}", "订单状态": "交易成功", "总金额": "88.00",
         "订单创建时间": "2026-10-01 09:30:00", "订单付款时间": "2026-10-01 09:31:00"} | told
        for number in numbers(begin)
    ]  # fmt: skip


def items(begin: str) -> list[Row]:
    return [
        {"子订单编号": f"{number}1", "主订单编号": number, "商品标题": "相框", "购买数量": "1", "商品ID": "701"}
        for number in numbers(begin)
    ]


def refunds(begin: str, count: int = 4) -> list[Row]:
    return [
        {"退款编号": f"9{number}", "订单编号": number, "退款状态": "退款成功", "退款总额": "40"}
        for number in numbers(begin, count)
    ]


def reviews(begin: str) -> list[Row]:
    return [
        {"tid": number, "oid": f"{number}1", "nick": f"买家{number[-1]}", "result": "bad",
         "created": "2026-10-09 10:00:00", "content": "不好", "item_title": "相框"}
        for number in numbers(begin)
    ]  # fmt: skip


KINDS = {"orders": orders, "items": items, "refunds": refunds, "reviews": reviews}


def export(folder: Path, name: str, rows: Sequence[Row], shop: str | None = None) -> Source:
    return Source(name, write(folder / f"{name}.csv", list(rows[0]), rows), shop=shop)


@pytest.fixture(scope="module")
def of_both(tmp_path_factory: pytest.TempPathFactory) -> list[Source]:
    """Four exports of each shop; only the orders say whose they are."""
    folder = tmp_path_factory.mktemp("two shops")
    return [export(folder, f"{kind}{begin}", rows(begin)) for begin in SHOPS for kind, rows in KINDS.items()]


def shops_of(store: Warehouse, table: str) -> list[tuple[str, str]]:
    """(order, shop) of each row."""
    with store.cursor() as cursor:
        return sorted(cursor.table(table).select("order_id", "shop").fetchall())


def counted(store: Warehouse, source: Source) -> tuple[int, int, int]:
    """New, changed and unchanged rows of one more import."""
    [outcome] = take_in(store, [source])
    assert outcome.error is None, outcome
    return outcome.rows_new, outcome.rows_changed, outcome.rows_unchanged


@pytest.mark.parametrize("seed", range(8))
def test_rows_stand_under_the_shop_that_has_their_order(of_both: list[Source], seed: int) -> None:
    files = random.Random(seed).sample(of_both, len(of_both))
    store = taken(files)
    for table in TABLES:
        assert shops_of(store, table) == [(number, SHOPS[begin]) for begin in SHOPS for number in numbers(begin)], (
            table
        )
    for file in files:
        assert counted(store, file) == (0, 0, 4), file.name
    assert_same(tables(store), tables(taken(of_both)))


def test_a_second_shops_files_go_to_it_whichever_comes_first(of_both: list[Source]) -> None:
    here, there = of_both[:4], of_both[4:]
    store = taken([*here, *there[1:]])
    assert {shop for _, shop in shops_of(store, "refund")} == {HERE}, "nothing tells of a second shop yet"
    take_in(store, there[:1])
    assert shops_of(store, "refund")[4:] == [(number, THERE) for number in numbers("50293")]
    assert [count for _, count in by_shop(store, "order_line")] == [4, 4]


def by_shop(store: Warehouse, table: str) -> list[tuple[str, int]]:
    with store.cursor() as cursor:
        return sorted(cursor.table(table).aggregate("shop, count(*)").fetchall())


# kind → the cell in which a second file says something else, what both say, our column and what it then holds
TWICE = {
    "orders": ("订单状态", "等待买家付款", "交易成功", "state", "waiting"),
    "items": ("退款状态", "没有申请退款", "退款成功", "refund_state", "none"),
    "refunds": ("退款状态", "买家已经申请退款，等待卖家同意", "退款成功", "state", "open"),
    "reviews": ("result", "bad", "good", "rating", "bad"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_each_file_said_goes_along_and_can_be_taken_back(tmp_path: Path, kind: str) -> None:
    begin, (cell, first, second, column, before) = "50293", TWICE[kind]
    rows = orders(begin, names_shop=False) if kind == "orders" else KINDS[kind](begin)
    said = [[{**row, cell: word} for row in rows] for word in (first, second)]
    store = taken([export(tmp_path, "here", orders("40293"))])
    take_in(store, [export(tmp_path, "once", said[0])])
    [again] = take_in(store, [export(tmp_path, "twice", said[1])])
    table = dict(zip(KINDS, TABLES, strict=True))[kind]
    assert {shop for _, shop in shops_of(store, table)} == {HERE}
    named = said[1] if kind == "orders" else orders(begin)
    [telling] = take_in(store, [export(tmp_path, "there", [{**row, "店铺名称": THERE} for row in named])])
    for outcome in [again] + ([telling] if kind == "orders" else []):
        assert outcome.batch_id is not None
        undo(store, outcome.batch_id)
    with store.cursor() as cursor:
        theirs = cursor.table(table).filter(f"shop = '{THERE}'")
        assert theirs.select("order_id", column).order("order_id").fetchall() == [
            (number, before) for number in numbers(begin)
        ]
    assert [shop for number, shop in shops_of(store, table) if number.startswith(begin)] == [THERE] * 4


@pytest.mark.parametrize("kind", ["items", "refunds", "reviews"])
def test_what_came_in_before_the_shop_had_a_name_is_not_counted_again(tmp_path: Path, kind: str) -> None:
    """Of half of the orders no order report tells."""
    half = export(tmp_path, "orders", orders("40293")[:2])
    silent = export(tmp_path, kind, KINDS[kind]("40293"))
    store = taken([silent, half])
    table = {"items": "order_line", "refunds": "refund", "reviews": "review"}[kind]
    assert by_shop(store, table) == [(HERE, 4)]
    assert counted(store, silent) == (0, 0, 4)
    assert by_shop(store, table) == [(HERE, 4)]


@pytest.mark.parametrize("kind", ["items", "refunds", "reviews"])
def test_the_owners_choice_stands_where_no_order_tells_better(tmp_path: Path, kind: str) -> None:
    known = [export(tmp_path, f"orders{begin}", orders(begin)[:2]) for begin in SHOPS]
    rows = KINDS[kind]("50293")
    table = {"items": "order_line", "refunds": "refund", "reviews": "review"}[kind]
    of_orders = [(number, THERE) for number in numbers("50293", 2)]
    others = numbers("50293")[2:]

    def standing(store: Warehouse) -> list[tuple[str, str]]:
        return [row for row in shops_of(store, table) if row[0] in numbers("50293")]

    store = taken([*known, export(tmp_path, "silent", rows)])
    assert standing(store) == of_orders + [(number, "") for number in others]
    assert counted(store, export(tmp_path, "chosen", rows, HERE))[0] == 0
    assert standing(store) == of_orders + [(number, HERE) for number in others]
    assert counted(store, export(tmp_path, "silent", rows))[0] == 0
    assert standing(store) == of_orders + [(number, HERE) for number in others]
    assert counted(store, export(tmp_path, "chosen better", rows, THERE))[0] == 0
    assert standing(store) == [(number, THERE) for number in numbers("50293")]


def test_a_file_that_names_its_shop_keeps_it_whatever_was_chosen(tmp_path: Path) -> None:
    [outcome] = take_in(
        store := Warehouse(), [export(tmp_path, "orders", orders("40293"))], choices=Choices(shop=THERE)
    )
    assert outcome.shop == HERE
    assert by_shop(store, "buyer_order") == [(HERE, 4)]


def test_rows_of_one_file_take_their_name_from_its_others(tmp_path: Path) -> None:
    rows = [*orders("40293")[:2], *orders("40293", names_shop=False)[2:]]
    assert by_shop(taken([export(tmp_path, "orders", rows)]), "buyer_order") == [(HERE, 4)]


def test_orders_that_were_taken_for_another_shops_go_to_the_one_that_a_file_names(tmp_path: Path) -> None:
    silent = export(tmp_path, "silent", orders("50293", names_shop=False))
    store = taken([export(tmp_path, "here", orders("40293")), silent, export(tmp_path, "items", items("50293"))])
    assert by_shop(store, "buyer_order") == [(HERE, 8)]
    [outcome] = take_in(store, [export(tmp_path, "there", orders("50293"))])
    assert outcome.rows_new == 0
    assert Problem("etl.other_name", {"old": HERE, "new": THERE, "count": 4}) in outcome.notes
    assert by_shop(store, "buyer_order") == [(HERE, 4), (THERE, 4)]
    assert by_shop(store, "order_line") == [(THERE, 4)]


def test_short_numbers_may_be_those_of_two_shops(tmp_path: Path) -> None:
    """As an owner's own system gives them."""

    def numbered(begin: str) -> list[Row]:
        return [dict(row) | {"订单编号": f"10{place}"} for place, row in enumerate(orders(begin))]

    store = taken([export(tmp_path, begin, numbered(begin)) for begin in SHOPS])
    assert by_shop(store, "buyer_order") == [(HERE, 4), (THERE, 4)]
    assert counted(store, export(tmp_path, "again", numbered("40293"))) == (0, 0, 4)


def test_lines_follow_an_order_of_any_number_that_their_shop_does_not_have(tmp_path: Path) -> None:
    def lines(*places: int) -> list[Row]:
        return [dict(row) | {"主订单编号": f"10{place}"} for place, row in zip(places, items("50293"), strict=False)]

    here, there = ([dict(row) | {"订单编号": f"10{n}"} for n, row in enumerate(orders(begin))] for begin in SHOPS)
    store = taken([export(tmp_path, "here", here[:2]), export(tmp_path, "lines", lines(1, 2))])
    take_in(store, [export(tmp_path, "there", there[1:])])
    assert shops_of(store, "order_line") == [("101", HERE), ("102", THERE)]


def test_a_look_says_which_shop_it_would_be_and_moves_nothing(of_both: list[Source]) -> None:
    store = taken([*of_both[:4], *of_both[5:]])
    [outcome] = take_in(store, [of_both[4]], is_look=True)
    assert (outcome.shop, outcome.rows_new) == (THERE, 4)
    assert by_shop(store, "refund") == [(HERE, 8)]


def test_what_an_older_huoyan_took_for_another_shops_is_brought_home_once(
    of_both: list[Source], tmp_path: Path
) -> None:
    store = Warehouse(tmp_path / "huoyan.duckdb")
    take_in(store, of_both)
    right = tables(store)
    with store.writing() as cursor:
        for table in TABLES[1:]:
            cursor.table(table).insert_into(table)
            cursor.table(table).update(
                {"shop": duckdb.ConstantExpression(HERE)}, condition=duckdb.ColumnExpression("row_number") > 3
            )
        cursor.execute("update meta set value = '14' where key = 'schema_version'")
        cursor.execute("update meta set value = '1' where key = 'verdict_version'")
    renewed = Warehouse(tmp_path / "huoyan.duckdb")
    assert_same(tables(renewed), right)
    assert renewed.versions()["verdict_version"] == -1


def test_imports_go_by_the_shop_that_their_rows_have_come_to(of_both: list[Source]) -> None:
    def named(store: Warehouse) -> dict[str, str]:
        with store.cursor() as cursor:
            return dict(cursor.table("batch").select("file", "shop").fetchall())

    store = taken(of_both[5:])
    assert set(named(store).values()) == {""}
    take_in(store, of_both[:1])
    assert set(named(store).values()) == {HERE}, "nothing tells of a second shop yet"
    take_in(store, of_both[4:5])
    assert named(store) == {"orders40293": HERE} | {f"{kind}50293": THERE for kind in KINDS}


def test_two_names_become_one_shop(tmp_path: Path) -> None:
    """What stood under both is one, in the state that came last; numbers of the owner's own tell nothing before."""
    rows = [dict(row) | {"订单编号": f"10{place}"} for place, row in enumerate(orders("40293"))]
    closed = {"店铺名称": THERE, "订单状态": "交易关闭", "确认收货时间": "2026-10-20 08:00:00"}
    new = export(tmp_path, "new", [row | closed for row in rows[1:]])
    store = taken([export(tmp_path, "old", rows[:3]), new])
    assert by_shop(store, "buyer_order") == [(HERE, 3), (THERE, 3)]
    pipeline.unite_shops(store, HERE, THERE)
    assert by_shop(store, "buyer_order") == [(THERE, 4)]
    of_one = export(tmp_path, "as if of one", [row | {"店铺名称": THERE} for row in rows[:3]])
    assert_same(tables(store), tables(taken([of_one, new])))


def test_files_that_name_the_shop_as_it_was_called_are_the_shops(tmp_path: Path) -> None:
    store = taken([export(tmp_path, begin, orders(begin)) for begin in SHOPS])
    pipeline.unite_shops(store, THERE, HERE)
    assert by_shop(store, "buyer_order") == [(HERE, 8)]
    assert counted(store, export(tmp_path, "again", orders("50293"))) == (0, 0, 4)
    assert counted(store, export(tmp_path, "chosen", refunds("60293"), THERE)) == (4, 0, 0)
    assert by_shop(store, "refund") == [(HERE, 4)]
    with store.cursor() as cursor:
        assert {shop for (shop,) in cursor.table("batch").select("shop").fetchall()} == {HERE}

    pipeline.unite_shops(store, HERE, "木禾旗舰店")
    take_in(store, [export(tmp_path, "once more", orders(begin)) for begin in SHOPS])
    assert by_shop(store, "buyer_order") == [("木禾旗舰店", 8)]


def test_a_name_stands_for_itself_again_when_the_owner_says_so(tmp_path: Path) -> None:
    store = taken([export(tmp_path, "here", orders("40293"))])
    pipeline.unite_shops(store, THERE, HERE)
    shops.part(store, THERE)
    take_in(store, [export(tmp_path, "there", orders("50293"))])
    assert by_shop(store, "buyer_order") == [(HERE, 4), (THERE, 4)]


def test_a_name_may_be_given_back(tmp_path: Path) -> None:
    store = taken([export(tmp_path, "here", orders("40293"))])
    pipeline.unite_shops(store, HERE, THERE)
    pipeline.unite_shops(store, THERE, HERE)
    take_in(store, [export(tmp_path, "again", orders("40293"))])
    assert by_shop(store, "buyer_order") == [(HERE, 4)]
