"""The drafted text says what the facts say, in the platform's order, and fits the form."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from complaints.cases import Opening, Subject, change_case, open_case
from complaints.contacts import Contact, drop_contact, log_contact
from complaints.desk import Desk
from complaints.dossier import read_dossier
from complaints.draft import draft, is_behind
from complaints.facts import gather, write_fact
from complaints.readiness import lacking
from complaints.rulebook import correct
from complaints.texts import save_text
from complaints.tone import counts
from tests.complaints.ready import attach, talk
from tests.risk.rows import NOON, SHOP, UNPAID, put, put_orders
from warehouse import Warehouse


def test_the_text_tells_what_when_order_talk_loss_evidence_and_claim(desk: Desk, refund_case: str) -> None:
    talk(desk, refund_case)
    attach(desk, refund_case, "courier_stamp", 1)
    write_fact(desk, refund_case, "signed", NOON + timedelta(days=1), "驿站代收", order_id="1001")
    lines = draft(read_dossier(desk, refund_case)).splitlines()
    assert [line.split("：")[0] for line in lines] == [
        "一、投诉事项", "二、订单", "三、经过", "四、沟通", "五、损失", "六、材料", "七、请求",
    ]  # fmt: skip
    assert "异常退款" in lines[0] and "小店常客21" in lines[0]
    assert lines[1] == "二、订单：1001（棉麻窗帘）。"
    assert lines[2] == (
        "三、经过：2026-11-02 12:00 拍下 268.00 元，「棉麻窗帘」；2026-11-02 12:00 付款 268.00 元；"
        "2026-11-03 12:00 签收：驿站代收；2026-11-04 12:00 申请仅退款 268.00 元，「未收到货」；退款成功 268.00 元。"
    )
    assert "请核对驿站取件记录；买家未答复" in lines[3]
    assert lines[4] == "五、损失：已退款 268.00 元。"
    assert lines[5] == "六、材料：材料1 物流红章证明：货已取走。"


def test_many_unpaid_orders_are_told_together_so_that_the_form_takes_them(desk: Desk, shop: Warehouse) -> None:
    orders = [
        {"order_id": f"300{n:02d}", "buyer": "乙", "created_at": NOON + timedelta(hours=n), "total": 50,
         "finished_at": NOON + timedelta(hours=n + 24)} | UNPAID
        for n in range(40)
    ]  # fmt: skip
    put_orders(shop, *orders)
    subjects = [Subject("order", str(order["order_id"]), str(order["order_id"]), "乙") for order in orders]
    case_id = open_case(desk, Opening(SHOP, "buyer", "一批未付款", "乙", "order", "bulk", subjects))
    gather(desk, case_id)
    text = draft(read_dossier(desk, case_id))
    assert counts(text).characters <= 500
    assert "30000 等 40 笔" in text
    assert "2026-11-03 至 2026-11-05 未付款，订单关闭 40 次，合计 2000.00 元" in text


def test_many_refunds_of_paid_and_sent_orders_fit_the_form_too(desk: Desk, shop: Warehouse) -> None:
    numbers = range(22)
    sent = [
        {"order_id": f"400{n:015d}", "buyer": "丙", "created_at": NOON + timedelta(hours=n), "total": 81.39,
         "paid": 81.39, "paid_at": NOON + timedelta(hours=n), "shipped_at": NOON + timedelta(hours=n + 20)}
        for n in numbers
    ]  # fmt: skip
    put_orders(shop, *sent)
    for n in numbers:
        refund = {"refund_id": f"R4{n:02}", "order_id": sent[n]["order_id"], "amount": 81.39, "state": "success"}
        kind = "before_dispatch" if n < 2 else ("refund_only", "return")[n % 2]
        times = {"applied_at": NOON + timedelta(hours=n + 40), "finished_at": NOON + timedelta(hours=n + 60)}
        put(shop, "refund", refund | times | {"kind": kind, "reason": "收到商品与描述不符，颜色材质都对不上"})
    subjects = [Subject("refund", f"R4{n:02}", str(sent[n]["order_id"]), "丙") for n in numbers]
    case_id = open_case(desk, Opening(SHOP, "buyer", "多次退款", "丙", "refund", "false_tracking", subjects))
    gather(desk, case_id)
    talk(desk, case_id)
    change_case(desk, case_id, harm="每笔都要客服核对物流，商品拆封后无法再次销售，运费由本店承担")
    text = draft(read_dossier(desk, case_id))
    assert counts(text).characters <= 500
    assert "拍下 22 次" in text and "退款成功 22 次，合计 1790.58 元" in text


def test_what_is_not_known_is_not_said(desk: Desk) -> None:
    case_id = open_case(desk, Opening(SHOP, "hand", "来电辱骂", violation="harassment"))
    change_case(desk, case_id, other_loss=Decimal("12.5"), no_contact_reason="对方辱骂，不再联系")
    text = draft(read_dossier(desk, case_id))
    assert "None" not in text and "订单" not in text
    assert "对方辱骂，不再联系" in text and "其他损失 12.50 元" in text


def test_offers_and_answers_are_told(desk: Desk, refund_case: str) -> None:
    log_contact(desk, refund_case, Contact(NOON, "phone", "shop", "提出换货", "refused", "包邮换新", "只要退款"))
    assert "2026-11-02 12:00 电话：提出换货（提出：包邮换新）；只要退款。" in draft(read_dossier(desk, refund_case))


def test_a_text_is_behind_once_something_it_should_tell_has_come(desk: Desk, refund_case: str) -> None:
    save_text(desk, refund_case, draft(read_dossier(desk, refund_case)), "draft")
    assert not is_behind(read_dossier(desk, refund_case))
    change_case(desk, refund_case, title="另一个标题")
    assert not is_behind(read_dossier(desk, refund_case))
    talk(desk, refund_case)
    assert is_behind(read_dossier(desk, refund_case))
    assert "text_behind" in {lack.key for lack in lacking(read_dossier(desk, refund_case))}
    save_text(desk, refund_case, "自己写的，也说了沟通")
    assert not is_behind(read_dossier(desk, refund_case))
    change_case(desk, refund_case, other_loss=Decimal(35))
    assert is_behind(read_dossier(desk, refund_case))


def test_versions_are_kept_and_the_same_text_is_none(desk: Desk, refund_case: str) -> None:
    assert save_text(desk, refund_case, "一", "draft")
    assert not save_text(desk, refund_case, "一")
    assert save_text(desk, refund_case, "二")
    assert [(row["version"], row["author"], row["text"]) for row in read_dossier(desk, refund_case).texts] == [
        (2, "owner", "二"), (1, "draft", "一"),
    ]  # fmt: skip


def test_an_untouched_draft_that_would_say_the_same_is_not_behind(desk: Desk, refund_case: str) -> None:
    save_text(desk, refund_case, draft(read_dossier(desk, refund_case)), "draft")
    talk(desk, refund_case)
    drop_contact(desk, refund_case, read_dossier(desk, refund_case).contacts[0]["contact_id"])
    assert not is_behind(read_dossier(desk, refund_case))
    save_text(desk, refund_case, "自己写的")
    talk(desk, refund_case)
    drop_contact(desk, refund_case, read_dossier(desk, refund_case).contacts[0]["contact_id"])
    assert is_behind(read_dossier(desk, refund_case))  # what the owner wrote may speak of it


def two_orders(desk: Desk, shop: Warehouse, numbers: tuple[str, str], reason: str) -> str:
    """The draft about two refunds; `numbers` of the orders."""
    put_orders(shop, *({"order_id": number, "buyer": "丁", "title": "杯"} for number in numbers))
    asked = [{"refund_id": f"R{number}", "order_id": number, "reason": reason} for number in numbers]
    put(shop, "refund", *asked)
    subjects = [Subject("refund", f"R{number}", number, "丁") for number in numbers]
    case_id = open_case(desk, Opening(SHOP, "buyer", "两笔退款", "丁", "refund", "received", subjects))
    gather(desk, case_id)
    correct(shop, "common.limits.text_chars", 2000)
    whole = draft(read_dossier(desk, case_id))
    assert whole.count(numbers[0]) > 1
    # one character too few for all of that
    correct(shop, "common.limits.text_chars", len(whole) - 1)
    return draft(read_dossier(desk, case_id))


def test_orders_are_named_by_their_last_digits_where_those_tell_them_apart(desk: Desk, shop: Warehouse) -> None:
    text = two_orders(desk, shop, ("4000000000000001111", "4000000000000002222"), "少件")
    assert "尾号 1111" in text and "尾号 2222" in text


def test_orders_of_the_same_last_digits_are_named_in_full(desk: Desk, shop: Warehouse) -> None:
    text = two_orders(desk, shop, ("4000000000010001111", "4000000000020001111"), "少件")
    assert "尾号" not in text and text.count("4000000000010001111") > 1


def test_a_long_reason_is_quoted_in_part_and_on_one_line(desk: Desk, shop: Warehouse) -> None:
    reason = "十个字的退款说明哦。" * 5 + "\n" + "九个字的说明在这里"
    put(shop, "refund", {"refund_id": "R6", "order_id": "1001", "reason": reason})
    put(shop, "refund", {"refund_id": "R7", "order_id": "1001", "reason": reason + "再多一个字"})
    subjects = [Subject("refund", name, "1001", "小店常客21") for name in ("R6", "R7")]
    case_id = open_case(desk, Opening(SHOP, "buyer", "案", "小店常客21", "refund", "received", subjects))
    gather(desk, case_id)
    text = draft(read_dossier(desk, case_id))
    whole = reason.replace("\n", " ")
    assert len(whole) == 60
    assert f"「{whole}」" in text
    assert f"「{whole[:59]}…」" in text
