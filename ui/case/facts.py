"""Facts and subjects on the page: what happened, each with its source; what the complaint is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

import pandas as pd
import streamlit as st

from complaints import deadlines
from complaints.cases import Subject, add_subjects, drop_subjects
from complaints.deadlines import Deadline
from complaints.desk import rows
from complaints.dossier import Dossier, Row
from complaints.draft import fact_words
from complaints.facts import HAND_KINDS, drop_fact, gather, not_in_data, write_fact
from complaints.numbers import known_by
from complaints.order_table import source_of
from complaints.readiness import repeated
from ui.case.room import desk, done, labels
from ui.formats import day, escaped, money, shown_name
from ui.i18n import language, t

MOST_LINES = 14


def render_facts(dossier: Dossier) -> None:
    """The card."""
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(t("case.facts.title"))
            if st.button(t("case.facts.look"), icon=":material/sync:", key="case_gather", type="tertiary"):
                found = gather(desk(), dossier.case_id)
                done("case.facts.looked", new=found.new, changed=found.changed, gone=found.gone)
        st.caption(t("case.facts.sub"))
        subjects(dossier)
        gone = not_in_data(desk(), dossier.case_id)
        if not dossier.facts:
            st.info(t("case.facts.none"), icon=":material/info:")
        # a ring of unpaid orders brings dozens: those from the data then stand in a table that scrolls
        lines = [f for f in dossier.facts if f["source"] == "hand" or len(dossier.facts) <= MOST_LINES]
        for fact in lines:
            fact_line(dossier, fact, fact["fact_id"] in gone)
        if len(lines) < len(dossier.facts):
            fact_table([fact for fact in dossier.facts if fact not in lines], gone)
        with st.expander(t("case.facts.add"), icon=":material/add:"):
            new_fact(dossier)


def fact_line(dossier: Dossier, fact: Row, is_gone: bool) -> None:
    """Time, what happened, source."""
    spoken = language()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"{fact['at']:%Y-%m-%d %H:%M}" if fact["at"] else "–", width=140)
        st.markdown(escaped(fact_words(fact, spoken)), width="stretch")
        source = escaped(source_of(fact, spoken))
        st.caption(f":orange[{source} · {t('case.facts.gone')}]" if is_gone else source, width="content")
        if fact["source"] == "hand" and st.button(
            t("case.remove"), key=f"case_drop_fact_{fact['fact_id']}", type="tertiary", icon=":material/close:"
        ):
            drop_fact(desk(), dossier.case_id, fact["fact_id"])
            done("case.removed")


def fact_table(facts: list[Row], gone: set[int]) -> None:
    """The same as a table."""
    spoken = language()
    shown = pd.DataFrame(
        {
            "at": [fact["at"] for fact in facts],
            "what": [fact_words(fact, spoken) for fact in facts],
            "order_id": [fact["order_id"] for fact in facts],
            "source": [
                source_of(fact, spoken) + (f" · {t('case.facts.gone')}" if fact["fact_id"] in gone else "")
                for fact in facts
            ],
        }
    )
    st.dataframe(
        shown, hide_index=True, key="case_facts", height=420, placeholder="–",
        alt=t("case.facts.alt", count=len(shown)),
        column_config={
            "at": st.column_config.DatetimeColumn(t("desk.table_column.at"), format="YYYY-MM-DD HH:mm"),
            **{name: t(f"desk.table_column.{name}") for name in ("what", "order_id", "source")},
        },
    )  # fmt: skip


def new_fact(dossier: Dossier) -> None:
    """A fact in the owner's words."""
    columns = st.columns([2, 2, 1])
    kind = columns[0].selectbox(
        t("case.facts.kind"),
        HAND_KINDS,
        format_func=labels(HAND_KINDS, lambda key: t(f"desk.fact.{key}")),
        key="case_fact_kind",
    )
    on = columns[1].date_input(t("case.facts.date"), value="today", key="case_fact_date", format="YYYY-MM-DD")
    at = columns[2].time_input(t("case.facts.time"), value=time(12), key="case_fact_time")
    orders = ["", *dossier.order_ids]
    order = st.selectbox(t("case.facts.order"), orders, format_func=lambda o: o or "–", key="case_fact_order")
    text = st.text_area(t("case.facts.text"), key="case_fact_text", height=80)
    if st.button(t("case.facts.keep"), key="case_keep_fact", disabled=not text.strip()):
        moment = datetime.combine(on, at) if on else None
        write_fact(desk(), dossier.case_id, str(kind), moment, text.strip(), order_id=order or None)
        done("case.facts.kept")


