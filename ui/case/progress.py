"""Moving a case on the page: what `ready` lacks, the packet, and the moves with their reasons."""

from __future__ import annotations

import tempfile

import streamlit as st

from complaints import deadlines
from complaints.cases import drop_subjects
from complaints.dossier import Dossier, read_dossier
from complaints.manifest import lack_text
from complaints.packet import write_packet
from complaints.readiness import OWN_WAY, lacking, move_case
from complaints.stages import MOVES, NEED_REASON, PREPARING, MoveRefused
from ui.case.room import desk, done
from ui.formats import escaped, primary
from ui.i18n import language, t


def render_progress(dossier: Dossier) -> None:
    """The card: what is lacking, the packet, the next moves."""
    stage, spoken = dossier.case["stage"], language()
    with st.container(border=True):
        if stage in PREPARING:
            lacks = lacking(dossier)
            musts = [lack for lack in lacks if lack.is_must]
            st.subheader(t("case.move.lacking" if musts else "case.move.complete"))
            for lack in sorted(lacks, key=lambda lack: not lack.is_must):
                icon = ":orange[:material/radio_button_unchecked:]" if lack.is_must else ":gray[:material/lightbulb:]"
                word = t("case.move.must" if lack.is_must else "case.move.advice")
                st.markdown(f"{icon} {escaped(lack_text(dossier, lack.key, lack.values, spoken))} :gray[{word}]")
            late(dossier)
        else:
            st.subheader(t("case.move.title"))
        packet(dossier)
        moves(dossier)
        st.caption(t("case.move.once"))


def late(dossier: Dossier) -> None:
    """One press for all that is past its time, as long as something else stays."""
    past = deadlines.past(dossier)
    if not past or len(past) == len(dossier.subjects):
        return
    label = t("case.move.drop_late", count=len(past))
    if st.button(label, icon=":material/event_busy:", key="case_drop_late", width="stretch"):
        drop_subjects(desk(), dossier.case_id, past)
        done("case.move.late_dropped", count=len(past))


def packet(dossier: Dossier) -> None:
    """The packet, made when it is asked for; it names what it lacks."""
    case_id, spoken = dossier.case_id, language()

    def made() -> bytes:
        # read anew: the file is made outside the page's run, and evidence may have changed since
        with tempfile.TemporaryFile() as target:
            write_packet(desk(), read_dossier(desk(), case_id), target, spoken)
            return target.read()

    st.download_button(
        t("case.move.packet"), made, f"{case_id}.zip", "application/zip", on_click="ignore", key="case_packet",
        icon=":material/folder_zip:", width="stretch", disabled=not dossier.text,
    )  # fmt: skip
    st.caption(t("case.move.packet_note") if dossier.text else t("case.move.packet_text"))


def moves(dossier: Dossier) -> None:
    """The moves that the stage has; `ready` first."""
    stage = dossier.case["stage"]
    targets = [target for target in MOVES[stage] if target not in OWN_WAY]
    lacks = stage in PREPARING and any(lack.is_must for lack in lacking(dossier))
    forward = [target for target in targets if target not in NEED_REASON]
    with st.container(horizontal=True):
        for target in forward:
            label = t("case.move.to", stage=t(f"desk.stage.{target}"))
            kind = "primary" if target == "ready" and not lacks else "secondary"
            is_barred = target == "ready" and lacks
            shown = primary(label) if kind == "primary" else label
            if st.button(shown, key=f"case_to_{target}", type=kind, disabled=is_barred):  # type: ignore[arg-type]
                move(dossier, target, None)
    if "ready" in targets and lacks:
        with st.popover(t("case.move.anyway"), icon=":material/edit_note:"):
            st.markdown(t("case.move.anyway_note"))
            why = st.text_area(t("case.move.reason"), key="case_override", height=80)
            if st.button(t("case.move.go_on"), key="case_go_on", disabled=not why.strip()):
                move(dossier, "ready", why.strip(), override=True)
    for target in [target for target in targets if target in NEED_REASON]:
        with st.popover(t(f"case.move.{target}"), icon=":material/undo:"):
            why = st.text_area(t("case.move.reason"), key=f"case_why_{target}", height=80)
            if st.button(t("case.move.confirm"), key=f"case_confirm_{target}", disabled=not why.strip()):
                move(dossier, target, why.strip())


def move(dossier: Dossier, target: str, reason: str | None, *, override: bool = False) -> None:
    """Move, or say what is lacking."""
    try:
        move_case(desk(), dossier.case_id, target, reason, override=override)
    except MoveRefused as refused:
        st.error(t("case.move.refused", count=len(refused.lacking)), icon=":material/error:")
        return
    done("case.move.moved", stage=t(f"desk.stage.{target}"))
