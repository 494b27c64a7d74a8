"""Overview: what to do today, who goes beyond what the products explain, what is at stake, how reliable that is."""

from __future__ import annotations

from typing import Any, NamedTuple

import streamlit as st

import warehouse
from risk import settings
from risk.listing import shown_count
from ui import beyond_rows, charts, weekly_bars
from ui.data import answer, answer_row, chosen_shop, once
from ui.first_run import first_run
from ui.formats import SIGNALS, counted_share, day, escaped, signed, total
from ui.i18n import language, t
from ui.links import arrow_link
from ui.pairs import render_pairs
from ui.records import PAGE as RECORDS
from ui.records import open_product
from ui.signals import signal_choice
from ui.tasks import render_tasks

MOST_DRAWN = 10
WEEKS = 4
LIST = "pages/monitor/buyers.py"


def page() -> None:
    """Draw the page."""
    coverage = answer_row("risk/coverage")
    if coverage["is_empty"]:
        first_run()
        return
    counts = answer_row("risk/tier_counts")
    st.title(t("ui.page.overview"))
    buyers = f"{counts['buyers']:,}"
    st.caption(
        t(
            "ui.overview.summary", shops=escaped(coverage["shops"] or t("ui.shop.unnamed")), buyers=buyers,
            orders=f"{coverage['orders']:,}", date=day(coverage["last_at"]),
        )
    )  # fmt: skip
    render_tasks(t("ui.task.none_why", date=day(coverage["last_at"]), buyers=buyers))
    figures(counts, coverage)
    left, right = st.columns([3, 2])
    with left.container(border=True, height="stretch"):
        drawn = beyond_expected(counts["buyers"])
    with right.container(border=True, height="stretch"):
        weekly(drawn)
    left, right = st.columns([3, 2])
    with left.container(border=True, height="stretch"):
        products()
    with right.container(border=True, height="stretch"):
        reliability(counts, coverage)


class Figure(NamedTuple):
    """One of the figures at the top; `course` is the column of the weeks that is drawn under it."""

    label: str
    value: str
    note: str
    course: str
    change: str | None
    since: str
    query: dict[str, str]
    link: str
    page: str = LIST


def figures(counts: dict[str, Any], coverage: dict[str, Any]) -> None:
    """The four numbers at the top: what it is, how it moved, where it leads."""
    news, weeks = answer_row("risk/news"), answer("risk/course")
    listed = counts["high"] + counts["watch"]
    now, before = (float(part["amount"].sum()) for part in (weeks.tail(WEEKS), weeks.iloc[-2 * WEEKS : -WEEKS]))
    orders = int(weeks["orders"].tail(WEEKS).sum() - weeks["orders"].iloc[-2 * WEEKS : -WEEKS].sum())
    since_import, since_weeks = t("ui.overview.since_import"), t("ui.overview.since_weeks")
    moved = [signed(int(news[name])) if news["had_list"] else None for name in ("high_change", "watch_change")]
    see, people = t("ui.overview.see_list"), "ui.overview.people"
    cards = (
        Figure(f":red[◆] {t('ui.overview.high')}", t(people, count=counts["high"]),
               t("ui.overview.high_note", wrong=shown_count(counts["high_wrong"])), "high", moved[0], since_import,
               {"list_tiers": "high"}, see),
        Figure(f":orange[▲] {t('ui.overview.watch')}", t(people, count=counts["watch"]), t("ui.overview.watch_note"),
               "watch", moved[1], since_import, {"list_tiers": "watch"}, see),
        Figure(t("ui.overview.amount"), total(counts["listed_amount"]), t("ui.overview.amount_note", count=listed),
               "amount", signed_total(now - before) if now or before else None, since_weeks,
               {"list_sort": "amount"}, see),
        Figure(t("ui.overview.orders"), f"{coverage['orders']:,}",
               how_attributed(coverage), "orders", signed(orders) if orders else None, since_weeks, {},
               t("ui.task.import"), "pages/data/imports.py"),
    )  # fmt: skip
    with st.grid(4, min_column_width=150):
        for card in cards:
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.metric(
                    card.label, card.value, card.change, "off", delta_arrow="off",
                    delta_description=card.since if card.change else None,
                )  # fmt: skip
                alt = t("ui.chart.alt_course", what=t(f"ui.overview.course_{card.course}"))
                charts.sparkline(weeks[card.course].tail(weekly_bars.MOST_WEEKS), alt, card.note)
                st.space("stretch")
                arrow_link(card.page, card.link, card.query)


