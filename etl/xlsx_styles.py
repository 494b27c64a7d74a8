"""Which styles of a workbook show a number as a date and a time."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field

# numbers of built-in formats: general, decimals, money, percent, fractions, text; and dates and times
PLAIN = {*range(14), *range(37, 45), 48, 49}
DATED = {*range(14, 23), 45, 47}
CELL_FORMATS = re.compile(rb"<cellXfs\b.*?</cellXfs>", re.DOTALL)
CELL_FORMAT = re.compile(rb"<xf\b[^>]*>")
FORMAT_NUMBER = re.compile(rb'\bnumFmtId="(\d+)"')
OWN_FORMAT = re.compile(rb'<numFmt\b(?=[^>]*\bnumFmtId="(\d+)")(?=[^>]*\bformatCode="([^"]*)")')
# quoted texts, colours and currencies are no part of a pattern
LITERAL = re.compile(r"&quot;.*?&quot;|\[[^]]*\]|\\.", re.DOTALL)
OF_DATES = re.compile(r"[dmyhsge]", re.IGNORECASE)
ONLY_OF_DATES = re.compile(r"[dmyhs/:.;@, 年月日时分秒-]+", re.IGNORECASE)
FROM_1904 = re.compile(rb'\bdate1904="(?:1|true)"')


@dataclass(frozen=True)
class Styles:
    """Numbers of the cell styles that show a date, and of those that perhaps do."""

    dated: Set[int] = field(default_factory=frozenset)
    unsure: Set[int] = field(default_factory=frozenset)


def styles_of(xml: bytes, workbook: bytes) -> Styles:
    """The styles in xl/styles.xml of the workbook that xl/workbook.xml describes."""
    plain, dated = set(PLAIN), set(DATED)
    for number, code in OWN_FORMAT.findall(xml):
        pattern = LITERAL.sub("", code.decode("utf-8", "replace"))
        if not OF_DATES.search(pattern):
            plain.add(int(number))
        elif ONLY_OF_DATES.fullmatch(pattern):
            dated.add(int(number))
    formats = CELL_FORMATS.search(xml)
    found = [FORMAT_NUMBER.search(each) for each in CELL_FORMAT.findall(formats[0])] if formats else []
    numbers = {style: int(number[1]) for style, number in enumerate(found) if number}
    shows_date = {style for style, number in numbers.items() if number in dated}
    unsure = {style for style, number in numbers.items() if number not in dated | plain}
    if FROM_1904.search(workbook):
        return Styles(unsure=unsure | shows_date)
    return Styles(shows_date, unsure)
