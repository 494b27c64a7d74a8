"""What there is to do today, the most pressing first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

import streamlit as st

from ui.case.room import due_badge, due_now, every_case
from ui.data import answer, answer_row, chosen_shop
from ui.formats import day, escaped, money, shown_name, words_for_day
from ui.i18n import t
from ui.links import arrow_link, badge_line
from ui.shops import shop_name

KINDS = ("orders", "items", "refunds", "reviews")
STALE_DAYS = 5
IMPORT_DAYS = 7
DUE_DAYS = 7
MOST_NAMELESS = 0.5
# of refunds and reviews: some are always of orders from before the first export
LEAST_UNMATCHED, MOST_UNMATCHED = 10, 0.2


class Task(NamedTuple):
    """One thing to do: `days` left until it is too late orders the list; negative where it is late already."""

    days: float
    badge: str
    what: str
    why: str
    link: str
    page: str
    query: dict[str, str] = {}


def new_candidates() -> list[Task]:
    """Buyers who came to the high tier with the last import, or the whole of a list that is just made."""
    news, counts = answer_row("risk/news"), answer_row("risk/tier_counts")
    page, query = "pages/monitor/buyers.py", {"list_tiers": "high"}
    if news["new_high"]:
        count = int(news["new_high"])
        badge = f":blue-badge[:material/person_add: {t('ui.task.new_badge', count=count)}]"
        names = t("ui.comma").join(shown_name(str(name)) for name in news["names"])
        rest = t("ui.task.and_more") if count > len(news["names"]) else ""
        why = f"{names}{rest} · {t('ui.task.new_why')}"
        query |= {"list_news": "new"}
        return [Task(1, badge, t("ui.task.new", count=count), why, t("ui.task.check"), page, query)]
    if counts["high_open"] and not news["had_list"]:
        badge = f":blue-badge[:material/person_search: {t('ui.task.first_badge')}]"
        what = t("ui.task.first", count=counts["high_open"])
        return [Task(1, badge, what, t("ui.task.new_why"), t("ui.task.check"), page, query)]
    return []


def missing_orders() -> list[Task]:
    """No order report, where something else has come in."""
    if answer_row("risk/coverage")["orders"]:
        return []
    badge = f":orange-badge[:material/event_busy: {t('ui.task.missing_badge')}]"
    what = t("ui.task.missing", kind=t("etl.kind.orders"))
    return [Task(0, badge, what, t("ui.task.missing_orders"), t("ui.task.import"), "pages/data/imports.py")]


def nameless_orders() -> list[Task]:
    """Orders that name no buyer, where they are so many that the list says little of the shop."""
    coverage = answer_row("risk/coverage")
    nameless = coverage["orders"] - coverage["attributed"]
    if nameless <= coverage["orders"] * MOST_NAMELESS:
        return []
    badge = f":orange-badge[:material/person_off: {t('ui.task.nameless_badge')}]"
    what = t("ui.task.nameless", count=f"{nameless:,}")
    return [Task(1, badge, what, t("ui.task.nameless_why"), t("ui.task.import"), "pages/data/imports.py")]


def late_exports() -> list[Task]:
    """Exports that are missing, lag behind the orders, or have not come for a week; rows that were refused."""
    page, link = "pages/data/imports.py", t("ui.task.import")
    fresh = answer("etl/freshness").set_index("kind")["last_at"]
    newest = fresh.get("orders", fresh.max())
    tasks = []
    for kind in KINDS[2:]:
        word = t(f"etl.kind.{kind}")
        if kind not in fresh.index:
            badge = f":orange-badge[:material/event_busy: {t('ui.task.missing_badge')}]"
            why = t(f"ui.task.missing_{kind}")
            tasks.append(Task(3, badge, t("ui.task.missing", kind=word), why, link, page))
        elif (days := (newest - fresh[kind]).days) >= STALE_DAYS:
            badge = f":orange-badge[:material/event_busy: {t('ui.task.stale_badge', days=days)}]"
            what = t("ui.task.stale", kind=word, date=words_for_day(fresh[kind]))
            why = t("ui.task.stale_why", signal=t(f"ui.task.signal_{kind}"))
            tasks.append(Task(4, badge, what, why, link, page))
    last = answer_row("etl/last_import")
    days = (datetime.now() - last["imported_at"]).days
    if days >= IMPORT_DAYS:
        badge = f":orange-badge[:material/schedule: {t('ui.task.old_badge', days=days)}]"
        what = t("ui.task.old", date=words_for_day(last["imported_at"]))
        tasks.append(Task(2, badge, what, t("ui.task.old_why"), link, page))
    if last["rejected"]:
        badge = f":orange-badge[:material/rule: {t('ui.task.refused_badge', count=last['rejected'])}]"
        what = t("ui.task.refused", count=last["rejected"])
        tasks.append(Task(5, badge, what, t("ui.task.refused_why"), t("ui.task.see_rows"), page))
    return tasks


def refund_gap() -> list[Task]:
    """A time in which the shop sold, and of which no refund export speaks."""
    are_several = chosen_shop() is None and len(answer("risk/shops")) > 1
    return [
        Task(
            3,
            f":orange-badge[:material/event_busy: {t('ui.task.gap_badge')}]",
            (f"{escaped(shop_name(str(gap.shop)))} · " if are_several else "")
            + t("ui.task.gap", kind=t("etl.kind.refunds"), since=day(gap.first_day), until=day(gap.last_day)),
            t("ui.task.gap_why", count=int(gap.orders)),
            t("ui.task.import"),
            "pages/data/imports.py",
        )
        for gap in answer("risk/refund_gap").itertuples()
    ]


def unmatched() -> list[Task]:
    """Refunds and reviews whose orders have not come in, where they are many."""
    if not answer_row("risk/coverage")["orders"]:
        return []  # what is missing is told already
    return [
        Task(
            3,
            f":orange-badge[:material/link_off: {t('ui.task.unmatched_badge')}]",
            t(f"ui.task.unmatched_{row.kind}", count=int(row.unmatched)),
            t("ui.task.unmatched_why", since=day(row.since), until=day(row.until)),
            t("ui.task.import"),
            "pages/data/imports.py",
        )
        for row in answer("risk/unmatched").itertuples()
        if row.unmatched >= LEAST_UNMATCHED and row.unmatched > row.rows * MOST_UNMATCHED
    ]


def due_cases() -> list[Task]:
    """Cases that end or wait for an answer within a week."""
    shop = chosen_shop()
    soon = [d for d in due_now() if d.days is not None and d.days <= DUE_DAYS]
    return [
        Task(
            due.days or 0,
            due_badge(due.days, due.purpose),
            t("case.task.what", case=due.case["case_id"], title=escaped(due.case["title"])),
            t("case.task.why", stage=t(f"desk.stage.{due.case['stage']}"), amount=money(due.at_stake)),
            t("case.list.open"),
            "pages/complaints/case.py",
            {"case": due.case["case_id"]},
        )
        for due in soon
        if shop is None or due.case["shop"] == shop
    ]


def kept_long_enough() -> list[Task]:
    """Cases that need not be kept any longer: buyers' data is not for keeping without end."""
    shop, today = chosen_shop(), datetime.now().date()
    over = [
        case
        for case in every_case()
        if case["keep_until"] and case["keep_until"] <= today and shop in (None, case["shop"])
    ]
    return [
        Task(
            6,
            f":gray-badge[:material/delete: {t('case.keep.badge')}]",
            t("case.task.what", case=case["case_id"], title=escaped(case["title"])),
            t("case.keep.over", date=words_for_day(case["keep_until"])),
            t("case.list.open"),
            "pages/complaints/case.py",
            {"case": case["case_id"]},
        )
        for case in over
    ]


