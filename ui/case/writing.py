"""The complaint's text on the page: draft, edit, count, check the tone, look at older versions."""

from __future__ import annotations

import streamlit as st

from complaints.checklist import limit
from complaints.dossier import Dossier
from complaints.draft import draft, is_behind
from complaints.stages import PREPARING
from complaints.texts import save_text
from complaints.tone import Mark, counts, marks
from ui.case.room import desk, done
from ui.formats import escaped, primary
from ui.i18n import t


def render_text(dossier: Dossier) -> None:
    """The card."""
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(t("case.text.title"))
            if dossier.texts:
                newest = dossier.texts[0]
                saved = f"{newest['saved_at']:%Y-%m-%d %H:%M}"
                st.caption(t("case.text.version", version=newest["version"], at=saved), width="content")
        text = box(dossier)
        lengths(dossier, text)
        with st.container(horizontal=True):
            if st.button(primary(t("case.text.save")), type="primary", icon=":material/save:", key="case_save_text"):
                is_new = save_text(desk(), dossier.case_id, text, "draft" if text == draft(dossier) else "owner")
                done("case.text.saved" if is_new else "case.text.same")
            if st.button(t("case.text.again"), icon=":material/refresh:", key="case_redraft"):
                save_text(desk(), dossier.case_id, draft(dossier), "draft")
                done("case.text.drafted_again")
        tone(text)
        versions(dossier)


def box(dossier: Dossier) -> str:
    """What is written. A draft that nobody touched follows the facts; what the owner wrote is never replaced."""
    key, began_key = f"case_text_{dossier.case_id}_{len(dossier.texts)}", "case_text_began"
    fresh = dossier.text or draft(dossier)
    began = st.session_state.get(began_key, {}).get(key, fresh)
    if st.session_state.get(key, began) == began:
        st.session_state[key] = began = fresh
    st.session_state[began_key] = {key: began}
    text = st.text_area(t("case.text.label"), height=300, key=key, label_visibility="collapsed")
    if not dossier.texts and began == fresh:
        st.caption(t("case.text.drafted"))
    elif began != fresh or (dossier.case["stage"] in PREPARING and is_behind(dossier)):
        st.info(t("case.text.behind"), icon=":material/update:")
    return text


def lengths(dossier: Dossier, text: str) -> None:
    """Characters and bytes, against the form's limits where they are known."""
    length, most = counts(text), limit(dossier, "text_chars")
    shown = t("case.text.length", count=length.characters, limit=most if most is not None else "–")
    over = most is not None and length.characters > most
    shown = f":red[**{shown}**]" if over else f"**{shown}**"
    stored = t("case.text.bytes", gbk=length.gbk_bytes, utf8=length.utf8_bytes)
    st.markdown(f"{shown} :gray[{stored}]")
    if most:
        st.progress(min(length.characters / most, 1.0))
    st.caption(t("case.text.limit_note"))


def tone(text: str) -> None:
    """What would better be said otherwise, in its sentence, with the reason and a neutral wording."""
    found = marks(text)
    own = [mark for mark in found if not mark.is_quote]
    if not own:
        st.markdown(f":green[:material/check_circle:] {t('case.text.tone_none')}")
        return
    st.markdown(f"**{t('case.text.tone')}** :orange-badge[{t('case.text.tone_count', count=len(own))}]")
    for line in marked_lines(text, own):
        st.markdown(f"> {line}")
    for mark in own:
        word, why = escaped(text[mark.start : mark.end]), t(f"tone.reason.{mark.reason}")
        st.markdown(f":orange-background[{word}] {why} → {escaped(mark.instead)}")


def marked_lines(text: str, found: list[Mark]) -> list[str]:
    """The lines that hold a mark, as markdown."""
    lines, start = [], 0
    for line in text.splitlines(keepends=True):
        inside = [mark for mark in found if start <= mark.start < start + len(line)]
        if inside:
            shown, place = "", start
            for mark in inside:
                shown += escaped(text[place : mark.start])
                shown += f":orange-background[{escaped(text[mark.start : mark.end])}]"
                place = mark.end
            lines.append(shown + escaped(text[place : start + len(line)].rstrip("\n")))
        start += len(line)
    return lines


def versions(dossier: Dossier) -> None:
    """Older versions, each to be taken up again."""
    if len(dossier.texts) < 2:
        return
    with st.expander(t("case.text.versions", count=len(dossier.texts)), icon=":material/history:"):
        for row in dossier.texts[1:]:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.caption(
                    t("case.text.version", version=row["version"], at=f"{row['saved_at']:%Y-%m-%d %H:%M}"),
                    width="content",
                )
                if st.button(t("case.text.restore"), key=f"case_restore_{row['version']}", type="tertiary"):
                    save_text(desk(), dossier.case_id, row["text"])
                    done("case.text.restored", version=row["version"])
            st.text(row["text"])
