"""The frame: language, shop, search, names, navigation. Runs one page, the database open while it is drawn."""

from __future__ import annotations

import logging
from pathlib import Path

import duckdb
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

import warehouse
from risk import verdicts
from ui.i18n import keep_language, language, t
from ui.memory import put_aside
from ui.menu import Menu
from ui.search import search_box
from ui.shops import shop_choice
from ui.theme_watch import render_theme_watch
from ui.uploads import queue
from ui.working import side_line
from warehouse import ROOT, DatabaseBusy, QuestionFailed

LOG = logging.getLogger("huoyan")
# The menu: section → its pages as (name, file, icon). The name is also the page's address; the titles are
# ui.section.<section> and ui.page.<name>. The first page is the one that opens.
MENU: dict[str, list[tuple[str, str, str]]] = {
    "today": [("overview", "pages/today/overview.py", ":material/today:")],
    "monitor": [
        ("buyers", "pages/monitor/buyers.py", ":material/person_search:"),
        ("reviews", "pages/monitor/reviews.py", ":material/rate_review:"),
        ("prevention", "pages/monitor/prevention.py", ":material/shield:"),
        ("accuracy", "pages/monitor/accuracy.py", ":material/verified:"),
    ],
    "complaints": [
        ("cases", "pages/complaints/cases.py", ":material/gavel:"),
        ("rules", "pages/complaints/rules.py", ":material/menu_book:"),
        ("lists", "pages/complaints/lists.py", ":material/playlist_remove:"),
        ("outcomes", "pages/complaints/outcomes.py", ":material/query_stats:"),
    ],
    "data": [
        ("imports", "pages/data/imports.py", ":material/upload_file:"),
        ("settings", "pages/data/settings.py", ":material/tune:"),
        ("backup", "pages/data/backups.py", ":material/save:"),
    ],
}
# pages that other pages lead to
DETAILS = [
    ("buyer", "pages/monitor/buyer.py"),
    ("product", "pages/monitor/product.py"),
    ("records", "pages/monitor/records.py"),
    ("case", "pages/complaints/case.py"),
    ("new_case", "pages/complaints/new.py"),
]


LANGUAGES = {"zh": "中文", "en": "EN"}


def main() -> None:
    """Draw the frame, then the page."""
    st.set_page_config(
        page_title=f"{t('ui.app')} {t('ui.app_latin')}", page_icon=str(ROOT / "ui/assets/logo.svg"), layout="wide",
        initial_sidebar_state=232,
    )  # fmt: skip
    st.html(ROOT / "ui/assets/print.css")
    if st.context.theme.type == "dark":
        st.html(ROOT / "ui/assets/print-dark.css")
    keep_language()
    pages = all_pages()
    page = st.navigation(list(pages.values()), position="hidden")
    with st.sidebar:
        st.logo(
            str(ROOT / f"ui/assets/wordmark-{st.context.theme.type or 'light'}.svg"), size="large",
            icon_image=str(ROOT / "ui/assets/logo.svg"),
        )  # fmt: skip
        finders = st.container()
        menu = Menu({section: [name for name, _, _ in entries] for section, entries in MENU.items()}, pages)
        side_line(is_import_page=page.url_path == "imports")
        choices()
        render_theme_watch()
    try:
        with warehouse.default().cursor(lingers=True):
            remake_verdicts()
            with finders:
                search_box()
                shop_choice()
            menu.mark()
            page.run()
        put_aside(page.url_path)
    except DatabaseBusy as busy:
        st.error(t("ui.busy", holder=busy.holder), icon=":material/hourglass_top:")
        st.button(t("ui.retry"), icon=":material/refresh:", key="retry")
    except (QuestionFailed, duckdb.Error):
        LOG.exception("a question failed")
        st.error(t("ui.failed"), icon=":material/error:")
        st.button(t("ui.retry"), icon=":material/refresh:", key="retry")


def all_pages() -> dict[str, st.Page]:
    """Every page by its name; those of the menu first."""
    entries = [entry for section in MENU.values() for entry in section]
    pages = {
        name: st.Page(ROOT / path, title=t(f"ui.page.{name}"), icon=icon, url_path=name, default=place == 0)
        for place, (name, path, icon) in enumerate(entries)
    }
    return pages | {name: st.Page(ROOT / path, title=t(f"ui.page.{name}"), url_path=name) for name, path in DETAILS}


def remake_verdicts() -> None:
    """Judge anew what came in by the command line or with an update of Huoyan.

    An import that is under way does that itself; until then pages show the last verdicts.
    """
    if not queue().is_changing() and not verdicts.is_fresh(warehouse.default()):
        with st.spinner(t("ui.import.judging")):
            verdicts.ensure_fresh(warehouse.default())


def choices() -> None:
    """Language, and whether names are shown."""
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
    with st.container(gap="xxsmall"):
        if not st.session_state["show_names"]:
            st.caption(f":material/visibility_off: {t('ui.names_hidden')}")
        st.caption(f":material/lock: {t('ui.local_only')}")


if __name__ == "__main__":
    main()
else:
    # The server imports this file once as it starts, before anybody's first page. Told only by st.navigation that
    # pages/ is not a folder of the old sort, it would answer a bookmark with "Page not found".
    PagesManager.uses_pages_directory = False
    app = st.App(Path(__file__))
