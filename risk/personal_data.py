"""Finds personal data in a text: phone, id card, bank card, address, mail, WeChat, receiver.

Numbers are checked, not only counted: an order number has 18 or 19 digits as well, so an id card must name a
province and a birthday and have its check digit (GB 11643-1999), a bank card must pass Luhn (ISO/IEC 7812-1). What
is masked already (138****1234) is not marked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class PersonalData:
    """text[start:end] is personal data. `kind`: phone, id_card, bank_card, address, mail, wechat, receiver."""

    start: int
    end: int
    kind: str


PROVINCES = {
    *range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83,
}  # fmt: skip
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECK = "10X98765432"
# a long number that follows one of these is a number of an order or parcel
NUMBERED = re.compile(r"(?:订单|编号|单号|运单|快递|物流|退款|举证号|order|no\.?)[^\d\n]{0,6}$", re.IGNORECASE)
HAN = "\u4e00-\u9fff"
# \d would take full-width and other digits too, which the arithmetic below could not
SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("id_card", re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9])")),
    ("bank_card", re.compile(r"(?<![0-9])62(?:[ -]?[0-9]){14,17}(?![0-9])")),
    ("phone", re.compile(r"(?<![0-9])(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9])")),
    ("phone", re.compile(r"(?<![0-9-])0[1-9][0-9]{1,2}-[2-9][0-9]{6,7}(?![0-9])")),
    (
        "mail",
        re.compile(r"(?<![\w.])[A-Za-z0-9][\w.+-]{0,40}@[A-Za-z0-9-]{1,40}(?:\.[A-Za-z0-9-]{1,20}){1,3}(?!\w)", re.A),
    ),
    ("wechat", re.compile(r"(?:微信|薇信|威信|vx|wx|v信)号?[是为:： ]{0,3}([A-Za-z][A-Za-z0-9_-]{5,19})", re.I)),
    ("receiver", re.compile(rf"收[货件]人(?:姓名)?[是为:： ]{{1,3}}([{HAN}]{{2,4}})(?![{HAN}])")),
    (
        "address",
        re.compile(
            rf"(?:[{HAN}]{{2,6}}(?:省|自治区))?(?:[{HAN}]{{2,6}}[市州])?[{HAN}]{{1,6}}[市区县镇乡]"
            rf"[{HAN}0-9]{{1,12}}[路街道巷弄村园苑][{HAN}0-9 -]{{0,10}}[0-9]{{1,5}} ?(?:号楼?|弄|栋|幢|室|单元|座)"
            rf"(?:[{HAN}0-9-]{{0,8}}[0-9]{{1,5}}(?:号楼?|栋|幢|室|单元|座))?"
        ),
    ),
)


def personal_data(text: str) -> list[PersonalData]:
    """What of the text is personal data, in its order, without overlaps: the surer shape first."""
    found: list[PersonalData] = []
    for one in matches(text):
        if all(one.end <= other.start or one.start >= other.end for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def matches(text: str) -> Iterator[PersonalData]:
    """Everything that has the shape and passes its check."""
    for kind, shape in SHAPES:
        for match in shape.finditer(text):
            check = CHECKS.get(kind)
            if check is None or (check(match[0]) and not NUMBERED.search(text[: match.start()])):
                group = match.lastindex or 0
                yield PersonalData(match.start(group), match.end(group), kind)


def is_id_card(number: str) -> bool:
    """Province, birthday and check digit."""
    if int(number[:2]) not in PROVINCES:
        return False
    try:
        born = datetime.strptime(number[6:14], "%Y%m%d")
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(ID_WEIGHTS, number, strict=False))
    return 1900 <= born.year <= datetime.now().year and ID_CHECK[total % 11] == number[-1].upper()


def is_bank_card(number: str) -> bool:
    """The Luhn check."""
    digits = [int(digit) for digit in number if digit.isdigit()]
    doubled = [2 * digit - 9 * (digit > 4) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


CHECKS: dict[str, Callable[[str], bool]] = {"id_card": is_id_card, "bank_card": is_bank_card}
