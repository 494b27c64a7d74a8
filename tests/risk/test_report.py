"""The buyer's report as a PDF: it says what the page says, in both languages, and no name or text breaks it."""

from __future__ import annotations

from datetime import timedelta

import pypdfium2 as pdfium
import pytest

from risk.decisions import decide
from risk.report import MOST_ROWS, buyer_report
from tests.risk.rows import NOON, SHOP, UNPAID, answers, judged, put, put_orders
from warehouse import Warehouse

DAY = timedelta(days=1)
HOSTILE = "<b>&小店</b>{0}%s 🙂"


def shop(buyer: str, unpaid: int) -> Warehouse:
    """Sixty buyers who pay, and one who does not."""
    store = Warehouse()
    put(store, "batch", {"file": "订单<i>&.xlsx"})
    put_orders(store, *({"order_id": f"o{n}", "buyer": f"客{n:02}"} for n in range(60)))
    orders = [
        {"order_id": f"90{n:06}", "buyer": buyer, "title": "茶杯<br/>&", "created_at": NOON + n * DAY}
        for n in range(unpaid)
    ]
    put_orders(store, *(order | UNPAID for order in orders))
    return judged(store)


def ref_of(store: Warehouse, buyer: str) -> str:
    with store.cursor() as cursor:
        return str(
            cursor.execute("select ref from buyer_list where buyer = $buyer", {"buyer": buyer}).fetchall()[0][0]
        )


def read(report: bytes) -> tuple[str, int]:
    """The text of all pages, line ends left out, and how many pages there are."""
    document = pdfium.PdfDocument(report)
    texts = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    return "".join(texts).replace("\r", "").replace("\n", ""), len(document)


SAID = {
    "zh": ("买家报告", "拍下 9 次，9 次未付款", "预计损失", "不是对任何人的认定"),
    "en": ("Buyer report", "Placed 9 orders, left 9 unpaid", "Estimated loss", "not a finding"),
}


@pytest.mark.parametrize("language", SAID)
def test_it_says_who_why_and_what_was_decided(language: str) -> None:
    store = shop("小店常客21", 9)
    decide(store, SHOP, "小店常客21", "confirmed", "是熟客")
    text, pages = read(buyer_report(store, ref_of(store, "小店常客21"), language))
    for word in (*SAID[language], "是熟客"):
        assert word in text
    [signal] = [
        row
        for row in answers(store, "risk/buyer_signals", shop=SHOP, buyer="小店常客21")
        if row["signal"] == "unpaid"
    ]
    assert f"{signal['expected']:.1f}" in text
    assert "90000008" in text
    assert "小店**1" in text
    assert "小店常客21" not in text
    assert pages == 1


def test_names_are_shown_when_the_owner_shows_them() -> None:
    store = shop("小店常客21", 9)
    assert "小店常客21" in read(buyer_report(store, ref_of(store, "小店常客21"), "zh", masked=False))[0]


def test_text_of_a_file_shows_letter_by_letter() -> None:
    store = shop(HOSTILE, 5)
    text, _ = read(buyer_report(store, ref_of(store, HOSTILE), "zh", masked=False))
    assert "<b>&小店</b>{0}%s" in text
    assert "茶杯<br/>&" in text
    assert "订单<i>&.xlsx" in text


def test_a_buyer_of_many_orders_fills_few_pages_and_says_what_is_left_out() -> None:
    store = shop("小店常客21", 400)
    text, pages = read(buyer_report(store, ref_of(store, "小店常客21"), "en"))
    assert pages <= 4
    assert f"{400 - MOST_ROWS} more rows" in text


def test_an_unknown_buyer_has_no_report() -> None:
    with pytest.raises(LookupError):
        buyer_report(shop("甲", 3), "nobody", "zh")


def test_it_says_how_refunds_were_made_and_why_one_does_not_count() -> None:
    store = Warehouse()
    put(store, "batch", {})
    put_orders(store, *({"order_id": f"k{n}", "buyer": "小店常客21"} for n in range(4)))
    made = [{"kind": "refund_only"}, {"kind": "return"}, {"reason_class": "stock"}]
    put(store, "refund", *({"refund_id": f"r{n}", "order_id": f"k{n}"} | refund for n, refund in enumerate(made)))
    text, _ = read(buyer_report(judged(store), ref_of(store, "小店常客21"), "zh"))
    assert "计入的退款里：仅退款 1、退货退款 1。另有 1 次：店铺的责任，不计。" in text
