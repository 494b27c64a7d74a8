"""The tone check: what it marks, what it leaves alone, how it counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints import tone
from complaints.first_contact import first_message
from complaints.rulebook import KINDS
from complaints.worked_cases import worked_cases
from locales import catalogue
from risk.personal_data import is_bank_card, is_id_card, personal_data


def marked(text: str) -> list[tuple[str, str]]:
    return [(text[mark.start : mark.end], mark.reason) for mark in tone.marks(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("买家肯定是故意的。", [("肯定是", "guess"), ("故意", "guess")]),
        ("估计是同行所为", [("估计是", "guess")]),
        ("我们怀疑他专门骗运费险", [("我们怀疑", "guess"), ("专门骗", "guess")]),
        ("买家恶意退款", [("恶意", "guess")]),
        ("太过分了！！请严惩", [("太过分", "emotion"), ("！！", "emotion"), ("严惩", "emotion")]),
        ("这个骗子给我滚", [("骗子", "insult"), ("给我滚", "insult")]),
        ("再不撤就等着瞧，后果自负", [("等着瞧", "threat"), ("后果自负", "threat")]),
        ("不删就把他的信息曝光", [("把他的信息曝光", "threat")]),
        ("联系电话13812345678", [("13812345678", "personal")]),
        ("电话 138-1234-5678 或 +86 13912345678", [("138-1234-5678", "personal"), ("+86 13912345678", "personal")]),
        ("座机 0571-88123456", [("0571-88123456", "personal")]),
        ("身份证 11010519491231002X", [("11010519491231002X", "personal")]),
        ("卡号 6222 0212 3456 7890 128", [("6222 0212 3456 7890 128", "personal")]),
        (
            "收货地址：浙江省杭州市西湖区文三路138号2单元301室",
            [("浙江省杭州市西湖区文三路138号2单元301室", "personal")],
        ),
        ("收货人：李小明，电话见订单", [("李小明", "personal")]),
        ("加微信号：ab_12345 谈", [("ab_12345", "personal")]),
        ("邮箱 a.b@qq.com", [("a.b@qq.com", "personal")]),
    ],
)
def test_it_marks(text: str, expected: list[tuple[str, str]]) -> None:
    assert marked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "买家于 2026-11-02 拍下 3 笔订单，均未付款，共占用库存 12 件。请核实并按规则处理。",
        "订单编号 3735901234567890123，退款编号 128812345678901234，运单号 YT8812345678901。",
        "不一定是买家的问题，也并非故意损坏。",
        "商品为垃圾袋、滚筒洗衣机罩、傻瓜相机和流氓兔挂件。",
        "请通过恶意行为投诉处理。",
        "已联系买家 3 次，未回复！",
        "联系电话 138****5678，地址 浙江省**市**区****。",
        "2026年11月3日18时收到，物流显示 11 月 1 日签收。",
        "系统崩溃导致延迟发货，责任在本店。",
        "",
    ],
)
def test_it_leaves_plain_facts_alone(text: str) -> None:
    assert marked(text) == []


def test_the_other_sides_words_are_known_by_their_quotation_marks() -> None:
    text = "对方说「你这个骗子，肯定是假货」，又说“等着瞧”。这个骗子没有回复。"
    found = {(text[mark.start : mark.end], mark.is_quote) for mark in tone.marks(text)}
    assert found == {("骗子", True), ("肯定是", True), ("等着瞧", True), ("骗子", False)}
    assert not any(mark.is_quote for mark in tone.marks("他说“你是骗子\n然后走了”"))


def test_each_mark_has_a_reason_in_both_languages_and_a_neutral_wording() -> None:
    text = "肯定是骗子，太过分，等着瞧，13812345678"
    assert {mark.reason for mark in tone.marks(text)} == set(tone.REASONS)
    for mark in tone.marks(text):
        assert mark.instead
        for language in ("zh", "en"):
            assert f"tone.reason.{mark.reason}" in catalogue(language)
            assert not mark.kind or f"tone.personal.{mark.kind}" in catalogue(language)


def test_what_it_suggests_would_itself_pass() -> None:
    words = tone.word_list(tone.WORDS)
    advice = [words["insult"]["instead"], words["personal"]["instead"]]
    advice += [group["instead"] for reason in ("guess", "emotion", "threat") for group in words[reason]]
    assert [marked(text) for text in advice] == [[]] * len(advice)


@pytest.mark.parametrize("kind", KINDS)
def test_first_messages_are_calm_name_the_order_and_leave_gaps_visible(kind: str) -> None:
    message = first_message(kind, order="3735901234567890123")
    assert marked(message.zh) == []
    assert "3735901234567890123" in message.zh
    assert "{" not in message.zh + message.en
    assert "……" in first_message(kind).zh


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_a_worked_case_in_both_languages(kind: str) -> None:
    case = worked_cases()[kind]
    assert len(case.steps) >= 3
    assert all(part.zh and part.en for part in (case.what, case.lesson, *case.steps))


def test_counts_are_those_of_the_encodings() -> None:
    assert tone.counts("火眼ab") == tone.Counts(4, 6, 8)
    assert tone.counts("") == tone.Counts(0, 0, 0)
    assert tone.counts("😀") == tone.Counts(1, 4, 4)


PIECES = st.sampled_from(
    ["肯定是", "骗子", "太过分", "！！", "「", "」", "“", "”", "13812345678", "订单", "等着瞧", "\n", "我"]
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
def test_marks_lie_in_the_text_in_order_and_never_overlap(text: str) -> None:
    found = tone.marks(text)
    for mark in found:
        assert 0 <= mark.start < mark.end <= len(text)
    for left, right in zip(found, found[1:], strict=False):
        assert left.end <= right.start


@given(st.text(max_size=300))
def test_counting_agrees_with_encoding_and_never_fails(text: str) -> None:
    count = tone.counts(text)
    assert count.characters == len(text) <= count.utf8_bytes
    assert count.gbk_bytes >= count.characters


@given(st.integers(10**17, 10**19 - 1).map(str))
def test_order_numbers_are_no_personal_data(number: str) -> None:
    assert personal_data(f"订单编号：{number}") == []


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", "电话", "，", " ", "a"]))
def test_every_mobile_number_is_found(number: str, before: str) -> None:
    [found] = personal_data(f"{before}{number}。")
    assert (found.kind, found.end - found.start) == ("phone", 11)


def test_check_digits_decide() -> None:
    assert is_id_card("11010519491231002X")
    assert not is_id_card("110105194912310021")
    assert not is_id_card("990105194912310020")
    assert not is_id_card("110105194913310028")
    assert is_bank_card("6222021234567890128")
    assert not is_bank_card("6222021234567890129")
