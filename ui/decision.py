"""What the owner decides about the buyer at hand: nothing to it, or indeed abnormal. It can be taken back."""

from __future__ import annotations

from typing import Any

import streamlit as st

import warehouse
from risk import decisions
from ui.data import answer
from ui.formats import day, escaped
from ui.i18n import t

REASONS = ("wholesale", "regular", "our_fault", "settled", "other")


def decision(buyer: dict[str, Any], who: dict[str, str]) -> None:
    """The card: as it stands, the buttons, and what was decided before."""
    state = str(buyer["decision"])
    st.subheader(t("decision.title"))
    st.markdown(t(f"decision.now.{state}", date=day(buyer["decided_at"])))
    if state != "open" and buyer["decision_reason"]:
        st.caption(escaped(str(buyer["decision_reason"])))
    ref = str(buyer["ref"])
    if state in ("open", "returned"):
        reason = st.selectbox(
            t("decision.reason"), [t(f"decision.because.{name}") for name in REASONS], index=None,
            placeholder=t("decision.reason_hint"), accept_new_options=True, key=f"decision_reason_{ref}",
        ) or ""  # fmt: skip
        with st.container(horizontal=True):
            button(
                "normal", ref, who, reason, ":material/check:", disabled=not reason, note=t("decision.needs_reason")
            )
            button("confirmed", ref, who, reason, ":material/flag:")
        st.caption(t("decision.what_it_does"))
    else:
        button("taken_back", ref, who, "", ":material/undo:")
    before = answer("risk/decisions", **who)
    if len(before) > 1 or (len(before) and state == "open"):
        with st.expander(t("decision.history", count=len(before))):
            for row in before.itertuples():
                words = t(f"decision.did.{row.verdict}") + (f" · {escaped(str(row.reason))}" if row.reason else "")
                st.markdown(f":gray[{row.decided_at:%Y-%m-%d %H:%M}] {words}")


def button(
    verdict: str, ref: str, who: dict[str, str], reason: str, icon: str, *, disabled: bool = False, note: str = ""
) -> None:
    """One way to decide; it is kept before the page is drawn anew."""
    st.button(
        t(f"decision.do.{verdict}"), icon=icon, key=f"decide_{verdict}_{ref}", disabled=disabled,
        help=note if disabled and note else None, on_click=keep, args=(who, verdict, reason),
    )  # fmt: skip


def keep(who: dict[str, str], verdict: str, reason: str) -> None:
    """Keep the decision."""
    decisions.decide(warehouse.default(), who["shop"], who["buyer"], verdict, reason)
