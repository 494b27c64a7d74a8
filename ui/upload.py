"""Taking files in from a page: the uploader, its progress, and what came of it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

import pipeline
import warehouse
from etl.outcome import Choices, Progress, Source
from pipeline import PipelineResult
from ui.i18n import t
from warehouse import ROOT

DEMO_FOLDER = ROOT / "data" / "demo"


def uploader() -> None:
    """Files to choose and the button that takes them in; the result waits in the session."""
    generation = st.session_state.setdefault("upload_generation", 0)
    files = st.file_uploader(t("ui.import.label"), accept_multiple_files=True, key=f"upload_{generation}")
    if not files:
        return
    shop = st.text_input(t("ui.import.shop"), key="upload_shop")
    if st.button(t("ui.import.start", count=len(files)), type="primary", icon=":material/upload:"):
        with tempfile.TemporaryDirectory() as folder:
            sources = []
            for number, file in enumerate(files):
                # a number of ours instead of the name: a name from outside is no path
                path = Path(folder) / str(number)
                path.write_bytes(file.getbuffer())
                sources.append(Source(Path(file.name).name, path))
            st.session_state["import_result"] = take_in(sources, shop.strip() or None)
        st.session_state["upload_generation"] = generation + 1
        # the page that names what was refused, whichever page the files were dropped on
        st.switch_page("pages/data/imports.py")


def load_demo() -> None:
    """Take the demo shop in."""
    files = sorted(path for path in DEMO_FOLDER.iterdir() if path.is_file())
    st.session_state["import_result"] = take_in([Source(path.name, path) for path in files], None)


def take_in(sources: list[Source], shop: str | None) -> PipelineResult:
    """Run the pipeline under a progress bar. Raises DatabaseBusy."""
    bar = st.progress(0.0)

    def show(progress: Progress) -> None:
        text = t("ui.import.judging")
        if progress.step != "judging":
            step = t(f"ui.import_step.{progress.step}")
            text = t("ui.import.step", number=progress.number, of=progress.of, file=progress.file, step=step)
        bar.progress(min(progress.share, 1.0), text)

    result = pipeline.run(warehouse.default(), sources, choices=Choices(shop=shop), progress=show)
    bar.empty()
    return result