# Whoever has something for the owner to do adds a function here.
SOURCES: list[Callable[[], list[Task]]] = [
    new_candidates,
    missing_orders,
    nameless_orders,
    late_exports,
    refund_gap,
    unmatched,
    due_cases,
    kept_long_enough,
]


def todays_tasks() -> list[Task]:
    """All of them, the most pressing first."""
    return sorted((task for source in SOURCES for task in source()), key=lambda task: task.days)


def render_tasks(checked: str) -> None:
    """The card of today's tasks. `checked`: what was looked at, for the day on which there is nothing to do."""
    tasks = todays_tasks()
    with st.container(border=True):
        if not tasks:
            nothing_to_do(checked)
            return
        today = words_for_day(datetime.now(), with_weekday=True)
        st.markdown(f"#### {t('ui.task.title', count=len(tasks))} :small[:gray[{today}]]")
        for task in tasks:
            words = f"{task.what}  \n:small[:gray[{task.why}]]"
            badge_line(task.badge, 130, words, task.page, task.link, task.query)


def nothing_to_do(checked: str) -> None:
    """A day without tasks says that it was looked at."""
    with st.container(horizontal_alignment="center", gap="xsmall"):
        st.markdown(f"### :green[:material/check_circle:] {t('ui.task.none')}", width="content")
        st.caption(checked, width="content")
        arrow_link("pages/monitor/buyers.py", t("ui.overview.see_list"))
