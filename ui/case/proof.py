"""Evidence on the page: the checklist, what is there and whether it is unchanged, and adding more."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime, time
from typing import BinaryIO, cast

import streamlit as st

from complaints.checklist import Doubt, Line, checklist, doubts, not_accepted
from complaints.dossier import Dossier, Row
from complaints.evidence import (
    Description,
    EvidenceRefused,
    add_evidence,
    check,
    drop_evidence,
)
from complaints.manifest import requirement_name
from complaints.records import add_record, possible_records
from ui.case.file_view import render_file
from ui.case.room import desk, done, labels, plain_words, words
from ui.formats import badge, escaped
from ui.i18n import language, t

STATUS = {
    "there": ("green", ":green[:material/check_circle:]"), "missing": ("orange", ":orange[:material/pending:]"),
    "broken": ("red", ":red[:material/error:]"), "helps": ("gray", ":gray[:material/circle:]"),
    "not_needed": ("gray", ":gray[:material/check_circle:]"), "not_accepted": ("gray", ":gray[:material/block:]"),
}  # fmt: skip


def render_evidence(dossier: Dossier) -> None:
    """The card."""
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(t("case.proof.title"))
            if st.button(t("case.proof.check"), key="case_check_files", icon=":material/verified:", type="tertiary"):
                states = check(desk(), dossier.case_id)
                st.session_state.pop(f"files_of_{dossier.case_id}", None)
                done("case.proof.checked", count=len(states), broken=sum(s != "ok" for s in states.values()))
        broken(dossier)
        lines = checklist(dossier)
        if not lines:
            st.caption(t("case.proof.choose_kind"))
        for line in lines:
            requirement(dossier, line)
        own_records(dossier)
        with st.expander(
            t("case.proof.add"), icon=":material/add:", expanded=not dossier.evidence, key="case_add_proof"
        ):
            new_evidence(dossier)
        if dossier.evidence:
            pieces(dossier)


def broken(dossier: Dossier) -> None:
    """A file that is not as it was kept is shown in red until it is given again."""
    for piece in dossier.evidence:
        state = dossier.states.get(piece["evidence_id"])
        if state != "ok":
            st.error(
                t(
                    f"case.proof.{state}",
                    number=piece["number"],
                    name=escaped(piece["name"]),
                    sha=piece["sha256"][:8],
                ),
                icon=":material/error:",
            )


def requirement(dossier: Dossier, line: Line) -> None:
    """One requirement: any one of these, with its state."""
    color, icon = STATUS[line.status]
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        with st.container(gap="xxsmall", width="stretch"):
            name = escaped(requirement_name(dossier.book, line.requirement, language()))
            st.markdown(f"{icon} {name}")
            numbers = t("ui.comma").join(t("case.proof.number", number=piece["number"]) for piece in line.pieces)
            st.caption(" · ".join(part for part in (numbers, words(line.requirement.why)) if part))
        is_reference = line.status == "helps" and line.requirement.need.value == "reference"
        word = t("desk.need.reference") if is_reference else t(f"case.status.{line.status}")
        st.markdown(badge(word, color), width="content")


def own_records(dossier: Dossier) -> None:
    """Records that Huoyan can make of the imports."""
    for kind in possible_records(dossier):
        name = words(dossier.book.evidence[kind].name)
        if st.button(t("case.proof.make", name=name), key=f"case_make_{kind}", icon=":material/table:"):
            try:
                add_record(desk(), dossier, kind, language())
            except EvidenceRefused as refused:
                st.error(t(f"desk.evidence_refused.{refused.key}", **refused.values))
            else:
                done("case.proof.made", name=name)


def new_evidence(dossier: Dossier) -> None:
    """Files by drag and drop, or pasted text, with what they prove and where they come from."""
    number = st.session_state.setdefault("case_upload_number", 0)
    kinds = wanted_first(dossier)
    kind = st.selectbox(
        t("case.proof.kind"),
        kinds,
        format_func=labels(kinds, lambda key: plain_words(dossier.book.evidence[key].name)),
        key=f"case_proof_kind_{number}",
    )
    about = dossier.book.evidence[kind]
    st.caption(f"{words(about.form)} {words(about.how)}")
    files = st.file_uploader(t("case.proof.files"), accept_multiple_files=True, key=f"case_files_{number}")
    pasted = st.text_area(t("case.proof.paste"), key=f"case_paste_{number}", height=80)
    proves = st.text_input(
        t("case.proof.proves"), key=f"case_proves_{number}", placeholder=t("case.proof.proves_hint")
    )
    columns = st.columns(2)
    on = columns[0].date_input(t("case.proof.on"), value="today", key=f"case_got_{number}", format="YYYY-MM-DD")
    how = columns[1].text_input(t("case.proof.how"), key=f"case_how_{number}", placeholder=t("case.proof.how_hint"))
    is_partial = kind.startswith("chat") and st.checkbox(t("case.proof.partial"), key=f"case_partial_{number}")
    if is_partial:
        st.warning(t("case.proof.partial_note"), icon=":material/block:")
    st.caption(t("case.proof.original"))
    if not st.button(t("case.proof.keep"), key="case_keep_proof", disabled=not (files or pasted.strip())):
        return
    obtained = datetime.combine(on, time()) if on else None
    about_it = Description(about.name.zh, kind, proves.strip(), obtained, how.strip() or None, bool(is_partial))
    kept = sum(keep(dossier, cast(BinaryIO, file), replace(about_it, name=file.name)) for file in files or [])
    if pasted.strip():
        named = replace(about_it, name=f"{about.name.zh}.txt")
        kept += keep(dossier, io.BytesIO(pasted.encode("utf-8")), named)
    if kept:
        st.session_state["case_upload_number"] = number + 1
        done("case.proof.kept", count=kept)


def keep(dossier: Dossier, file: BinaryIO, description: Description) -> int:
    """Keep one file, or say why not; how many were kept."""
    try:
        media = add_evidence(desk(), dossier.case_id, file, description)
    except EvidenceRefused as refused:
        st.error(t(f"desk.evidence_refused.{refused.key}", **refused.values), icon=":material/error:")
        return 0
    if not media.fits_name:
        st.toast(t("case.proof.other_type", name=description.name, type=media.type), icon=":material/warning:")
    return 1


def wanted_first(dossier: Dossier) -> list[str]:
    """Kinds of evidence: those that the complaint still lacks, those that help, then all others."""
    lines = checklist(dossier)
    wanted = [k for line in lines if line.status in ("missing", "broken") for k in line.requirement.any_of]
    helping = [k for line in lines for k in line.requirement.any_of]
    return list(dict.fromkeys([*wanted, *helping, *dossier.book.evidence]))


def pieces(dossier: Dossier) -> None:
    """Every piece with its hash, and a look at it."""
    left_out, doubted = not_accepted(dossier), {d.piece["evidence_id"]: d for d in doubts(dossier)}
    for piece in dossier.evidence:
        number = piece["evidence_id"]
        label = f"{t('case.proof.number', number=piece['number'])} {escaped(piece['name'])}"
        # drawn only while it is open: films and pictures are large
        drawer = st.expander(label, key=f"case_piece_{number}", on_change="rerun")
        if drawer.open:
            with drawer:
                one_piece(dossier, piece, doubted.get(number), number in left_out)


def one_piece(dossier: Dossier, piece: Row, doubt: Doubt | None, is_left_out: bool) -> None:
    """What is known of a piece, what speaks against it, and a look at it."""
    number, state = piece["evidence_id"], dossier.states[piece["evidence_id"]]
    st.caption(t("ui.join").join(details(dossier, piece)))
    unchanged = t(f"case.state.{state}")
    st.markdown(f"`{piece['sha256'][:4]}…{piece['sha256'][-4:]}` {unchanged}")
    if is_left_out:
        st.warning(t("case.proof.left_out"), icon=":material/block:")
    if doubt is not None:
        values = dict(doubt.values)
        if "found" in values:
            values["found"] = t(f"desk.medium.{values['found']}")
        st.warning(t(f"desk.evidence_doubt.{doubt.key}", **values), icon=":material/help:")
    if state == "ok":
        look(piece)
    why = st.text_input(t("case.proof.drop_why"), key=f"case_why_{number}")
    if st.button(t("case.remove"), key=f"case_drop_proof_{number}", disabled=not why.strip()):
        drop_evidence(desk(), dossier.case_id, number, why.strip())
        done("case.removed")


def details(dossier: Dossier, piece: Row) -> list[str]:
    """Kind, what it proves, when and how obtained, type and size."""
    kind = dossier.book.evidence.get(piece["kind"])
    told = [words(kind.name) if kind else escaped(piece["kind"])]
    told += [escaped(piece["proves"])] if piece["proves"] else []
    told += [f"{piece['obtained_at']:%Y-%m-%d}"] if piece["obtained_at"] else []
    told += [escaped(piece["obtained_how"])] if piece["obtained_how"] else []
    return [*told, piece["media_type"], f"{piece['size'] / 1024:,.0f} KB"]


def look(piece: Row) -> None:
    """The piece itself; to be downloaded where a page cannot show it."""
    place = desk().vault.path(piece["sha256"])
    if not render_file(place, piece["media_type"], piece["size"]):
        st.caption(t("case.proof.not_shown"))
    st.download_button(
        t("case.proof.download"), lambda: place.read_bytes(), piece["name"], piece["media_type"], on_click="ignore",
        key=f"case_get_{piece['evidence_id']}", icon=":material/download:",
    )  # fmt: skip
