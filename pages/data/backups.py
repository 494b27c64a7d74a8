"""Backup and restore: everything in one file, checked byte by byte, and back."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

import streamlit as st

import backup
import warehouse
from ui.formats import escaped, primary
from ui.i18n import language, t
from warehouse import DatabaseBusy

ZIP = "application/zip"
SHOWN = 12
MEGABYTE = 1 << 20
UPLOADED = "uploaded"


def page() -> None:
    """Draw the page."""
    st.title(t("ui.page.backup"))
    st.caption(t("backup.intro"))
    told()
    with st.container(border=True):
        save_now()
    found = backups()
    with st.container(border=True):
        st.markdown(f"**{t('backup.list')}**")
        if not found:
            st.caption(t("backup.list_none"))
        for file in found[:SHOWN]:
            row(file)
    with st.container(border=True):
        put_back(found)
    with st.expander(t("backup.commands"), icon=":material/terminal:"):
        name = f"huoyan{backup.SUFFIX}"
        st.code("\n".join(f"python -m backup {action} {name}" for action in ("save", "check", "restore --yes")))


def folder() -> Path:
    """Where backups of this database are kept."""
    return backup.file_of(warehouse.default()).parent / "backups"


def backups() -> list[Path]:
    """The newest first."""
    return sorted(folder().glob(f"*{backup.SUFFIX}"), key=lambda file: file.stat().st_mtime, reverse=True)


def told() -> None:
    """What came of the last restore, which ran before the page was drawn."""
    kind, text = st.session_state.pop("backup_told", (None, ""))
    if kind == "done":
        st.success(text, icon=":material/check_circle:")
    elif kind == "failed":
        st.error(text, icon=":material/error:")


def save_now() -> None:
    """One click, one file."""
    st.markdown(f"**{t('backup.now')}**")
    st.caption(t("backup.folder", folder=escaped(str(folder()))))
    if st.button(primary(t("backup.start")), type="primary", icon=":material/save:", key="backup_save"):
        target = folder() / f"huoyan_{datetime.now():%Y-%m-%d_%H%M%S}{backup.SUFFIX}"
        words = t("backup.working")
        bar = st.progress(0.0, text=words)

        def show(share: float) -> None:
            bar.progress(share, text=words)

        try:
            manifest = backup.save(warehouse.default(), target, show)
        except (OSError, backup.BackupError) as error:
            st.error(why(error, target.name), icon=":material/error:")
        else:
            size = size_of(target)
            done = t("backup.saved", name=escaped(target.name), size=size, files=manifest.evidence_files)
            st.success(done, icon=":material/check_circle:")
        bar.empty()
    st.caption(t("backup.private"))


def row(file: Path) -> None:
    """One backup: name, size, download, check."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"{escaped(file.name)}  \n:small[:gray[{size_of(file)}]]", width="stretch")
        # read when clicked: a backup may be large
        st.download_button(
            t("backup.download"), file.read_bytes, file.name, ZIP, key=f"backup_get_{file.name}", on_click="ignore",
            icon=":material/download:",
        )  # fmt: skip
        wants_check = st.button(t("backup.check"), key=f"backup_check_{file.name}", icon=":material/fact_check:")
    if wants_check:
        try:
            manifest = backup.check(file)
        except (OSError, backup.BackupError) as error:
            st.error(why(error, file.name), icon=":material/error:")
        else:
            done = t("backup.checked", made=manifest.made_at, files=manifest.evidence_files)
            st.success(done, icon=":material/check_circle:")


def put_back(found: list[Path]) -> None:
    """Choose one, say that you know, restore."""
    st.markdown(f"**{t('backup.restore')}**")
    st.caption(t("backup.restore_note"))
    uploaded = st.file_uploader(t("backup.upload"), type=["zip"], key="backup_file")
    names = {str(file): file.name for file in found}
    if uploaded is not None:
        names = {UPLOADED: t("backup.uploaded", name=uploaded.name)} | names
    if not names:
        return
    st.selectbox(t("backup.from"), list(names), format_func=names.__getitem__, key="backup_from")
    is_sure = st.checkbox(t("backup.sure"), key="backup_sure")
    # in a callback: it runs before the page is drawn, when this session does not hold the database
    st.button(
        t("backup.do"), disabled=not is_sure, on_click=restore, args=(language(),), key="backup_restore",
        icon=":material/settings_backup_restore:",
    )  # fmt: skip


def restore(spoken: str) -> None:
    """Restore what is chosen; the outcome is told when the page is drawn."""
    chosen = str(st.session_state["backup_from"])
    uploaded = st.session_state.get("backup_file")
    st.session_state["language"] = spoken
    try:
        if chosen == UPLOADED and uploaded is not None:
            name = uploaded.name
            with tempfile.TemporaryDirectory() as scratch:
                source = Path(scratch) / "uploaded.zip"
                source.write_bytes(uploaded.getbuffer())
                restored = backup.restore(warehouse.default(), source)
        else:
            name = Path(chosen).name
            restored = backup.restore(warehouse.default(), Path(chosen))
    except DatabaseBusy as busy:
        st.session_state["backup_told"] = ("failed", t("ui.busy", holder=busy.holder))
    except (OSError, backup.BackupError) as error:
        st.session_state["backup_told"] = ("failed", why(error, name))
    else:
        manifest = restored.manifest
        text = t("backup.restored_page", made=manifest.made_at, files=manifest.evidence_files)
        if restored.kept:
            text += " " + t("backup.kept", kept=escaped(str(restored.kept)))
        st.session_state["backup_told"] = ("done", text)
        st.session_state["backup_sure"] = False


def why(error: OSError | backup.BackupError, name: str) -> str:
    """The error as a sentence."""
    if isinstance(error, backup.BackupError):
        return t(f"backup.error.{error.key}", file=escaped(name), detail=escaped(error.detail))
    return t("backup.error.cannot", file=escaped(name), why=escaped(error.strerror or str(error)))


def size_of(file: Path) -> str:
    """3.2 MB."""
    return t("backup.size", size=f"{file.stat().st_size / MEGABYTE:,.1f}")


page()
