"""The top of a case: what it is, where it stands, how much time, money and evidence there is."""

from __future__ import annotations

from datetime import date

import streamlit as st

from complaints import deadlines
from complaints.checklist import checklist
from complaints.dossier import Dossier
from complaints.outcomes import worth
from complaints.overview import due_of
from complaints.stages import PREPARING, STEPS, step_of
from ui.case.room import buyer_names, desk, due_badge, kind_name, stage_badge, words
from ui.formats import day, escaped, money
from ui.i18n import t

FEW_ORDERS = 2


def title(dossier: Dossier) -> None:
    """Number, kind, stage, due; then who, which orders, which entry."""
    case = dossier.case
    due = due_of({**case, "expected_by": expected_by(dossier)}, dossier)
    badges = [f":gray-badge[{kind_name(dossier)}]", stage_badge(case["stage"]), due_badge(due.days, due.purpose)]
    st.title(f"{t('case.title', case=case['case_id'])} {' '.join(badge for badge in badges if badge)}")
    orders = t("ui.comma").join(dossier.order_ids[:FEW_ORDERS])
    if len(dossier.order_ids) > FEW_ORDERS:
        orders = t("case.orders_more", first=dossier.order_ids[0], count=len(dossier.order_ids))
    parts = [escaped(case["title"]), buyer_names(case), *([t("case.orders", orders=orders)] if orders else [])]
    if dossier.kind is not None:
        parts.append(t("case.entry", entry=words(dossier.kind.entry)))
    st.caption(t("ui.join").join(parts))


def expected_by(dossier: Dossier) -> date | None:
    """When the platform's answer is expected."""
    return dossier.submissions[-1]["expected_by"] if dossier.submissions else None


def stepper(dossier: Dossier) -> None:
    """Six steps and how far the case has come."""
    here = step_of(dossier.case["stage"])
    with st.container(border=True):
        if here is None:
            st.markdown(f":material/block: {t('case.dropped_on', date=day(dossier.case['stage_at']))}")
            return
        place = list(STEPS).index(here)
        st.progress((place + (1 if here == "result" else 0.5)) / len(STEPS))
        # not columns: on a phone they would stack, or hide the later half
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="top"):
            for number, step in enumerate(STEPS):
                icon = ":green[:material/check_circle:]" if number < place else ":material/circle:"
                if number == place:
                    icon = ":blue[:material/radio_button_checked:]"
                name = t(f"desk.step.{step}")
                with st.container(gap="xxsmall", width="content"):
                    st.markdown(f"{icon} {f'**{name}**' if number == place else name}", width="content")
                    if note := step_note(dossier, step):
                        st.caption(note, width="content")


def step_note(dossier: Dossier, step: str) -> str:
    """What is known of a step: when it was entered, or its result."""
    if step == "candidate":
        return day(dossier.case["opened_at"])
    if step == "contacting" and dossier.contacts:
        return t("case.contacts", count=len(dossier.contacts))
    if step == "submitted" and dossier.submissions:
        return day(dossier.submissions[-1]["submitted_at"])
    if step == "result" and dossier.submissions and dossier.submissions[-1]["result"]:
        return t(f"desk.stage.{dossier.submissions[-1]['result']}")
    entered = [e["at"] for e in dossier.events if e["kind"] == "moved" and e["detail"]["to"] in STEPS[step]]
    return day(entered[-1]) if entered else ""


def figures(dossier: Dossier) -> None:
    """Deadline, money, evidence, the shop's own record."""
    columns = st.columns(4)
    due = due_of({**dossier.case, "expected_by": expected_by(dossier)}, dossier)
    with columns[0].container(border=True, height="stretch"):
        value = "–" if due.days is None else t("case.figure.days", days=due.days)
        st.metric(t(f"case.figure.{due.purpose}"), value)
        st.caption(due_note(dossier, is_awaited=due.purpose == "answer"))
    loss = dossier.loss
    with columns[1].container(border=True, height="stretch"):
        st.metric(t("case.figure.at_stake"), money(float(loss.at_stake)).replace("$", "\\$"))
        st.caption(t("case.figure.loss", refunded=money(float(loss.refunded)), unpaid=money(float(loss.unpaid))))
    lines = [line for line in checklist(dossier) if line.requirement.need.value == "required"]
    there = sum(1 for line in lines if line.status == "there")
    with columns[2].container(border=True, height="stretch"):
        st.metric(t("case.figure.evidence"), f"{there} / {len(lines)}" if lines else str(len(dossier.evidence)))
        st.caption(t("case.figure.required") if lines else t("case.figure.none_required"))
    with columns[3].container(border=True, height="stretch"):
        own_record(dossier.case["violation"], dossier.case["shop"])


def due_note(dossier: Dossier, *, is_awaited: bool) -> str:
    """What the time is counted from, or when the platform's answer is awaited."""
    deadline = deadlines.next_due(dossier)
    if deadline is not None:
        return t("case.figure.counted", until=f"{deadline.until:%Y-%m-%d}", window=words(deadline.window.name))
    if is_awaited:
        return t("case.figure.answer_by", until=day(expected_by(dossier)))
    return t("case.figure.no_deadline" if dossier.case["stage"] in PREPARING else "case.figure.no_waiting")


def own_record(violation: str | None, shop: str) -> None:
    """Worth complaining? By what came of the shop's own cases of this kind."""
    record = worth(desk(), violation, shop) if violation else None
    if record is None or record.share is None:
        st.metric(t("case.figure.record"), "–")
        st.caption(t("case.figure.no_record"))
        return
    st.metric(t("case.figure.record"), t("case.figure.won", won=record.won, decided=record.decided))
    note = t("case.figure.range", low=f"{record.low:.0%}", high=f"{record.high:.0%}", money=money(record.money))
    st.caption(t("ui.join").join([note, *([t("case.figure.few")] if record.is_few else [])]))
