"""Reviews copied from the page 评价管理 and pasted: the page has no export, but its text can be marked and copied.

A review begins with 正面评价, 中性评价 or 负面评价; then its words, `初次评价：` and the time, perhaps a follow-up
with `追评：` or `追加评价：` after it, the product, `订单号：`, the buyer's masked name, and the page's own buttons.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from etl.containers import text_of

HEADER = ["评价类型", "评价内容", "评价时间", "追评内容", "追评时间", "商品标题", "订单编号", "买家昵称"]
KINDS = ("正面评价", "中性评价", "负面评价")
FIRST = re.compile(r"^初次评价\s*[:：]\s*(.+)$")
FOLLOWUP = re.compile(r"^(?:追评|追加评价)\s*[:：]\s*(.+)$")
ORDER = re.compile(r"^订单(?:号|编号)\s*[:：]\s*(\d+)(\D.*)?$")
SNIFFED_BYTES = 64 * 1024
LONGEST_BYTES = 50 * 1024**2


def review_rows(path: Path, encoding: str) -> list[list[str]] | None:
    """A header and one row a review; None where the file is not text of that page."""
    with text_of(path, encoding) as file:
        start = file.read(SNIFFED_BYTES)
        if not looks_pasted(start) or path.stat().st_size > LONGEST_BYTES:
            return None
        text = start + file.read()
    return parse(text)


def looks_pasted(text: str) -> bool:
    """Whether lines of this text are those of the page."""
    lines = [line.strip() for line in text.splitlines()]
    return any(line in KINDS for line in lines) and any(FIRST.match(line) for line in lines)


def parse(text: str) -> list[list[str]]:
    """A header and one row a review; what stands before the first review is left out."""
    lines = [line.strip() for line in text.splitlines()]
    starts = [number for number, line in enumerate(lines) if line in KINDS] + [len(lines)]
    rows = [parse_review(lines[start:end]) for start, end in pairwise(starts)]
    return [HEADER, *[row for row in rows if row]]


def parse_review(lines: list[str]) -> list[str] | None:
    """One review's cells in the order of HEADER; None where the time is missing, which every review has."""
    kind, filled = lines[0], [line for line in lines[1:] if line]
    first_at = next((place for place, line in enumerate(filled) if FIRST.match(line)), None)
    if first_at is None:
        return None
    after = filled[first_at + 1 :]
    order_at = next((place for place, line in enumerate(after) if ORDER.match(line)), len(after))
    between, rest = after[:order_at], after[order_at + 1 :]
    follow_at = next((place for place, line in enumerate(between) if FOLLOWUP.match(line)), None)
    followup = "" if follow_at is None else "\n".join(between[:follow_at])
    followed = "" if follow_at is None else between[follow_at]
    title = between if follow_at is None else between[follow_at + 1 :]
    order = ORDER.match(after[order_at]) if order_at < len(after) else None
    return [
        kind,
        "\n".join(filled[:first_at]),
        moment(FIRST, filled[first_at]),
        followup,
        moment(FOLLOWUP, followed),
        title[0] if title else "",
        # a number that the page cut short (3309…) finds no order
        order[1] if order and not (order[2] or "").startswith(("…", "...")) else "",
        rest[0] if rest else "",
    ]


def moment(pattern: re.Pattern[str], line: str) -> str:
    """The time in a line; empty for words such as 收货后5天."""
    found = pattern.match(line)
    return found[1].strip() if found and found[1][:4].isdigit() else ""
