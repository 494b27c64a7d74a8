"""What runs and waits in the background: in full on the import page, as one line beside every other page."""

from __future__ import annotations

import streamlit as st

from etl.outcome import Outcome
from jobs import CHANGING, Job
from ui.formats import escaped
from ui.i18n import t
from ui.uploads import queue

REFRESH_SECONDS = 1.0
SIDE_REFRESH_SECONDS = 2.0
MOST_FILES_LISTED = 12
# one transaction and then the verdicts: not stopped in between
AT_ONE_GO = {"undo": "imports.job.undoing", "unite": "imports.job.uniting"}


def working() -> None:
    """Every piece of work with its progress and a way to stop it; the page is drawn anew when one ends."""
    known = {job.number for job in queue().waiting()}

    def draw() -> None:
        jobs = queue().waiting()
        if known - {job.number for job in jobs}:
            st.rerun()
        for job in jobs:
            with st.container(border=True, key=f"job_{job.number}"):
                running(job) if job.state != "queued" else queued(job)

    st.fragment(draw, run_every=REFRESH_SECONDS if known else None)()


def running(job: Job) -> None:
    """A piece of work that is under way."""
    row = st.container(horizontal=True, vertical_alignment="center")
    row.subheader(t(f"imports.job.{job.kind}"))
    if job.state == "running" and not job.is_restoring and job.kind not in AT_ONE_GO:
        row.button(
            t("imports.job.cancel"),
            icon=":material/close:",
            key=f"stop_{job.number}",
            on_click=queue().stop,
            args=(job,),
        )
    st.progress(min(job.progress.share, 1.0) if job.progress else 0.0, escaped(what_it_does(job)))
    if len(job.files) > 1 and not job.is_restoring:
        files(job)
    st.caption(t("imports.job.cancel_note" if job.kind == "import" else "imports.job.elsewhere"))


def what_it_does(job: Job) -> str:
    """The step at hand in words."""
    progress = job.progress
    if job.is_restoring:
        return t("imports.job.restoring")
    if job.state == "stopping":
        return t("imports.job.stopping")
    if job.kind in AT_ONE_GO:
        return t(AT_ONE_GO[job.kind])
    if progress is None:
        return t("ui.import_step.reading")
    if progress.step == "judging":
        return t("imports.job.judging" if job.files else "imports.job.judging_all")
    step = t(f"ui.import_step.{progress.step}")
    if progress.rows:
        step += " · " + t("imports.job.rows", rows=f"{progress.rows:,}")
    return t("imports.job.step", number=progress.number, of=progress.of, file=progress.file, step=step)


def files(job: Job) -> None:
    """Each file with a sign: through, at hand, or to come."""
    through = [file_through(outcome, job) for outcome in job.outcomes]
    handed = {outcome.handed for outcome in job.outcomes}
    at_hand = job.progress.file if job.progress and job.progress.step != "judging" else None
    lines = through[-MOST_FILES_LISTED:]
    for place, name in enumerate(job.files):
        if place not in handed and len(lines) < MOST_FILES_LISTED:
            is_now = at_hand is not None and at_hand.startswith(name)
            sign = ":blue[:material/progress_activity:]" if is_now else ":gray[:material/radio_button_unchecked:]"
            lines.append(f"{sign} {escaped(name)}")
    st.markdown("  \n".join(lines))


def file_through(outcome: Outcome, job: Job) -> str:
    """A file that is through, with its rows and seconds."""
    if outcome.error:
        what = t("imports.job.file_question" if job.kind == "look" else "imports.job.file_refused")
        return f":orange[:material/help:] {escaped(outcome.file)} :gray[{what}]"
    what = t("imports.job.file_done", read=f"{outcome.rows_read:,}", seconds=f"{outcome.seconds:.1f}")
    return f":green[:material/check_circle:] {escaped(outcome.file)} :gray[{escaped(what)}]"


def queued(job: Job) -> None:
    """A piece of work that waits for the one before."""
    with st.container(horizontal=True, vertical_alignment="center"):
        shown = "、".join(job.files[:3]) + ("…" if len(job.files) > 3 else "")
        st.markdown(f"**{t(f'imports.job.{job.kind}_next')}** {escaped(shown)}", width="content")
        st.caption(t("imports.job.queued"), width="content")
        st.button(
            t("imports.job.cancel"),
            icon=":material/close:",
            key=f"stop_{job.number}",
            on_click=queue().stop,
            args=(job,),
        )


def side_line(is_import_page: bool) -> None:
    """One line in the sidebar for as long as something runs; never draws the page anew under the owner's hands."""
    known = {job.number for job in queue().waiting()}
    if is_import_page or not known:
        return

    def draw() -> None:
        jobs = queue().waiting()
        if not jobs:
            st.caption(f":green[:material/check_circle:] {t('imports.job.side_ended')}")
            if st.button(t("imports.job.side_refresh"), key="side_refresh"):
                st.rerun(scope="app")
            return
        first = jobs[0]
        share = f"{first.progress.share:.0%}" if first.progress else "0%"
        st.caption(
            ":blue[:material/progress_activity:] "
            + t("imports.job.side_running", what=t(f"imports.job.{first.kind}"), share=share)
            + (f" · {t('imports.job.side_waiting', count=len(jobs) - 1)}" if len(jobs) > 1 else "")
        )
        if any(job.kind in CHANGING for job in jobs):
            st.caption(t("imports.job.side_old"))

    st.fragment(draw, run_every=SIDE_REFRESH_SECONDS)()
