"""The frame: language, names, navigation. Runs one page and keeps the database open only while it is drawn."""

from __future__ import annotations

import logging

import duckdb
import streamlit as st

import warehouse
from risk import verdicts
from ui.i18n import language, t
from ui.uploads import queue
from ui.working import side_line
from warehouse import ROOT, DatabaseBusy, QuestionFailed

LOG = logging.getLogger("huoyan")
MENU = {
    "today": [("overview", "pages/today/overview.py", ":material/today:")],
    "monitor": [("buyers", "pages/monitor/buyers.py", ":material/person_search:")],
    "data": [("imports", "pages/data/imports.py", ":material/upload_file:")],
}
LANGUAGES = {"zh": "中文", "en": "EN"}


def main() -> None:
    """Draw the frame, then the page."""
    st.set_page_config(
        page_title=f"{t('ui.app')} {t('ui.app_latin')}", page_icon=str(ROOT / "ui/assets/logo.svg"), layout="wide"
    )
    pages = {
        name: st.Page(ROOT / path, title=t(f"ui.page.{name}"), icon=icon, url_path=name, default=name == "overview")
        for section in MENU.values()
        for name, path, icon in section
    }
    pages["buyer"] = st.Page(ROOT / "pages/monitor/buyer.py", title=t("ui.page.buyer"), url_path="buyer")
    page = st.navigation(list(pages.values()), position="hidden")
    with st.sidebar:
        menu(pages)
        side_line(is_import_page=page.url_path == "imports")
    try:
        with warehouse.default().cursor():
            # an import remakes them itself; until then pages show the last ones
            if not queue().is_changing():
                verdicts.ensure_fresh(warehouse.default())
            page.run()
    except DatabaseBusy as busy:
        st.error(t("ui.busy", holder=busy.holder), icon=":material/hourglass_top:")
    except (QuestionFailed, duckdb.Error):
        LOG.exception("a question failed")
        st.error(t("ui.failed"), icon=":material/error:")


def menu(pages: dict[str, st.Page]) -> None:
    """Logo, sections, language and the switch for names."""
    st.logo(str(ROOT / "ui/assets/logo.svg"), size="large")
    st.markdown(f"### {t('ui.app')} :small[:gray[{t('ui.app_latin')}]]")
    for section, entries in MENU.items():
        st.caption(t(f"ui.section.{section}"))
        for name, _, _ in entries:
            st.page_link(pages[name])
    st.divider()
    chosen = st.segmented_control(
        t("ui.language"), list(LANGUAGES), format_func=LANGUAGES.__getitem__, default=language(),
        label_visibility="collapsed", key="language_choice",
    )  # fmt: skip
    if chosen and chosen != language():
        st.session_state["language"] = chosen
        st.rerun()
    st.toggle(t("ui.show_names"), key="show_names_switch", value=bool(st.session_state.get("show_names")))
    st.session_state["show_names"] = st.session_state["show_names_switch"]
    if not st.session_state["show_names"]:
        st.caption(f":material/visibility_off: {t('ui.names_hidden')}")
    st.caption(f":material/lock: {t('ui.local_only')}")


main()
