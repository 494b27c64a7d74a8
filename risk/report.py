"""One buyer on paper: who, why, could it be us, what it cost, what was decided, when, and the rows behind it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, Rect, String
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Table, TableStyle

from locales import filled, say
from risk import model, settings
from risk.doubts import doubts_of, held_back
from risk.listing import MEASURES, shown_count
from risk.masking import masked_name
from risk.print_font import chinese_font
from risk.refund_words import refunds_told
from risk.workbook import GLYPHS
from warehouse import Warehouse

SQL = Path(__file__).with_name("sql")
MOST_ROWS = 60
TEXT, FAINT, LINE = colors.HexColor("#0F1720"), colors.HexColor("#5A6774"), colors.HexColor("#CBD3DC")
BAND, BLUE = colors.HexColor("#DFE5EC"), colors.HexColor("#27509B")
TIERS = {"high": colors.HexColor("#B8402A"), "watch": colors.HexColor("#BE7B06")}
MARGIN = 16 * mm
PADDING = 6  # of reportlab's frame
WIDTH = A4[0] - 2 * MARGIN - 2 * PADDING
LANES = ("order", "refund", "review")


class Report:
    """What one report is made of; `masked` hides the middle of names."""

    def __init__(self, warehouse: Warehouse, ref: str, language: str, *, masked: bool) -> None:
        self.language, self.masked, self.font = language, masked, chinese_font()
        with warehouse.cursor():
            who = row_of(warehouse, "buyer_of_ref", ref=ref)
            self.buyer = row_of(warehouse, "buyer", **who)
            self.signals = rows_of(warehouse, "buyer_signals", **who)
            self.doubts = doubts_of(row_of(warehouse, "buyer_doubts", **who), self.buyer["signals"])
            self.refund_kinds = rows_of(warehouse, "refund_kinds", **who)
            self.events = warehouse.ask(SQL / "pages" / "buyer_events.sql", who)
            self.rows = warehouse.ask(SQL / "rows_behind.sql", {"shops": [who["shop"]], "buyers": [who["buyer"]]})
            self.links = rows_of(warehouse, "buyer_links", **who)
            self.rules = settings.current(warehouse)

    def say(self, key: str, /, **values: object) -> str:
        """A sentence as reportlab's markup: what comes from files shows letter by letter."""
        safe = {
            name: escape(value, quote=False) if isinstance(value, str) else value for name, value in values.items()
        }
        # the pages' marks for bold go, those in a masked name stay
        sentence = say(self.language, key).replace("**", "")
        return filled(sentence, safe)

    def name(self, name: str) -> str:
        """A buyer's name as the owner chose to see it."""
        return masked_name(name) if self.masked else name

    def text(self, markup: str, size: float = 9.5, color: colors.Color = TEXT, above: float = 0) -> Paragraph:
        """A paragraph; Chinese breaks between any two characters."""
        style = ParagraphStyle(
            "text", fontName=self.font, fontSize=size, leading=size * 1.5, textColor=color, spaceBefore=above,
            wordWrap="CJK",
        )  # fmt: skip
        return Paragraph(markup, style)

    def heading(self, key: str) -> Paragraph:
        """The title of a part."""
        return self.text(self.say(key), 11.5, above=9)


def buyer_report(warehouse: Warehouse, ref: str, language: str, *, masked: bool = True) -> bytes:
    """The PDF of a buyer (buyer_ref), A4. Raises LookupError when there is no such buyer."""
    report = Report(warehouse, ref, language, masked=masked)
    buffer = io.BytesIO()
    title = f"{say(language, 'report.title')} {report.name(report.buyer['buyer'])}"
    document = SimpleDocTemplate(
        buffer, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=14 * mm, bottomMargin=20 * mm,
        title=title, author=say(language, "ui.app"),
    )  # fmt: skip
    document.build(list(parts(report)), canvasmaker=numbered(report))
    return buffer.getvalue()


def parts(report: Report) -> Iterator[Flowable]:
    """The report from top to bottom."""
    buyer = report.buyer
    tier = shown_tier(buyer["judged_tier"], bool(buyer["is_too_few"]))
    yield report.text(
        f"{report.say('report.title')} · {escape(buyer['shop'], quote=False)} · {datetime.now():%Y-%m-%d}", 9, FAINT
    )
    glyph = f'<font color="{TIERS.get(tier, FAINT).hexval().replace("0x", "#")}">{GLYPHS[tier]}</font>'
    yield report.text(
        f"{escape(report.name(buyer['buyer']), quote=False)}　{glyph} {report.say(f'words.tier.{tier}')}", 17
    )
    yield report.text(
        report.say(
            "ui.buyer.summary", first=day(buyer["first_order"]), last=day(buyer["last_order"]),
            orders=buyer["orders"], paid=f"¥{buyer['amount_paid']:,.2f}",
        ), 9, FAINT,
    )  # fmt: skip
    yield report.heading("ui.buyer.why" if buyer["judged_tier"] != "none" else "ui.buyer.why_not")
    for row in report.signals:
        yield KeepTogether(list(signal_part(report, row)))
    yield report.heading("ui.buyer.ours")
    if not report.doubts:
        yield report.text(report.say("ui.buyer.nothing_to_doubt"), 9, FAINT)
    for doubt in report.doubts:
        yield report.text(f"{'！' if doubt.is_open else '✓'} {report.say(f'ui.buyer.{doubt.key}', **doubt.values)}")
    yield from money_part(report)
    yield report.heading("decision.title")
    yield report.text(report.say(f"decision.now.{buyer['decision']}", date=day(buyer["decided_at"])))
    if isinstance(buyer["decision_reason"], str) and buyer["decision_reason"]:
        yield report.text(escape(buyer["decision_reason"], quote=False), 9, FAINT)
    yield from links_part(report)
    yield KeepTogether([report.heading("ui.buyer.timeline"), timeline(report)])
    yield from rows_part(report)


