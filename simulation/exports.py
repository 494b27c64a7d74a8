"""Writes a simulated shop as the seller centre would export it in 2024–2026."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import xlsxwriter

from simulation import words
from simulation.shop import Shop

STATUS = {
    "waiting": "等待买家付款", "paid": "买家已付款,等待卖家发货", "shipped": "卖家已发货,等待买家确认",
    "success": "交易成功", "closed": "交易关闭",
}  # fmt: skip
# what a picked set of 46 columns looks like; those without a rule below are empty in most shops
ORDER_HEADER = (
    "订单编号,买家会员名,支付单号,支付详情,买家应付货款,买家应付邮费,总金额,返点积分,买家实付金额,订单状态,买家留言,"
    "收货人姓名,收货地址,运送方式,联系电话,联系手机,订单创建时间,订单付款时间,商品标题,宝贝种类,物流单号,物流公司,备注标签,"
    "商家备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,发票抬头,是否手机订单,分阶段订单信息,定金排名,修改后的sku,"
    "修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,退款金额,发货时间,确认收货时间,确认收货打款金额,含应开票给个人红包,"
    "是否主动赔付,主动赔付金额,总金额(旧版)"
).split(",")
ITEM_HEADER = (
    "子订单编号,主订单编号,商品标题,商品价格,购买数量,外部系统编号,商品属性,套餐信息,联系方式备注,订单状态,商家编码,支付单号,"
    "买家应付货款,买家实付金额,退款状态,退款金额,订单创建时间,订单付款时间,淘鲜达渠道,商品ID,分阶段信息,备注标签,商家备注,"
    "主订单买家留言,是否主动赔付,主动赔付金额,主动赔付出账时间"
).split(",")
REFUND_HEADER = (
    "订单编号,退款编号,支付单号,订单付款时间,商品 id,商品编码,退款完结时间,买家实际支付金额,宝贝标题,买家退款金额,手工退款/系统退款,"
    "售后类型,退款的申请时间,超时时间,退款状态,货物状态,退货物流信息,发货物流信息,客服介入状态,卖家真实姓名,卖家真实姓名(新),卖家退货地址,"
    "卖家邮编,卖家电话,卖家手机,退货物流单号,退货物流公司,买家退款原因,买家退款说明,买家退货时间,责任方,售中或售后,备注标签,商家备注,"
    "完结时间,部分退款/全部退款,审核操作人,审核操作人新会员名,举证超时,是否零秒响应,退款操作人,退款操作人新会员名,退款原因标签,业务类型,"
    "是否帮他退款,帮他退款操作账号,小额收款,淘特订单,百亿补贴超链退款信息,智能退款策略,执行方案"
).split(",")
REVIEW_HEADER = "tid,oid,role,nick,result,created,rated_nick,item_title,item_price,content,reply,num_iid".split(",")
# a fixed moment inside xlsx files keeps the same shop the same file
MADE_AT = datetime(2026, 11, 23, 9, 0)


def write_exports(shop: Shop, folder: Path) -> list[Path]:
    """Orders and items as xlsx, refunds as GB18030 csv, reviews as UTF-8 csv with BOM; the files' paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [
        folder / name
        for name in (
            "ExportOrderList25827949225.xlsx",
            "ItemList25827949226.xlsx",
            "退款报表1123.csv",
            "评价_1123.csv",
        )
    ]
    write_xlsx(paths[0], ORDER_HEADER, order_rows(shop))
    write_xlsx(paths[1], ITEM_HEADER, item_rows(shop))
    write_csv(paths[2], REFUND_HEADER, refund_rows(shop), "gb18030")
    write_csv(paths[3], REVIEW_HEADER, review_rows(shop), "utf-8-sig")
    return paths


def order_rows(shop: Shop) -> pd.DataFrame:
    """The order report: newest first, as the platform lists them."""
    orders = shop.orders.sort_values("created_at", ascending=False)
    refunded = shop.refunds[shop.refunds["status"] == "退款成功"].groupby("order_id")["amount"].sum()
    back = orders["order_id"].map(refunded).fillna(0).round(2)
    is_paid = orders["paid_at"].notna()
    closed = is_paid & (back >= orders["payable"])
    shipped = orders["shipped_at"].notna()
    tracking = np.where(shipped, ["7" + order[3:16] for order in orders["order_id"]], "")
    return pd.DataFrame(
        {
            "订单编号": orders["order_id"],
            "买家会员名": orders["buyer"],
            "支付单号": "2026" + orders["order_id"].str[:12],
            "支付详情": np.where(is_paid, "支付方式：支付宝", ""),
            "买家应付货款": orders["payable"],
            "买家应付邮费": orders["postage"],
            "总金额": orders["total"],
            "返点积分": 0,
            "买家实付金额": np.where(is_paid, orders["total"], 0.0),
            "订单状态": np.where(closed, STATUS["closed"], orders["state"].map(STATUS)),
            "收货人姓名": orders["receiver"],
            "收货地址": orders["address"],
            "运送方式": "快递",
            "联系手机": "'" + orders["phone"],
            "订单创建时间": moments(orders["created_at"]),
            "订单付款时间": moments(orders["paid_at"]),
            "商品标题": orders["title"],
            "宝贝种类": orders["kinds"],
            "物流单号": np.where(shipped, "No:" + pd.Series(tracking, index=orders.index), ""),
            "物流公司": np.where(shipped, words.COURIERS[0], ""),
            "宝贝总数量": orders["quantity"],
            "店铺Id": "0",
            "店铺名称": shop.settings.shop,
            "订单关闭原因": np.select(
                [orders["out_of_stock"], orders["is_unpaid"], closed], ["缺货", "买家未付款", "退款"], ""
            ),
            "是否手机订单": "手机订单",
            "退款金额": back,
            "发货时间": moments(orders["shipped_at"], "null"),
            "确认收货时间": moments(orders["finished_at"]),
            "确认收货打款金额": np.where(
                orders["finished_at"].notna(), (orders["total"] - back).clip(0).round(2), 0.0
            ),
        }
    ).reindex(columns=ORDER_HEADER)


