"""The contact log on the page: what was said, a warning before too much, and a calm first message."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from complaints.cases import change_case
from complaints.contacts import CHANNELS, OUTCOMES, Contact, drop_contact, log_contact, warnings_for
from complaints.dossier import Dossier
from complaints.first_contact import first_message
from ui.case.room import desk, done, labels, plain_words
from ui.formats import escaped
from ui.i18n import language, t


def render_contacts(dossier: Dossier) -> None:
    """The card."""
    with st.container(border=True):
        st.subheader(t("case.talk.title"))
        now = dossier.now
        for caution in warnings_for(dossier.contacts, now):
            st.warning(t(f"desk.contact_warning.{caution.key}", count=caution.count), icon=":material/bedtime:")
        for row in reversed(dossier.contacts):
            channel, who = t(f"desk.channel.{row['channel']}"), t(f"case.talk.{row['who']}")
            st.markdown(f":material/chat: {row['at']:%Y-%m-%d %H:%M} {channel} · {who}")
            offer = t("case.talk.offered", offer=row["offer"]) if row["offer"] else ""
            answer = row["answer"] or t(f"desk.contact_outcome.{row['outcome']}")
            st.caption(t("ui.join").join(escaped(part) for part in (row["said"], offer, answer) if part))
            if st.button(t("case.remove"), key=f"case_drop_contact_{row['contact_id']}", type="tertiary"):
                drop_contact(desk(), dossier.case_id, row["contact_id"])
                done("case.removed")
        if not dossier.contacts:
            st.caption(t("case.talk.none"))
        with st.expander(t("case.talk.add"), icon=":material/add:"):
            new_contact(dossier)
        suggestion(dossier)
        without(dossier)
        st.caption(f":material/bedtime: {t('case.talk.note')}")


def new_contact(dossier: Dossier) -> None:
    """One time the buyer was spoken to."""
    columns = st.columns(2)
    on = columns[0].date_input(t("case.facts.date"), value="today", key="case_contact_date", format="YYYY-MM-DD")
    at = columns[1].time_input(t("case.facts.time"), value=dossier.now.time(), key="case_contact_time")
    channel = st.selectbox(
        t("case.talk.channel"),
        CHANNELS,
        format_func=labels(CHANNELS, lambda key: t(f"desk.channel.{key}")),
        key="case_contact_channel",
    )
    who = st.segmented_control(
        t("case.talk.who"), ("shop", "buyer"), default="shop", key="case_contact_who",
        format_func=labels(("shop", "buyer"), lambda key: t(f"case.talk.{key}")),
    )  # fmt: skip
    said = st.text_area(t("case.talk.said"), key="case_contact_said", height=80)
    offer = st.text_input(t("case.talk.offer"), key="case_contact_offer")
    answer = st.text_input(t("case.talk.answer"), key="case_contact_answer")
    outcome = st.selectbox(
        t("case.talk.outcome"),
        OUTCOMES,
        format_func=labels(OUTCOMES, lambda key: t(f"desk.contact_outcome.{key}")),
        key="case_contact_outcome",
    )
    moment = datetime.combine(on, at) if on else dossier.now
    if who == "shop":
        for caution in warnings_for(dossier.contacts, moment):
            st.warning(t(f"desk.contact_warning.{caution.key}", count=caution.count), icon=":material/bedtime:")
    if st.button(t("case.talk.keep"), key="case_keep_contact", disabled=not said.strip()):
        contact = Contact(
            moment,
            str(channel),
            who or "shop",
            said.strip(),
            str(outcome),
            offer.strip() or None,
            answer.strip() or None,
        )
        log_contact(desk(), dossier.case_id, contact)
        done("case.talk.kept")


def suggestion(dossier: Dossier) -> None:
    """A calm first message, to be copied."""
    if dossier.contacts or dossier.kind is None:
        return
    order = next(iter(dossier.order_ids), "")
    product = next((str(f["text"]) for f in dossier.facts if f["kind"] == "placed" and f["text"]), "")
    message = first_message(dossier.kind.id, order=order, product=product)
    with st.expander(t("case.talk.suggest"), icon=":material/lightbulb:"):
        st.code(message.zh, language=None, wrap_lines=True)
        if language() != "zh":
            st.caption(escaped(message.en))


def without(dossier: Dossier) -> None:
    """Why the buyer was not spoken to, where that is right: extortion, abuse, a leak."""
    reason = dossier.case["no_contact_reason"]
    if reason:
        st.info(f"{t('case.talk.not')} {escaped(reason)}", icon=":material/info:")
        if st.button(t("case.remove"), key="case_talk_after_all", type="tertiary"):
            change_case(desk(), dossier.case_id, no_contact_reason=None)
            done("case.removed")
        return
    if dossier.contacts or dossier.kind is None:
        return
    with st.expander(t("case.talk.without"), icon=":material/speaker_notes_off:"):
        exceptions = dossier.kind.contact.exceptions

        def why_words(key: str) -> str:
            return plain_words(exceptions[key]) if key else t("case.talk.other_why")

        chosen = st.selectbox(
            t("case.talk.why"), [*exceptions, ""], key="case_exception",
            format_func=labels([*exceptions, ""], why_words),
        )  # fmt: skip
        value = exceptions[chosen].value if chosen else None
        own = "" if chosen else st.text_input(t("case.talk.own_why"), key="case_own_exception")
        told = value.zh if value is not None else own.strip()
        if st.button(t("case.talk.keep_why"), key="case_keep_exception", disabled=not told):
            change_case(desk(), dossier.case_id, no_contact_reason=told)
            done("case.saved")