def signal_part(report: Report, row: Mapping[str, Any]) -> Iterator[Flowable]:
    """One signal: its sentence, and the count against what was expected."""
    tier = shown_tier(row["tier"], bool(row["is_too_few"]))
    certainty = report.say("ui.buyer.certainty", share=percent(row["certainty"]))
    word = report.say(f"words.signal.{row['signal']}")
    yield report.text(f"{GLYPHS[tier]} {word} · {report.say(f'words.tier.{tier}')} · {certainty}", 10, above=3)
    values = {"trials": row["trials"], "observed": row["observed"], "expected": shown_count(row["expected"])}
    yield report.text(report.say(f"ui.buyer.{row['signal']}", **values))
    if row["signal"] == "refund":
        for sentence in refunds_told(report.refund_kinds, report.say):
            yield report.text(sentence, 9, FAINT)
    if why := held_back(row, report.rules):
        yield report.text(report.say(f"ui.buyer.{why}"), 9, FAINT)
    if row["tier"] != "none":
        yield counts_drawing(report, row)


def counts_drawing(report: Report, row: Mapping[str, Any]) -> Drawing:
    """The band of other buyers, the expected number as a tick, what was observed as the tier's mark."""
    low, high = model.predictive_range(row, row["trials"], row["expected"], row["expected_sd"])
    width, height = WIDTH * 0.6, 26
    scale = width / max(row["trials"], high, 1)
    drawing = Drawing(WIDTH, height)
    middle, observed, color = 15, row["observed"] * scale, TIERS[row["tier"]]
    drawing.add(Rect(low * scale, middle - 4, max((high - low) * scale, 1), 8, fillColor=BAND, strokeColor=None))
    drawing.add(Line(row["expected"] * scale, middle, observed, middle, strokeColor=FAINT, strokeWidth=0.8))
    drawing.add(
        Line(
            row["expected"] * scale,
            middle - 6,
            row["expected"] * scale,
            middle + 6,
            strokeColor=FAINT,
            strokeWidth=1.4,
        )
    )
    drawing.add(
        Polygon([observed - 4, middle, observed, middle + 4, observed + 4, middle, observed, middle - 4],
                fillColor=color, strokeColor=None)
    )  # fmt: skip
    for place, key, number in (
        (row["expected"] * scale, "expected", shown_count(row["expected"])),
        (observed, "observed", str(row["observed"])),
    ):
        words = f"{say(report.language, f'ui.chart.{key}')} {number}"
        drawing.add(String(max(place - 12, 0), 1, words, fontName=report.font, fontSize=7, fillColor=FAINT))
    return drawing


def money_part(report: Report) -> Iterator[Flowable]:
    """The estimated loss as the sum of its parts."""
    buyer = report.buyer
    yield report.heading("ui.buyer.money")
    sums = [
        f"{report.say(f'ui.buyer.lost_{part}')} ¥{buyer[f'lost_{part}']:,.2f}"
        for part in ("goods", "postage", "stock")
    ]
    yield report.text(f"¥{buyer['amount_at_stake']:,.2f} = {' + '.join(sums)}")
    yield report.text(report.say("ui.buyer.money_note"), 8, FAINT)


def links_part(report: Report) -> Iterator[Flowable]:
    """Accounts that share contact data."""
    if not report.links:
        return
    yield report.heading("ui.buyer.links")
    yield report.text(report.say("ui.buyer.links_note"), 8, FAINT)
    for row in report.links:
        shared = say(report.language, "etl.and").join(
            say(report.language, f"words.link.{link}") for link in str(row["links"]).split(",")
        )
        label = report.say("ui.buyer.link_row", buyer=report.name(row["buyer"]), links=shared)
        counts = report.say(
            "ui.buyer.link_counts", orders=row["orders"], unpaid=row["unpaid"], refunds=row["refunds"]
        )
        yield report.text(f"{label} · {counts}")


