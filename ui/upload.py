"""Handing files over on a page: dropped, pasted, or the demo shop."""

from __future__ import annotations

import tempfile
from datetime import date, datetime
from pathlib import Path

import streamlit as st

import pipeline
import warehouse
from etl import pasted
from jobs import Job
from ui.demo import FOLDER, demo_files
from ui.i18n import t
from ui.uploads import hand_over, look_at, queue

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
    store = warehouse.default()

    def work(job: Job) -> object:
        with tempfile.TemporaryDirectory() as folder:
            sources = demo_files(date.today(), Path(folder))
            return pipeline.run(store, sources, progress=job.report, came_of=job.came_of)

    st.session_state["import_job"] = queue().add(
        "import", tuple(sorted(path.name for path in FOLDER.iterdir())), work
    )
