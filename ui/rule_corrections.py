"""The owner's own values in the rulebook: a form for one, and the list of those made, each with its way back."""

from __future__ import annotations

import streamlit as st

import warehouse
from complaints import rulebook
from complaints.rules import NEEDS, Kind, Rulebook
from ui.formats import escaped, primary
from ui.i18n import language, t
from ui.rule_words import Entry, entries, written


def corrections(book: Rulebook, kind: Kind) -> None:
    """The owner's own value for what differs on the platform's page."""
    st.subheader(t("rules.correct"))
    st.caption(t("rules.correct_note"))
    listed = {entry.rule.id: entry for entry in entries(book, kind)}
    corrected(book)
    labels = {rule_id: named(entry) for rule_id, entry in listed.items()}
    chosen = st.selectbox(
        t("rules.which"), list(labels), format_func=labels.__getitem__, index=None,
        key=f"rules_which_{kind.id}", placeholder=t("rules.which_hint"),
    )  # fmt: skip
    if not chosen:
        return
    entry = listed[chosen]
    with st.form(f"rules_form_{chosen}"):
        value = asked(entry)
        note = st.text_input(t("rules.note"), key=f"rules_note_{chosen}", placeholder=t("rules.note_hint"))
        if st.form_submit_button(primary(t("rules.save")), type="primary", key="rules_save"):
            keep(chosen, value, note)


def named(entry: Entry) -> str:
    """The entry as a line of the select box."""
    part = t(f"rules.part.{entry.part}")
    return t("rules.named", name=part, value=entry.label) if entry.label else part


def asked(entry: Entry) -> int | bool | str | None:
    """The widget that fits the rule's form; None where the owner says that it is not known."""
    rule, key = entry.rule, f"rules_value_{entry.rule.id}"
    st.caption(t("rules.now", value=written(rule, entry.unit)))
    answers = {word: t(f"rules.{word}") for word in ("yes", "no", "unknown")}
    needs = {need: t(f"rules.need.{need}") for need in NEEDS}
    match rule.form:
        case "yes_no":
            choice = st.segmented_control(
                t("rules.value"), list(answers), format_func=answers.__getitem__, key=key,
                default={True: "yes", False: "no", None: "unknown"}[rule.value], required=True,
            )  # fmt: skip
            return {"yes": True, "no": False}.get(str(choice))
        case "choice":
            return st.selectbox(
                t("rules.value"), list(needs), format_func=needs.__getitem__, key=key,
                index=NEEDS.index(rule.value or "accepted"),
            )  # fmt: skip
        case "number":
            return st.number_input(
                t("rules.value_number"), min_value=0, max_value=1_000_000, step=1, value=rule.value, key=key
            )
    said = st.text_area(t("rules.value"), value=rule.value.say(language()) if rule.value else "", key=key)
    return said.strip() or None


def keep(rule_id: str, value: int | bool | str | None, note: str) -> None:
    """Write the correction and draw the page anew."""
    try:
        rulebook.correct(warehouse.default(), rule_id, value, note)
    except rulebook.WrongValue:
        st.error(t("rules.wrong_value"), icon=":material/error:")
        return
    st.toast(t("rules.saved"), icon=":material/check:")
    st.rerun()


def corrected(book: Rulebook) -> None:
    """What the owner has corrected in any kind, each with its way back."""
    for kind in book.kinds.values():
        for entry in entries(book, kind):
            rule = entry.rule
            # what all kinds share is named once
            if rule.correction is None or (rule.id.startswith("common.") and kind.id != "review"):
                continue
            with st.container(border=True, horizontal=True, vertical_alignment="center"):
                name = (
                    named(entry) if rule.id.startswith("common.") else f"{kind.name.say(language())} · {named(entry)}"
                )
                now, was = written(rule, entry.unit), written(rule, entry.unit, default=True)
                st.markdown(f"{escaped(name)}  \n{t('rules.changed', value=now, was=was)}")
                st.button(
                    t("rules.take_back"), key=f"rules_back_{rule.id}", icon=":material/undo:",
                    on_click=rulebook.take_back, args=(warehouse.default(), rule.id),
                )  # fmt: skip