def signed_total(amount: float) -> str:
    """+¥2,310 or −¥120."""
    return f"{'+' if amount >= 0 else '−'}{total(abs(amount))}"


def how_attributed(coverage: dict[str, Any]) -> str:
    """How many orders name nobody."""
    if not coverage["orders"]:
        return t("ui.overview.no_orders")
    unknown = coverage["orders"] - coverage["attributed"]
    return t("ui.overview.unattributed", count=f"{unknown:,}") if unknown else t("ui.overview.attributed_all")


def beyond_expected(buyers: int) -> int:
    """Observed against expected for every buyer flagged for a signal; a click opens the buyer. How many are drawn."""
    st.subheader(t("ui.overview.beyond_title"))
    if not buyers:
        st.info(t("ui.overview.beyond_nobody"), icon=":material/person_off:")
        return 0
    signal = signal_choice()
    word = t(f"words.signal.{signal}")
    rows = answer("risk/beyond_expected", signal=signal)
    if rows.empty and not is_judged(signal):
        st.info(t("ui.overview.beyond_no_data", signal=word), icon=":material/info:")
        arrow_link("pages/data/imports.py", t("ui.task.import"))
        return 0
    if rows.empty:
        st.info(t("ui.overview.beyond_none", signal=word), icon=":material/check_circle:")
        return 0
    st.caption(t("ui.overview.beyond_sub", count=len(rows), signal=word))
    shown = rows.head(MOST_DRAWN)
    ranges = once(
        "ranges",
        lambda: beyond_rows.ranges_of(shown, answer("risk/signal_fit", signal=signal)),
        signal,
        chosen_shop(),
    )
    first = shown.iloc[0]
    alt = t(
        "ui.chart.alt_beyond", count=len(rows), signal=word, observed=first["observed"],
        expected=shown_count(first["expected"]),
    )  # fmt: skip
    picked = beyond_rows.draw(shown, ranges, alt)
    st.caption(t("ui.chart.band"))
    if len(rows) > MOST_DRAWN:
        arrow_link(LIST, t("ui.overview.beyond_rest", count=len(rows) - MOST_DRAWN), {"list_signals": signal})
    if picked:
        st.switch_page("pages/monitor/buyer.py", query_params={"buyer": picked})
    return len(shown)


def is_judged(signal: str) -> bool:
    """Whether anything that was imported tells of this signal."""
    fitted, shop = answer("risk/signal_fit", signal=signal), chosen_shop()
    return bool(len(fitted) if shop is None else (fitted["shop"] == shop).any())


