"""From a buyer to the complaint desk: open a case, or go on with the one there is."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from ui.case.room import PAGE
from ui.data import answer
from ui.i18n import t
from ui.links import arrow_link


def cases_of(who: Mapping[str, str], ref: str) -> None:
    """The buyer's cases, and the way to a new one."""
    with st.container(horizontal=True):
        arrow_link("pages/complaints/new.py", t("case.buyer.open"), {"buyer": ref})
        for row in answer("complaints/cases_of_buyer", **who).itertuples():
            label = t("case.buyer.there", case=row.case_id, stage=t(f"desk.stage.{row.stage}"))
            arrow_link(PAGE, label, {"case": str(row.case_id)})
