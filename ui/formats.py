"""How numbers, dates and names are written on the pages."""

from __future__ import annotations

from typing import Literal

import pandas as pd
import streamlit as st

from risk.masking import masked_name
from risk.workbook import GLYPHS
from ui.i18n import t

# what browsers call a workbook
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SIGNALS = ("unpaid", "refund", "review")
# rows that are shown at their full height, and the pixels of a table of more
MOST_ROWS, LIST_HEIGHT = 15, 580
TIER_COLORS = {"high": "red", "watch": "orange", "none": "gray", "few": "gray"}


def day(moment: object) -> str:
    """2026-11-25, or – for none."""
    return "–" if moment is None or pd.isna(moment) else f"{pd.Timestamp(str(moment)):%Y-%m-%d}"


def words_for_day(moment: object, *, with_weekday: bool = False) -> str:
    """11 月 25 日 or 11 月 25 日 周三: a date inside a sentence."""
    at = pd.Timestamp(str(moment))
    date = t("ui.date.day", day=at.day, month=t(f"ui.date.month{at.month}"))
    return (
        t("ui.date.with_weekday", date=date, weekday=t(f"ui.date.weekday{at.isoweekday()}")) if with_weekday else date
    )


def money(amount: float) -> str:
    """¥1,286.40."""
    return f"¥{amount:,.2f}"


def total(amount: float) -> str:
    """¥18,640: totals without cents."""
    return f"¥{amount:,.0f}"


def share(value: float) -> str:
    """99.8%; never 100.0% or 0.0% for what is an estimate."""
    return "<0.1%" if value < 0.0005 else f"{min(value, 0.999):.1%}"


def counted_share(part: int, whole: int) -> str:
    """The same of what was counted: 0% and 100% where it is exactly that, – of nothing."""
    if not whole:
        return "–"
    return f"{bool(part):.0%}" if part in (0, whole) else share(part / whole)


def signed(change: int) -> str:
    """+1,234 or −25."""
    return f"{change:+,}".replace("-", "−")


def shown_name(name: str) -> str:
    """The buyer's name as the owner chose to see it, safe inside markdown."""
    return escaped(name if st.session_state.get("show_names") else masked_name(name))


def plain_name(name: str) -> str:
    """The same for tables and charts, which do not read markdown."""
    return name if st.session_state.get("show_names") else masked_name(name)


def table_height(rows: int) -> Literal["content"] | int:
    """All rows of a short table at once; a longer one scrolls."""
    return "content" if rows <= MOST_ROWS else LIST_HEIGHT


def escaped(text: str) -> str:
    """Text from a file so that markdown shows it letter by letter."""
    return "".join(f"\\{letter}" if letter in r"\`*_{}[]()<>#+-.!|~$:^" else letter for letter in text)


def shown_tier(tier: str, is_too_few: bool) -> str:
    """The tier, or `few` where nothing was found because there was too little to judge."""
    return "few" if tier == "none" and is_too_few else tier


def tier_glyph(tier: str) -> str:
    """The sign that goes with the tier everywhere."""
    return GLYPHS[tier]


def tier_word(tier: str) -> str:
    """◆ 高风险."""
    return f"{tier_glyph(tier)} {t(f'words.tier.{tier}')}"


def badge(text: str, color: str) -> str:
    """Words as a badge in markdown."""
    return f":{color}-badge[{text}]"


def tier_badge(tier: str) -> str:
    """The tier as a badge in markdown."""
    return badge(tier_word(tier), TIER_COLORS[tier])


def primary(label: str, *, disabled: bool = False) -> str:
    """The label of a primary button: Streamlit writes it white, which the dark theme's light blue cannot carry.

    A disabled one has no blue behind it, and keeps Streamlit's grey.
    """
    is_dark = st.context.theme.type == "dark" and not disabled
    return f':color[{label}]{{foreground="#0B1420"}}' if is_dark else label
