"""One case from the check to the platform's answer."""

from __future__ import annotations

import streamlit as st

from complaints.cases import NoSuchCase
from ui.case.check import render_check
from ui.case.facts import render_facts
from ui.case.header import figures, stepper, title
from ui.case.platform import render_platform
from ui.case.progress import render_progress
from ui.case.proof import render_evidence
from ui.case.room import opened, show_done
from ui.case.story import render_history, render_retention
from ui.case.talk import render_contacts
from ui.case.writing import render_text
from ui.data import answer
from ui.i18n import t
from ui.links import arrow_link


def page() -> None:
    """Draw the page."""
    case_id = st.query_params.get("case", "")
    if st.session_state.get("case_shown") != case_id:
        # what was typed about one case must never be saved in another
        for key in [key for key in st.session_state if str(key).startswith("case_") and key != "case_done"]:
            del st.session_state[key]
        st.session_state["case_shown"] = case_id
    # a widget's state is gone once another page was drawn: then this page is opened, not drawn again
    is_opening = "case_check_files" not in st.session_state
    try:
        dossier = opened(case_id, anew=is_opening)
    except NoSuchCase:
        st.title(t("ui.page.case"))
        st.info(t("case.unknown"), icon=":material/folder_off:")
        arrow_link("pages/complaints/cases.py", t("ui.page.cases"))
        return
    st.page_link("pages/complaints/cases.py", label=t("ui.page.cases"), icon=":material/arrow_back:")
    show_done()
    title(dossier)
    if dossier.case["buyer"]:
        ref = answer("complaints/buyer_ref", shop=dossier.case["shop"], buyer=dossier.case["buyer"])
        if len(ref):
            arrow_link("pages/monitor/buyer.py", t("case.see_buyer"), {"buyer": str(ref["ref"].iloc[0])})
    stepper(dossier)
    figures(dossier)
    left, right = st.columns([2, 1])
    with left:
        render_check(dossier)
        render_text(dossier)
        render_facts(dossier)
    with right:
        render_progress(dossier)
        render_platform(dossier)
        render_evidence(dossier)
        render_contacts(dossier)
    render_history(dossier)
    render_retention(dossier)


page()
