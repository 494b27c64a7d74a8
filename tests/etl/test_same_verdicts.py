"""A shop has the same list whatever year's formats it came in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import pipeline
from etl.intake import Source, take_in
from risk.listing import flagged
from simulation import exports
from simulation.shop import Shop, ShopSettings, simulate
from tests.etl.files import header
from warehouse import Warehouse

OLD_NAMES = {
    "买家实付金额": "买家实际支付金额", "商品标题": "宝贝标题", "商家备注": "订单备注", "确认收货打款金额": "打款商家金额",
    "商品价格": "价格", "商品 id": "商品id", "收货人姓名": "收件人姓名", "宝贝总数量": "宝贝数量",
    "退款编号": "退款单编号", "售后类型": "退款类型", "买家退款金额": "退款总额", "部分退款/全部退款": "部分退款/全额退款", "货物状态": "发货状态", "退款的申请时间": "退款申请时间",
}  # fmt: skip
ITEM_NAMES = OLD_NAMES | {"商品标题": "标题"}
# year → header versions of orders, items and refunds, and the encoding of the files
YEARS = {
    "2016": ("O-A", "I-A", "R-A", "gb18030"),
    "2019": ("O-D2", "I-B", "R-A", "gb18030"),
    "2022": ("O-F", "I-C", "R-C", "utf-8-sig"),
    "2026": ("O-G2", "I-E", "R-E", "utf-8"),
    "supplier": ("O-S", "I-C", "R-S", "utf-8"),
}


@pytest.fixture(scope="module")
def shop() -> Shop:
    return simulate(ShopSettings(seed=404, buyers=350, abuser_share=0.04))


@pytest.fixture(scope="module")
def newest(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> Callable[[bool], pd.DataFrame]:
    """The list out of today's exports. Where an old file lacks 责任方 and 订单关闭原因, today's are emptied as well: no
    reader can know then that the shop had run out, or that the platform held it liable."""

    @cache
    def after(says_whose_fault: bool) -> pd.DataFrame:
        silent = {"refunds": shop.refunds.assign(liable=""), "orders": shop.orders.assign(out_of_stock=False)}
        known = shop if says_whose_fault else replace(shop, **silent)
        return listed(exports.write_exports(known, tmp_path_factory.mktemp("newest")))

    return after


def listed(files: list[Path]) -> pd.DataFrame:
    """Every buyer's numbers after these files."""
    store = Warehouse()
    result = pipeline.run(store, [Source(file.name, file) for file in files])
    assert not [outcome for outcome in result.outcomes if outcome.error or outcome.rows_rejected]
    columns = ["buyer", "tier", "certainty", "orders", "unpaid", "refunds", "bad_reviews", "amount_at_stake"]
    return flagged(store, everyone=True)[columns].sort_values("buyer", ignore_index=True)


def columns_of(version: str) -> list[str]:
    """The header cells of a version; O-G2 are those that the simulation picks."""
    return [*exports.ORDER_HEADER] if version == "O-G2" else header(version)


def old_file(
    path: Path, version: str, rows: pd.DataFrame, names: dict[str, str], encoding: str, **cells: pd.Series
) -> Path:
    """Rows under the header of a version; columns that it does not have are left out."""
    columns = columns_of(version)
    trimmed = [name.strip() for name in columns]
    older = {name: old for name, old in names.items() if name not in trimmed}
    renamed = rows.rename(columns=older).assign(**cells if version != "O-G2" else {})
    exports.write_csv(path, columns, renamed.reindex(columns=trimmed), encoding)
    return path


@pytest.mark.parametrize("year", list(YEARS))
def test_every_years_formats_give_the_same_list(
    shop: Shop, newest: Callable[[bool], pd.DataFrame], tmp_path: Path, year: str
) -> None:
    orders, items, refunds, encoding = YEARS[year]
    order_rows, item_rows, refund_rows = exports.order_rows(shop), exports.item_rows(shop), exports.refund_rows(shop)
    paid_out = order_rows["确认收货打款金额"].map("{:.2f}元".format)
    files = [
        old_file(tmp_path / "1", orders, order_rows, OLD_NAMES, encoding,
                 订单编号='="' + order_rows["订单编号"] + '"', 主订单编号=order_rows["订单编号"], 打款商家金额=paid_out,
                 订单状态=order_rows["订单状态"].str.replace(",", "，")),
        old_file(tmp_path / "2", items, item_rows, ITEM_NAMES, encoding, 订单编号=item_rows["主订单编号"]),
        old_file(tmp_path / "3", refunds, refund_rows, OLD_NAMES, encoding,
                 是否需要退货=refund_rows["售后类型"].str.contains("退货").map({True: "是", False: "否"})),
    ]  # fmt: skip
    exports.write_csv(tmp_path / "4", exports.REVIEW_HEADER, exports.review_rows(shop), encoding)
    found = listed([*files, tmp_path / "4"])
    says_whose_fault = "责任方" in header(refunds) and "订单关闭原因" in columns_of(orders)
    pd.testing.assert_frame_equal(found, newest(says_whose_fault), rtol=1e-6, atol=1e-9)


def test_what_a_missing_column_leaves_unknown_is_said(shop: Shop, tmp_path: Path) -> None:
    old_file(tmp_path / "1", "O-S", exports.order_rows(shop), OLD_NAMES, "utf-8")
    old_file(tmp_path / "3", "R-S", exports.refund_rows(shop), OLD_NAMES, "utf-8")
    outcomes = take_in(Warehouse(), [Source(name, tmp_path / name) for name in ("1", "3")])
    assert [note.key for outcome in outcomes for note in outcome.notes] == ["etl.no_close_reason", "etl.no_liable"]
