"""What a review is read for: labelled examples, decoys among them, and marks that always lie in the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk.review_text import plain_text, read_text

EXTORTION = [
    "不给我转200红包就全部差评",
    "给我返现50元，不然我就给差评",
    "加我微信转100块，否则天天来投诉你",
    "赔我300，不赔就让朋友都来给你差评",
    "你给我发50红包我就删差评",
    "想让我改好评可以，先给我转88元，要不然追评继续",
    "要求卖家补偿200元，不答应就曝光到小红书",
    "东西没坏，就是要你们给我50块钱，否则一星",
    "再送我一个，不送就差评",
    "退款但是货不退，不退就给你差评，赶紧给我处理",
    "拿500块来，不给就举报你广告法",
    "红包到账就给你改好评，不给就不删",
]
RIGHTS = [
    "杯子碎了，不退款我就给差评",
    "坏了，给我退款，不然差评！",
    "质量问题，要求退一赔三，否则投诉",
    "不处理我就打12315投诉你们",
    "不赔偿我就去消协投诉",
    "假货，假一赔十，不赔就举报",
    "不退款就差评",
    "收到少件，补发给我，不补我就差评",
    "商家说给我返现5元让我改好评，我拒绝了，差评",
    "客服打电话让我删差评，说给我发20红包",
    "好评返现没给，骗人",
    "不是为了赔钱，只是提醒大家别买",
    "七天无理由都不给退，差评",
    "没有收到货，退钱给我，不退就投诉",
    "花了99元，味道一般，差评。",
    "不发货还不退款，只能投诉了",
    "赠品没有发给我，客服也不理，给个差评",
    "物流太慢，客服态度差，差评！",
    "衣服掉色，卖家不给退，给差评警告大家",
]


@pytest.mark.parametrize("text", EXTORTION)
def test_demand_threat_and_benefit_together_are_marked(text: str) -> None:
    reading = read_text(text)
    assert "extortion" in reading.findings
    assert "threat" in {mark.kind for mark in reading.marks}


@pytest.mark.parametrize("text", RIGHTS)
def test_asking_for_ones_rights_is_no_extortion(text: str) -> None:
    assert "extortion" not in read_text(text).findings


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("卖家是骗子，别买", "骗子"),
        ("垃圾卖家，态度恶劣", "垃圾"),
        ("老板就是个傻逼", "傻逼"),
        ("给我滚，SB客服", "给我滚"),
        ("你们这些畜生不得好死", "畜生"),
        ("他妈的什么态度", "他妈的"),
    ],
)
def test_insults_at_persons_are_marked(text: str, word: str) -> None:
    reading = read_text(text)
    assert "insult" in reading.findings
    first = next(mark for mark in reading.marks if mark.kind == "insult")
    assert text[first.start : first.end] == word


@pytest.mark.parametrize(
    "text",
    [
        "垃圾商品，一分钱一分货", "垃圾袋很结实", "滚筒洗衣机罩尺寸合适", "我妈的生日礼物，她很喜欢",
        "给他妈妈买的", "包装比较严实", "节日你值得拥有", "USB线很好用", "傻瓜相机套不错", "防小偷锁很结实",
        "土匪鸭味道不错", "变态辣很过瘾", "轮子滚起来很顺，好用", "质量差，再也不买了", "快滚动起来的玩具",
    ],
)  # fmt: skip
def test_words_about_goods_are_no_insults(text: str) -> None:
    assert "insult" not in read_text(text).findings


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("店家电话13812345678，大家去骂", "leak"),
        ("地址：浙江省杭州市西湖区文三路138号，自己找他", "leak"),
        ("质量一般，加我微信 abc12345 有便宜的", "advert"),
        ("去 www.example-shop.com 买更便宜", "advert"),
        ("兼职日结，轻松赚钱", "advert"),
        ("哈哈哈哈哈哈哈哈", "meaningless"),
        ("。。。。。。！！", "meaningless"),
        ("asdfasdfqwer", "meaningless"),
        ("11111111", "meaningless"),
    ],
)
def test_what_else_a_platform_accepts(text: str, finding: str) -> None:
    assert read_text(text).findings == (finding,)


@pytest.mark.parametrize(
    "text",
    [
        "好", "ok", "好评", "很好很好很好", "值", "不错不错", "质量不错，和描述一致。", "13 号下单 15 号到",
        "比.com结尾的那家好", "👍", "very good",
    ],
)  # fmt: skip
def test_ordinary_texts_carry_nothing(text: str) -> None:
    assert read_text(text).findings == ()


WORDS = [
    "不给",
    "红包",
    "就",
    "差评",
    "12315",
    "坏了",
    "，",
    "。",
    "给我转",
    "200元",
    "否则",
    "骗子",
    "13812345678",
    "\n",
    "好",
]


@given(st.one_of(st.text(max_size=150), st.lists(st.sampled_from(WORDS), max_size=30).map("".join)))
def test_marks_lie_in_the_text_and_never_overlap(text: str) -> None:
    marks = read_text(text).marks
    assert all(0 <= mark.start < mark.end <= len(text) for mark in marks)
    assert all(left.end <= right.start for left, right in zip(marks, marks[1:], strict=False))


@given(st.lists(st.sampled_from(WORDS), max_size=30).map("".join), st.sampled_from(["12315", "退一赔三", "消协"]))
def test_a_named_right_always_clears_of_extortion(text: str, right: str) -> None:
    assert "extortion" not in read_text(f"{text}{right}").findings


@given(st.text(max_size=60))
def test_plain_text_ignores_signs_width_and_case(text: str) -> None:
    assert plain_text(plain_text(text)) == plain_text(text) or not text.isascii()
    assert plain_text(f" {text}！！") == plain_text(text)