def weekly(beside: int) -> None:
    """The course of the weeks: listed buyers, or everybody? `beside`: rows of the chart next to it."""
    st.subheader(t("ui.overview.weekly_title"))
    rows = answer("risk/weekly", product=None)
    if rows.empty:
        st.info(t("ui.overview.weekly_none"), icon=":material/check_circle:")
        return
    refunds = rows[rows["signal"] == "refund"]
    now, before = refunds.tail(WEEKS), refunds.iloc[-2 * WEEKS : -WEEKS]
    st.caption(
        t(
            "ui.overview.weekly_sub", now=int(now["everyone"].sum()), before=int(before["everyone"].sum()),
            now_listed=int(now["listed"].sum()), before_listed=int(before["listed"].sum()),
        )
    )  # fmt: skip
    # as high as its neighbour, which grows with its rows
    height = max(400, beyond_rows.height(beside) + 16)
    recent = weekly_bars.latest(rows)
    panels = once("weekly_panels", lambda: weekly_bars.panels(recent), chosen_shop(), language())
    picked = weekly_bars.draw(panels, height, t("ui.chart.alt_weekly"))
    st.caption(t("ui.chart.weekly_key", weeks=recent["week"].nunique()))
    undated = rows.drop_duplicates("signal").set_index("signal")["undated"]
    if undated.any():
        told = t("ui.comma").join(
            f"{t(f'words.signal.{name}')} {undated[name]:,}" for name in SIGNALS if undated[name]
        )
        st.caption(t("ui.chart.weekly_undated", told=told))
    arrow_link(RECORDS, t("ui.overview.weekly_rows"))
    if picked:
        signal, week = picked
        # whoever's rows were looked at last: a column stands for everybody's
        query = {"signal": signal, "records_period": week, "records_whose": "all"}
        st.switch_page(RECORDS, query_params=query)


def products() -> None:
    """Products that everyone refunds."""
    st.subheader(t("ui.overview.products_title"))
    rows = answer("risk/refunded_products")
    if rows.empty and not is_judged("refund"):
        st.info(t("ui.overview.beyond_no_data", signal=t("words.signal.refund")), icon=":material/info:")
        return
    if rows.empty:
        st.info(t("ui.overview.products_none"), icon=":material/check_circle:")
        return
    st.caption(t("ui.overview.products_sub"))
    many_shops = ["shop"] if rows["shop"].nunique() > 1 else []
    names = [*many_shops, "title", "rate", "multiple", "reason", "lines", "bad_reviews"]
    column = st.column_config
    event = st.dataframe(
        rows[names].assign(rate=rows["rate"] * 100), hide_index=True, height="content", placeholder="–",
        alt=t("ui.products.alt", count=len(rows)), key="overview_products", on_select="rerun",
        selection_mode="single-row",
        column_config={
            "shop": column.TextColumn(t("ui.shop.label"), width=80),
            "title": column.TextColumn(t("ui.products.title"), width=150),
            "rate": column.ProgressColumn(
                t("ui.products.rate"), format="%.1f%%", max_value=100, width=86, color=charts.ink().faint
            ),
            "multiple": column.NumberColumn(t("ui.products.multiple"), format="%.1f×", width=60),
            "reason": column.TextColumn(t("ui.products.reason"), width=110),
            "lines": column.NumberColumn(t("ui.products.lines"), format="localized", width=72),
            "bad_reviews": column.NumberColumn(t("ui.products.bad_reviews"), format="localized", width=78),
        },
    )  # fmt: skip
    open_product(rows, event)


def reliability(counts: dict[str, Any], coverage: dict[str, Any]) -> None:
    """The list's own error rate, and what it rests on."""
    st.subheader(t("ui.overview.reliable_title"))
    st.caption(t("ui.estimate"))
    listed = counts["high"] + counts["watch"]
    people = "ui.overview.people"
    facts = {
        t("ui.overview.reliable_high", count=counts["high"]): t(people, count=shown_count(counts["high_wrong"])),
        t("ui.overview.reliable_listed", count=listed): t(people, count=shown_count(counts["listed_wrong"])),
        t("ui.overview.reliable_attributed"): counted_share(coverage["attributed"], coverage["orders"]),
        t("ui.overview.reliable_buyers"): t(people, count=f"{counts['buyers']:,}"),
        t("ui.overview.reliable_few"): t(people, count=f"{counts['few']:,}"),
    }
    render_pairs(facts, is_bold=True)
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.popover(t("ui.overview.reliable_how"), icon=":material/help:", type="tertiary"):
            trials = once("settings", lambda: settings.current(warehouse.default()))["few_trials"]
            for part in ("wrong", "attributed", "few"):
                st.markdown(t(f"ui.overview.reliable_how_{part}", trials=int(trials)))
        arrow_link(LIST, t("ui.overview.reliable_see_few"), {"list_tiers": "few"})


page()
