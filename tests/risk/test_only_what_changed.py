"""After an import only the chances that it touches are listed anew, and the list is as if all had been."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from etl.intake import Source, take_in
from etl.undo import undo
from risk import verdicts
from risk.chances import list_chances
from simulation import exports
from simulation.shop import Shop, ShopSettings, simulate
from tests.etl.files import write
from tests.risk.rows import judged, put_orders
from tests.shops import BY_NAME
from warehouse import Warehouse

A_ROW_OF_BEFORE = "update order_chance set order_total = 12345 where order_id = $order_id"
SEVENTH_LAYOUT = (
    "create table listed as from trial", "drop view trial", "drop table order_chance", "drop table review_chance",
    "drop table buyer_product", "drop table buyer_facts", "drop table shared_contact",
    "create table risk as from buyer_risk", "drop view buyer_risk", "alter table risk rename to buyer_risk",
    "alter table listed rename to trial", "update meta set value = '7' where key = 'schema_version'",
)  # fmt: skip
AMOUNTS = "select amount from trial where order_id = $order_id and signal = 'unpaid'"


@pytest.fixture(scope="module")
def shop() -> Shop:
    return simulate(ShopSettings(seed=77, buyers=250, abuser_share=0.05, products=25))


def pieces(rows: pd.DataFrame, folder: Path, name: str, header: Sequence[str], count: int) -> list[Source]:
    """The rows in so many files that overlap by half."""
    width = len(rows) // count
    cut = [rows.iloc[n * width : n * width + width * 3 // 2] for n in range(count)]
    files = [folder / f"{name}{n}.csv" for n in range(count)]
    for file, part in zip(files, cut, strict=True):
        exports.write_csv(file, header, part.reindex(columns=header), "utf-8")
    return [Source(file.name, file) for file in files]


def all_files(shop: Shop, folder: Path) -> list[Source]:
    """Exports of every kind in overlapping pieces. Half of the lines, refunds and reviews know their product by its
    title alone, a third of the reviews buyer and product by the order alone, and older exports tell of orders that
    were still waiting for payment."""
    orders, reviews = exports.order_rows(shop), nameless(exports.review_rows(shop))
    waiting = orders[orders.index % 3 == 0].assign(订单状态="等待买家付款", 订单付款时间="", 支付单号="")
    is_bare = reviews.index % 3 == 0
    bare = reviews.assign(**{name: reviews[name].mask(is_bare, "") for name in ("nick", "num_iid", "item_title")})
    return [
        *pieces(orders, folder, "orders", exports.ORDER_HEADER, 4),
        *pieces(waiting, folder, "waiting", exports.ORDER_HEADER, 2),
        *pieces(nameless(exports.item_rows(shop)), folder, "items", exports.ITEM_HEADER, 3),
        *pieces(nameless(exports.refund_rows(shop)), folder, "refunds", exports.REFUND_HEADER, 3),
        *pieces(bare, folder, "reviews", exports.REVIEW_HEADER, 2),
    ]


def nameless(rows: pd.DataFrame) -> pd.DataFrame:
    """Every second row without the product's id."""
    [item_id] = [name for name in rows if name.replace(" ", "").lower() in ("商品id", "num_iid")]
    return rows.assign(**{item_id: rows[item_id].where(rows.index % 2 == 0, "")})


LISTED = (
    "from trial order by signal, order_id, ref_id, product, amount",
    BY_NAME,
    "from buyer_facts order by shop, buyer",
    "from shared_contact order by all",
)


def listed(warehouse: Warehouse, *, anew: bool = False) -> list[pd.DataFrame]:
    with warehouse.rehearsing() as cursor:
        if anew:
            cursor.execute("update meta set value = 'all' where key = 'changes_noted'")
            list_chances(cursor)
        return [cursor.execute(statement).df() for statement in LISTED]


def assert_up_to_date(warehouse: Warehouse) -> None:
    for found, expected in zip(listed(warehouse), listed(warehouse, anew=True), strict=True):
        pd.testing.assert_frame_equal(found, expected)