def timeline(report: Report) -> Drawing:
    """Orders, refunds and reviews as marks in three lanes; filled is what counts against the buyer."""
    events, height, left = report.events[report.events["at"].notna()], 62, 44.0
    drawing = Drawing(WIDTH, height)
    for place, lane in enumerate(LANES):
        middle = height - 10 - place * 16
        words = say(report.language, f"ui.lane.{lane}")
        drawing.add(String(0, middle - 3, words, fontName=report.font, fontSize=7.5, fillColor=TEXT))
        drawing.add(Line(left, middle, WIDTH, middle, strokeColor=LINE, strokeWidth=0.4))
    if events.empty:
        return drawing
    first, last = events["at"].min(), events["at"].max()
    span = max((last - first).total_seconds(), 1)
    for event in events.itertuples():
        across = left + 5 + (WIDTH - left - 10) * (pd.Timestamp(str(event.at)) - first).total_seconds() / span
        middle = height - 10 - LANES.index(str(event.lane)) * 16
        is_filled = event.kind in ("unpaid", "refund_only", "other_refund", "order_refund", "bad")
        ink = TEXT if is_filled else BLUE
        drawing.add(
            Circle(
                across, middle, 2.4, fillColor=ink if is_filled else colors.white, strokeColor=ink, strokeWidth=0.7
            )
        )
    for across, moment in ((left, first), (WIDTH - 44, last)):
        drawing.add(String(across, 2, day(moment), fontName=report.font, fontSize=7, fillColor=FAINT))
    return drawing


def rows_part(report: Report) -> Iterator[Flowable]:
    """The rows behind the claims, the strongest signal's first; how many are left out is said."""
    order = {row["signal"]: place for place, row in enumerate(report.signals)}
    rows = sorted(report.rows.to_dict("records"), key=lambda row: order.get(row["signal"], len(MEASURES)))
    if not rows:
        return
    yield report.heading("ui.buyer.rows")
    names = ("at", "signal", "order_id", "title", "amount", "counted", "source")
    head = [report.text(report.say(f"report.column.{name}"), 7.5, FAINT) for name in names]
    body = [[report.text(cell, 7.5) for cell in cells(report, row)] for row in rows[:MOST_ROWS]]
    widths = [part * WIDTH for part in (0.095, 0.09, 0.16, 0.19, 0.08, 0.08, 0.305)]
    table = Table([head, *body], colWidths=widths, repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("LINEBELOW", (0, 0), (-1, -1), 0.3, LINE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                *(
                    (side, (0, 0), (-1, -1), 2)
                    for side in ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")
                ),
            ]
        )
    )
    yield table
    if len(rows) > MOST_ROWS:
        yield report.text(report.say("report.rows_more", count=len(rows) - MOST_ROWS), 8, FAINT)


def cells(report: Report, row: Mapping[str, Any]) -> list[str]:
    """One row behind a claim as markup."""
    counted = f"words.why_not.{row['why_not']}" if isinstance(row["why_not"], str) else "ui.row.yes"
    file = row["file"] if isinstance(row["file"], str) else "–"
    place = f" · {int(row['row_number'])}" if not pd.isna(row["row_number"]) else ""
    return [
        day(row["at"]),
        report.say(f"words.signal.{row['signal']}"),
        escape(str(row["order_id"] or "–"), quote=False),
        escape(str(row["title"] or "–")[:60], quote=False),
        "–" if pd.isna(row["amount"]) else f"¥{row['amount']:,.2f}",
        report.say(counted),
        escape(f"{file[:40]}{place}", quote=False),
    ]


def numbered(report: Report) -> type[Canvas]:
    """A canvas that writes what a flag is, and page n of m, under each page."""
    neutral = say(report.language, "report.neutral")
    made = say(report.language, "report.made", at=f"{datetime.now():%Y-%m-%d %H:%M}")

    class Numbered(Canvas):
        """Pages are kept until their number is known."""

        def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - as reportlab calls it
            super().__init__(*args, **options)
            self.kept: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 - reportlab's name
            self.kept.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, state in enumerate(self.kept, 1):
                self.__dict__.update(state)
                self.setFont(report.font, 7.5)
                self.setFillColor(FAINT)
                self.drawString(MARGIN, 12 * mm, neutral)
                self.drawString(MARGIN, 8 * mm, made)
                self.drawRightString(A4[0] - MARGIN, 8 * mm, f"{number} / {len(self.kept)}")
                super().showPage()
            super().save()

    return Numbered


def shown_tier(tier: str, is_too_few: bool) -> str:
    """The tier, or `few` where there was too little to judge."""
    return "few" if tier == "none" and is_too_few else tier


def day(moment: object) -> str:
    """2026-11-25, or – for none."""
    return "–" if moment is None or pd.isna(moment) else f"{pd.Timestamp(str(moment)):%Y-%m-%d}"


def percent(value: float) -> str:
    """99.8%; never 100.0% for what is an estimate."""
    return "&lt;0.1%" if value < 0.0005 else f"{min(value, 0.999):.1%}"


def rows_of(warehouse: Warehouse, question: str, **values: object) -> list[dict[str, Any]]:
    """The rows of a page's question."""
    found = warehouse.ask(SQL / "pages" / f"{question}.sql", values)
    return [{str(name): value for name, value in row.items()} for row in found.to_dict("records")]


def row_of(warehouse: Warehouse, question: str, **values: object) -> dict[str, Any]:
    """The only row. Raises LookupError."""
    rows = rows_of(warehouse, question, **values)
    if not rows:
        raise LookupError(question)
    return rows[0]
