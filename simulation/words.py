"""Invented names, titles and sentences of a home-goods shop. Nobody and nothing here is real."""

from __future__ import annotations

import numpy as np

MATERIALS = ["棉麻", "原木", "竹编", "亚麻", "香薰", "陶瓷", "藤编", "珊瑚绒", "铁艺", "玻璃", "硅藻土", "羊毛"]
GOODS = [
    "遮光窗帘",
    "浮雕相框",
    "收纳篮",
    "抱枕套",
    "蜡烛礼盒",
    "马克杯",
    "置物架",
    "盖毯",
    "台灯",
    "花瓶",
    "浴室地垫",
    "桌布",
]
STYLES = ["北欧简约", "日式", "复古", "加厚", "轻奢", "田园"]
SKUS = ["颜色分类:米白", "颜色分类:浅灰", "颜色分类:原木色", "颜色分类:墨绿;尺寸:大号", "颜色分类:雾蓝;尺寸:中号"]
NICK_HEADS = [
    "小店常",
    "云上",
    "木",
    "麦田",
    "阿",
    "雪碧",
    "南风",
    "晚",
    "清",
    "橘子",
    "t_",
    "lin",
    "tb",
    "happy",
    "z",
    "qq",
]
NICK_TAILS = ["客", "朵", "森", "守", "宝", "冰", "吹", "风", "欢", "汽水", "jane", "k", "2018", "lee", "_01", "x"]
SURNAMES = list("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨")
GIVEN = ["小明", "丽", "强", "芳", "静", "伟", "娜", "敏", "磊", "洋"]
CITIES = [
    "上海 上海市 浦东新区",
    "江苏省 南京市 鼓楼区",
    "浙江省 杭州市 西湖区",
    "广东省 广州市 天河区",
    "四川省 成都市 武侯区",
]
COURIERS = ["顺丰速运", "中通快递", "圆通速递", "韵达快递"]
GOOD_TEXTS = ["质量不错，和描述一致。", "包装仔细，发货快。", "颜色好看，家里人都喜欢。", "此用户没有填写评价。"]
BAD_TEXTS = [
    "收到有线头，和图片差得多。",
    "用了两天就坏了，失望。",
    "颜色偏暗，不值这个价。",
    "尺寸对不上，客服回得慢。",
]
REASONS = {
    "fault": ["质量问题", "做工粗糙/有瑕疵", "收到商品破损"],
    "ordinary": ["七天无理由退换货", "不喜欢/不想要", "拍错/多拍", "大小/尺寸与商品描述不符"],
    "abuser": ["质量问题", "收到商品与描述不符", "未收到货", "空包裹"],
    "shop": ["缺货", "卖家发错货", "少件/漏发", "未按约定时间发货"],
}
# of orders that had not left yet
EARLY_REASONS = ("不喜欢/不想要", "拍错/多拍", "地址/电话信息填错")


def titles(many: int) -> list[str]:
    """Distinct product titles."""
    return [
        f"{STYLES[n % len(STYLES)]}{MATERIALS[n % len(MATERIALS)]}"
        f"{GOODS[(n // len(MATERIALS) + n) % len(GOODS)]}{n + 1:02d}款"
        for n in range(many)
    ]


def nicks(random: np.random.Generator, many: int) -> list[str]:
    """Distinct nicknames."""
    heads, tails = random.choice(NICK_HEADS, many), random.choice(NICK_TAILS, many)
    numbers = random.permutation(many * 7)[:many]
    return [f"{head}{tail}{number}" for head, tail, number in zip(heads, tails, numbers, strict=True)]


def ids(random: np.random.Generator, many: int, start: str, length: int) -> np.ndarray:
    """Distinct digit strings of one length, beginning with `start`; the platform's ids do not run in order."""
    digits = length - len(start)
    room = 10 ** min(digits, 17)
    step = room // (many + 1)
    values = np.arange(many, dtype=np.int64) * step + random.integers(0, step, many)
    random.shuffle(values)
    return np.array([f"{start}{value:0{digits}d}" for value in values], dtype=object)


# what some of those who leave bad reviews again and again write: demand and threat, insult, somebody's number, an
# advertisement, nothing at all, and one text that several accounts share
TELLING_TEXTS = [
    "不给我转80红包就挂着差评，转了马上改好评。",
    "客服就是个傻逼，脑子有病。",
    "给我补偿50块，不然找十个人都来给差评。",
    "质量一般般，同款加我微信 kuaile88688 便宜一半。",
    "这家店千万别买，用了三天就后悔，大家避雷。",
    "老板电话13912345678，大家打电话骂他。",
    "这家店千万别买，用了三天就后悔，大家避雷。",
    "asdfghjkl123456",
    "这家店千万别买，用了三天就后悔，大家避雷。",
]