def item_rows(shop: Shop) -> pd.DataFrame:
    """The item report."""
    lines = shop.lines.sort_values("created_at", ascending=False)
    refunds = shop.refunds.set_index("line_id")
    status = lines["line_id"].map(refunds["status"])
    return pd.DataFrame(
        {
            "子订单编号": lines["line_id"],
            "主订单编号": lines["order_id"],
            "商品标题": lines["title"],
            "商品价格": lines["price"],
            "购买数量": lines["quantity"],
            "商品属性": lines["sku"],
            "订单状态": lines["state"].map(STATUS),
            "商家编码": "null",
            "买家应付货款": lines["paid"],
            "买家实付金额": np.where(lines["paid_at"].notna(), lines["paid"], 0.0),
            "退款状态": status.fillna("没有申请退款"),
            "退款金额": lines["line_id"]
            .map(refunds["amount"])
            .map(lambda v: "无退款申请" if pd.isna(v) else f"{v:.2f}"),
            "订单创建时间": moments(lines["created_at"]),
            "订单付款时间": moments(lines["paid_at"]),
            "商品ID": lines["item_id"],
        }
    ).reindex(columns=ITEM_HEADER)


def refund_rows(shop: Shop) -> pd.DataFrame:
    """The refund export; it names no buyer."""
    refunds = shop.refunds
    return pd.DataFrame(
        {
            "订单编号": refunds["order_id"],
            "退款编号": refunds["refund_id"],
            "订单付款时间": moments(refunds["paid_at"]),
            "商品 id": refunds["item_id"],
            "退款完结时间": moments(refunds["finished_at"]),
            "买家实际支付金额": refunds["paid"],
            "宝贝标题": refunds["title"],
            "买家退款金额": refunds["amount"],
            "手工退款/系统退款": "系统退款",
            "售后类型": refunds["type"],
            "退款的申请时间": moments(refunds["applied_at"]),
            "退款状态": refunds["status"],
            "货物状态": refunds["goods_state"],
            "客服介入状态": "无客服介入",
            "买家退款原因": refunds["reason"],
            "责任方": refunds["liable"],
            "售中或售后": np.where(refunds["goods_state"] == "未发货", "售中", "售后"),
            "部分退款/全部退款": np.where(refunds["is_partial"], "部分退款", "全部退款"),
        }
    ).reindex(columns=REFUND_HEADER)


def review_rows(shop: Shop) -> pd.DataFrame:
    """Reviews with the field names of the platform's interface."""
    reviews = shop.reviews
    return pd.DataFrame(
        {
            "tid": reviews["order_id"],
            "oid": reviews["line_id"],
            "role": "buyer",
            "nick": reviews["buyer"],
            "result": reviews["result"],
            "created": moments(reviews["reviewed_at"]),
            "rated_nick": shop.settings.shop,
            "item_title": reviews["title"],
            "item_price": reviews["price"],
            "content": reviews["text"],
            "num_iid": reviews["item_id"],
        }
    ).reindex(columns=REVIEW_HEADER)


def moments(times: pd.Series, empty: str = "") -> pd.Series:
    """yyyy-MM-dd HH:mm:ss."""
    return times.dt.strftime("%Y-%m-%d %H:%M:%S").fillna(empty)


def write_xlsx(path: Path, header: Sequence[str], rows: pd.DataFrame) -> None:
    """One sheet `export`; text stays text, numbers stay numbers."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"created": MADE_AT})
        sheet = book.add_worksheet("export")
        for column, name in enumerate(header):
            sheet.write_string(0, column, name)
        for number, row in enumerate(rows.itertuples(index=False), 1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    if value:
                        sheet.write_string(number, column, value)
                elif not pd.isna(value):
                    sheet.write_number(number, column, value)


def write_csv(path: Path, header: Sequence[str], rows: pd.DataFrame, encoding: str) -> None:
    """Comma separated."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows.astype(object).where(rows.notna(), "").itertuples(index=False))


def write_labels(shop: Shop, path: Path) -> None:
    """What is true of each buyer: label, kind, and the odds multiple a signal."""
    labels = shop.buyers[["buyer", "label", "kind"]].assign(
        **{f"multiple_{name}": np.exp(shop.buyers[f"u_{name}"]).round(3) for name in ("unpaid", "refund", "review")}
    )
    labels.sort_values("buyer").to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
