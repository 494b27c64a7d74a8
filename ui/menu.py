"""The menu: sections and their pages, with how many are new on the list and how many cases are open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from complaints.stages import OPEN_STAGES
from ui.data import answer_row
from ui.i18n import t

KEPT = "menu_marks"


class Menu:
    """Drawn at once with what was known last, for the database may keep waiting; and again where that has changed."""

    def __init__(self, sections: Mapping[str, Sequence[str]], pages: Mapping[str, st.Page]) -> None:
        self.sections, self.pages = sections, pages
        self.place: DeltaGenerator = st.empty()
        self.draw()

    def draw(self) -> None:
        """Every section with its pages."""
        marks: Mapping[str, str] = st.session_state.get(KEPT, {})
        with self.place.container():
            for section, names in self.sections.items():
                with st.container(gap="xxsmall"):
                    st.caption(t(f"ui.section.{section}"))
                    for name in names:
                        mark = f" :gray-badge[{marks[name]}]" if name in marks else ""
                        st.page_link(self.pages[name], label=f"{t(f'ui.page.{name}')}{mark}")

    def mark(self) -> None:
        """Ask for the numbers; called while the database is open."""
        new = answer_row("risk/news")["new_listed"]
        cases = answer_row("complaints/open_case_count", stages=list(OPEN_STAGES))["cases"]
        marks = {"buyers": t("ui.menu.new", count=new)} if new else {}
        marks |= {"cases": f"{cases}"} if cases else {}
        if marks != st.session_state.get(KEPT, {}):
            st.session_state[KEPT] = marks
            self.draw()