def subjects(dossier: Dossier) -> None:
    """What the complaint is about, and what else it could be about."""
    for lack in repeated(dossier):
        st.warning(t("case.facts.repeated", **lack.values), icon=":material/warning:")
    label = t("case.facts.subjects", count=len(dossier.subjects))
    with st.expander(label, icon=":material/checklist:"):
        found = deadlines.of_subjects(dossier)
        if len(found) > MOST_LINES:
            subject_table(dossier, found)
        else:
            for subject, end in found:
                subject_line(dossier, subject, end)
        more(dossier)


def subject_line(dossier: Dossier, subject: Row, end: Deadline | None) -> None:
    """One of a few, with a way to take it out."""
    with st.container(horizontal=True, vertical_alignment="center"):
        kind = t(f"case.subject.{subject['kind']}")
        until = subject_until(end, dossier.now) if end else ""
        number = known_by(subject["ref_id"], subject["order_id"])
        st.markdown(f"{kind} {escaped(number)} {until}", width="stretch")
        key = f"case_drop_{subject['kind']}_{subject['ref_id']}"
        if st.button(t("case.remove"), key=key, type="tertiary", icon=":material/close:"):
            drop_subjects(desk(), dossier.case_id, [subject])
            done("case.removed")


def subject_table(dossier: Dossier, found: Sequence[tuple[Row, Deadline | None]]) -> None:
    """Many, as a table to choose from what is taken out: lines with a button each would take longer to draw."""
    shown = pd.DataFrame(
        {
            "kind": [t(f"case.subject.{subject['kind']}") for subject, _ in found],
            "number": [known_by(subject["ref_id"], subject["order_id"]) for subject, _ in found],
            "until": [until_words(end, dossier.now) if end else None for _, end in found],
        }
    )
    event = st.dataframe(
        shown, hide_index=True, height=320, placeholder="–", on_select="rerun", selection_mode="multi-row",
        key=f"case_subjects_{len(found)}", alt=t("case.facts.subjects", count=len(found)),
        column_config={name: t(f"case.facts.subject_{name}") for name in shown},
    )  # fmt: skip
    chosen = [found[place][0] for place in event["selection"]["rows"]]
    words = t("case.facts.drop_chosen", count=len(chosen))
    if st.button(words, key="case_drop_chosen", type="tertiary", icon=":material/close:", disabled=not chosen):
        drop_subjects(desk(), dossier.case_id, chosen)
        done("case.removed")


def until_words(end: Deadline, now: datetime) -> str:
    """Until when it can be complained about."""
    return t("case.facts.over" if end.is_late(now) else "case.facts.until", date=day(end.until))


def subject_until(end: Deadline, now: datetime) -> str:
    """Until when it can be complained about, red in time."""
    return f":{'red' if end.is_late(now) or end.is_soon(now) else 'gray'}[{until_words(end, now)}]"


def more(dossier: Dossier) -> None:
    """Orders, refunds and reviews of the same accounts that are not in the case."""
    there = {(subject["kind"], subject["ref_id"]) for subject in dossier.subjects}
    found = [
        row
        for row in candidates(dossier.case["shop"], dossier.buyers)
        if (row["kind"], row["ref_id"]) not in there
    ]  # fmt: skip
    if not found:
        return
    chosen = st.multiselect(
        t("case.facts.more"),
        range(len(found)),
        format_func=labels(range(len(found)), lambda n: subject_label(found[n])),
        key="case_more",
        placeholder=t("case.new.about_pick"),
    )
    if st.button(t("case.facts.take"), key="case_take", disabled=not chosen):
        add_subjects(desk(), dossier.case_id, [as_subject(found[n]) for n in chosen])
        gather(desk(), dossier.case_id)
        done("case.facts.taken", count=len(chosen))


def candidates(shop: str, buyers: list[str]) -> list[Row]:
    """What these accounts did that a case could be about, newest first."""
    with desk().warehouse.cursor() as cursor:
        found = rows(cursor, "candidates", shop=shop, buyers=buyers)
    return sorted(found, key=lambda row: row["happened_at"] or datetime.min, reverse=True)


def subject_label(row: Row, *, is_late: bool = False) -> str:
    """2026-11-02 退款 268.00 元 棉麻窗帘, and the case that it is in, or that its time is over."""
    parts = [day(row["happened_at"]), t(f"words.signal.{row['signal']}"), known_by(row["ref_id"], row["order_id"])]
    parts += [money(float(row["amount"]))] if row["amount"] else []
    parts += [str(row["title"])[:20]] if row["title"] else []
    parts += [t("case.facts.in_case", case=row["also_in"])] if row["also_in"] else []
    parts += [t("case.facts.is_late")] if is_late else []
    return " ".join(parts)


def as_subject(row: Row) -> Subject:
    """A candidate as the case keeps it."""
    return Subject(row["kind"], row["ref_id"], row["order_id"], row["buyer"])


def buyers_line(buyers: list[str]) -> str:
    """Accounts by name as the owner chose to see them."""
    return t("ui.comma").join(shown_name(name) for name in buyers)