@pytest.mark.parametrize("seed", range(3))
def test_files_in_any_order_and_taken_back_leave_the_list_as_if_it_were_made_anew(
    shop: Shop, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("risk.chances.WORTH_CHOOSING", 2)  # however much a file changes
    files = all_files(shop, tmp_path)
    random.Random(seed).shuffle(files)
    store = Warehouse()
    for file in files:
        [outcome] = take_in(store, [file])
        assert outcome.error is None, outcome
        verdicts.refresh(store)
        assert_up_to_date(store)
    batches = list(range(1, len(files) + 1))
    random.Random(seed).shuffle(batches)
    for batch in batches[:6]:
        undo(store, batch)
        verdicts.refresh(store)
        assert_up_to_date(store)


HEADER = ["订单编号", "买家会员名", "订单状态", "总金额", "订单创建时间", "订单付款时间", "宝贝标题", "店铺名称"]


def order(number: int, *, paid: bool, buyer: str = "云上朵", title: str = "竹篮", hour: int = 9) -> dict[str, str]:
    status = "交易成功" if paid else "交易关闭"
    at = f"2026-10-01 {hour:02}:30:00"
    values = (f"4029331628705{number:05}", buyer, status, "45.50", at, at if paid else "", title, "木禾家居店")
    return dict(zip(HEADER, values, strict=True))


def imported(store: Warehouse, path: Path, *rows: dict[str, str]) -> None:
    [outcome] = take_in(store, [Source(path.name, write(path, HEADER, list(rows)))])
    assert (outcome.error, outcome.rows_rejected) == (None, 0)
    verdicts.refresh(store)


def value(store: Warehouse, text: str, **values: object) -> object:
    with store.cursor() as cursor:
        return cursor.execute(text, values).fetchall()[0][0]


@pytest.fixture
def store(tmp_path: Path) -> Warehouse:
    """Twenty buyers with an order each; the first left it unpaid."""
    store = Warehouse()
    rows = [order(n, paid=n > 0, buyer=f"客{n:02}") for n in range(20)]
    imported(store, tmp_path / "first.csv", *rows)
    return store


def test_an_order_that_comes_later_takes_back_the_unpaid_one_before_it(store: Warehouse, tmp_path: Path) -> None:
    first = order(0, paid=False)["订单编号"]
    why = "select why_not from trial where order_id = $order_id and signal = 'unpaid'"
    assert value(store, why, order_id=first) is None
    imported(store, tmp_path / "second.csv", order(30, paid=True, buyer="客00", hour=11))
    assert value(store, why, order_id=first) == "reordered"


def test_who_shares_a_phone_is_known_as_files_come_and_go(tmp_path: Path) -> None:
    store = Warehouse()
    header = [*HEADER, "联系手机"]

    def take(name: str, phones: dict[int, str], hour: int = 9) -> None:
        rows = [
            order(number, paid=True, buyer=f"客{number}", hour=hour) | {"联系手机": phone}
            for number, phone in phones.items()
        ]
        [outcome] = take_in(store, [Source(name, write(tmp_path / name, header, rows))])
        assert outcome.error is None
        verdicts.refresh(store)
        assert_up_to_date(store)

    def linked() -> list[str]:
        with store.cursor() as cursor:
            return [buyer for (buyer,) in cursor.execute("select buyer from linked_account order by all").fetchall()]

    # so many others that only what changed is looked at
    take("many.csv", {number: f"139{number:08}" for number in range(100, 160)})
    take("first.csv", {1: "13800000001", 2: "13800000002"})
    assert linked() == []
    take("second.csv", {3: "13800000001"})
    assert linked() == ["客1", "客3"]
    # the same order names another phone in a newer file
    take("third.csv", {3: "13800000002"}, hour=12)
    assert linked() == ["客2", "客3"]
    undo(store, 4)
    verdicts.refresh(store)
    assert_up_to_date(store)
    assert linked() == ["客1", "客3"]
    # a pick-up station links nobody, until fewer share it
    take("station.csv", dict.fromkeys(range(10, 20), "13800000001"))
    assert linked() == []
    undo(store, 5)
    verdicts.refresh(store)
    assert linked() == ["客1", "客3"]


def test_orders_that_an_import_does_not_touch_are_not_listed_anew(store: Warehouse, tmp_path: Path) -> None:
    other = order(7, paid=True)["订单编号"]
    with store.writing(remakes_verdicts=False) as cursor:
        cursor.execute(A_ROW_OF_BEFORE, {"order_id": other})
    imported(store, tmp_path / "second.csv", order(30, paid=True, buyer="客00"))
    assert value(store, AMOUNTS, order_id=other) == 12345
    imported(store, tmp_path / "third.csv", order(31, paid=True, buyer="客07"))
    assert value(store, AMOUNTS, order_id=other) == pytest.approx(45.5)


@pytest.mark.parametrize("name", ["payment_hours", "reorder_hours", "fault_late"])
def test_a_setting_that_the_rules_name_lists_all_anew(store: Warehouse, name: str) -> None:
    other = order(7, paid=True)["订单编号"]
    with store.writing(remakes_verdicts=False) as cursor:
        cursor.execute(A_ROW_OF_BEFORE, {"order_id": other})
        cursor.execute("update setting set value = value + 1 where name = $name", {"name": name})
    verdicts.refresh(store)
    assert value(store, AMOUNTS, order_id=other) == pytest.approx(45.5)


@pytest.mark.parametrize("name", ["odds_multiple", "parcel_cost"])
def test_a_setting_that_only_judges_lists_nothing_anew(store: Warehouse, name: str) -> None:
    other = order(7, paid=True)["订单编号"]
    with store.writing(remakes_verdicts=False) as cursor:
        cursor.execute(A_ROW_OF_BEFORE, {"order_id": other})
        cursor.execute("update setting set value = value + 1 where name = $name", {"name": name})
    verdicts.refresh(store)
    assert value(store, AMOUNTS, order_id=other) == 12345


def test_rows_that_come_in_without_a_note_list_all_anew(store: Warehouse) -> None:
    put_orders(store, {"order_id": "x1", "buyer": "客03"})
    assert value(judged(store), "select count(*) from trial where order_id = 'x1'") == 2
    assert_up_to_date(store)


def test_the_list_of_an_older_layout_is_made_anew(tmp_path: Path) -> None:
    store = Warehouse(tmp_path / "shop.duckdb")
    put_orders(store, {"order_id": "x1", "buyer": "客03"}, {"order_id": "x2", "buyer": "客04"})
    verdicts.refresh(store)
    with store.cursor() as cursor:
        for statement in SEVENTH_LAYOUT:
            cursor.execute(statement)
    again = Warehouse(store.path)
    assert not verdicts.is_fresh(again)
    verdicts.ensure_fresh(again)
    assert value(again, "select count(*) from trial where order_id = 'x1'") == 2
    assert_up_to_date(again)
