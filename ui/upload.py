"""Handing files over on a page: dropped, pasted, or the demo shop."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

import pipeline
import warehouse
from etl import pasted
from etl.outcome import Source
from jobs import Job
from ui.i18n import t
from ui.uploads import hand_over, look_at, queue
from warehouse import ROOT

DEMO_FOLDER = ROOT / "data" / "demo"
IMPORT_PAGE = "pages/data/imports.py"


def uploader() -> None:
    """Files to choose; each is looked at at once, on the page for it whichever page they were dropped on."""
    generation = st.session_state.setdefault("upload_generation", 0)
    files = st.file_uploader(t("ui.import.label"), accept_multiple_files=True, key=f"upload_{generation}")
    if files:
        look_at([hand_over(file.name, file.getbuffer()) for file in files])
        st.session_state["upload_generation"] = generation + 1
        st.switch_page(IMPORT_PAGE)


def paste_box() -> None:
    """A box for reviews, of which there is no export."""
    generation = st.session_state.setdefault("paste_generation", 0)
    with st.expander(t("imports.paste"), icon=":material/content_paste:", key="paste_open"):
        st.markdown(t("imports.paste_how"))
        text = st.text_area(t("imports.paste_label"), key=f"paste_{generation}", height=160) or ""
        if st.button(t("imports.paste_add"), key="paste_add", disabled=not text.strip()):
            if not pasted.looks_pasted(text):
                st.warning(t("imports.paste_none"), icon=":material/help:")
                return
            name = t("imports.paste_name", time=f"{datetime.now():%H:%M:%S}")
            look_at([hand_over(name, text.encode("utf-8"))])
            st.session_state["paste_generation"] = generation + 1
            st.switch_page(IMPORT_PAGE)


def load_demo() -> None:
    """Queue the demo shop."""
    sources = [Source(path.name, path) for path in sorted(DEMO_FOLDER.iterdir()) if path.is_file()]
    store = warehouse.default()

    def work(job: Job) -> object:
        return pipeline.run(store, sources, progress=job.report, came_of=job.came_of)

    st.session_state["import_job"] = queue().add("import", tuple(source.name for source in sources), work)
