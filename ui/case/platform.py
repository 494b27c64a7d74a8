"""What happens with the platform: handing in, waiting, the answer, the appeal, the lesson."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal

import streamlit as st

from complaints import deadlines
from complaints.cases import change_case
from complaints.dossier import Dossier
from complaints.manifest import lack_text
from complaints.stages import WAITING, MoveRefused
from complaints.submissions import REASONS, RESULTS, Decision, appeal, appeal_lacks, decide, submit
from ui.case.room import desk, done, labels, words
from ui.formats import day, escaped, money, primary
from ui.i18n import language, t


def render_platform(dossier: Dossier) -> None:
    """The card for the stage; nothing before `ready`."""
    stage = dossier.case["stage"]
    if stage in ("candidate", "contacting", "gathering") or stage == "dropped" and not dossier.submissions:
        return
    with st.container(border=True):
        st.subheader(t("case.platform.title"))
        for row in dossier.submissions:
            result = t(f"desk.stage.{row['result']}") if row["result"] else t("case.platform.waiting")
            st.markdown(f"**{t('case.platform.round', round=row['round'])}** {day(row['submitted_at'])} · {result}")
            told = [row["platform_no"], row["new_points"]]
            told += [t(f"desk.reason.{row['reason_class']}")] if row["reason_class"] else []
            told += [row["reason"], money(float(row["money"])) if row["money"] else None]
            st.caption(t("ui.join").join(escaped(str(part)) for part in told if part))
        if stage == "ready":
            handing_in(dossier)
        elif stage in WAITING:
            waiting(dossier)
        elif stage == "rejected":
            appealing(dossier)
        # while an answer is awaited its own form asks for the lesson
        if dossier.submissions and stage not in WAITING:
            lesson(dossier)


def handing_in(dossier: Dossier) -> None:
    """Hand in on the platform's page, then say so here."""
    if dossier.kind is not None:
        st.markdown(t("case.platform.where", entry=words(dossier.kind.entry)))
        if dossier.scene is not None and dossier.scene.files_as:
            kind, scene = dossier.scene.files_as
            st.info(
                t("case.platform.as", kind=words(dossier.book.kinds[kind].name),
                  scene=words(dossier.book.kinds[kind].scenes[scene].name)), icon=":material/alt_route:",
            )  # fmt: skip
    st.caption(t("case.decides"))
    number = st.text_input(t("case.platform.number"), key="case_platform_no")
    if st.button(primary(t("case.platform.submitted")), type="primary", key="case_submit", icon=":material/send:"):
        submit(desk(), dossier.case_id, number.strip() or None)
        done("case.platform.handed_in")


def waiting(dossier: Dossier) -> None:
    """When an answer is expected, a hint not to chase, and the answer once it is there."""
    expected = dossier.submissions[-1]["expected_by"]
    if expected and expected >= dossier.now.date():
        st.info(t("case.platform.expect", date=day(expected)), icon=":material/hourglass_top:")
    elif expected:
        st.info(t("case.platform.ask_once", date=day(expected)), icon=":material/hourglass_bottom:")
    result = st.segmented_control(
        t("case.platform.result"),
        RESULTS,
        format_func=labels(RESULTS, lambda key: t(f"desk.stage.{key}")),
        key="case_result",
    )
    if result is None:
        return
    on = st.date_input(t("case.platform.on"), value="today", key="case_decided", format="YYYY-MM-DD")
    reason_class = None
    if result == "rejected":
        reason_class = st.selectbox(
            t("case.platform.why"),
            REASONS,
            format_func=labels(REASONS, lambda key: t(f"desk.reason.{key}")),
            key="case_reason_class",
        )
    reason = st.text_area(t("case.platform.words"), key="case_reason", height=80)
    money_back = st.number_input(t("case.platform.money"), min_value=0.0, step=10.0, key="case_money")
    learnt = st.text_area(t("case.platform.lesson"), key="case_new_lesson", height=80)
    if st.button(primary(t("case.platform.keep")), type="primary", key="case_decide", icon=":material/save:"):
        decided = datetime.combine(on, time()) if on else dossier.now
        amount = Decimal(str(money_back)).quantize(Decimal("0.01")) if money_back else None
        decision = Decision(result, decided, reason_class, reason.strip() or None, amount, learnt.strip() or None)
        decide(desk(), dossier.case_id, decision)
        done("case.platform.kept")


def appealing(dossier: Dossier) -> None:
    """Until when, what must be new, and the way on."""
    deadline = deadlines.appeal(dossier)
    if deadline is not None:
        left = deadline.days_left(dossier.now)
        key = "case.platform.appeal_by" if left >= 0 else "case.platform.appeal_over"
        st.info(t(key, date=day(deadline.until), days=left), icon=":material/gavel:")
    if dossier.kind is not None and dossier.kind.appeal.new.value is not None:
        st.caption(words(dossier.kind.appeal.new))
    points = st.text_area(t("case.platform.new_points"), key="case_new_points", height=80)
    lacks = appeal_lacks(dossier, points)
    for lack in lacks:
        told = escaped(lack_text(dossier, lack.key, lack.values, language()))
        st.markdown(f":orange[:material/radio_button_unchecked:] {told}")
    musts = [lack.key for lack in lacks if lack.is_must]
    number = st.text_input(t("case.platform.number"), key="case_appeal_no")
    override = bool(set(musts) - {"appeal_points"}) and st.checkbox(
        t("case.platform.anyway"), key="case_appeal_anyway"
    )
    barred = "appeal_points" in musts or bool(musts) and not override
    if st.button(t("case.platform.appealed"), key="case_appeal", disabled=barred, icon=":material/gavel:"):
        try:
            appeal(desk(), dossier.case_id, points.strip(), number.strip() or None, override=override)
        except MoveRefused as refused:
            st.error(t("case.move.refused", count=len(refused.lacking)), icon=":material/error:")
            return
        done("case.platform.handed_in")
    st.caption(t("case.platform.heart"))


def lesson(dossier: Dossier) -> None:
    """What was learnt; found again under 结果统计."""
    text = st.text_area(t("case.platform.lesson"), value=dossier.case["lesson"] or "", key="case_lesson", height=80)
    if st.button(t("case.save"), key="case_save_lesson"):
        change_case(desk(), dossier.case_id, lesson=text.strip() or None)
        done("case.saved")
