"""The rule guide: for each kind of violation what counts, what is needed, by when, and which way; correctable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

import warehouse
from complaints import rulebook
from complaints.first_contact import first_message
from complaints.rules import NEEDS, Kind, Rule, Rulebook, Window
from complaints.worked_cases import worked_cases
from ui.formats import escaped
from ui.i18n import language, t
from ui.rule_corrections import corrections
from ui.rule_words import evidence_names, line, need_badge, show, type_badge, words, written
from ui.tone_check import tone_check


def page() -> None:
    """Draw the page."""
    book = rulebook.read(warehouse.default())
    st.title(t("ui.page.rules"))
    st.caption(t("rules.platform_decides"))
    names = {name: kind.name.say(language()) for name, kind in book.kinds.items()}
    asked_for = st.query_params.get("kind", "")
    chosen = st.pills(
        t("rules.kind"), list(names), format_func=names.__getitem__, required=True, key="rules_kind",
        default=asked_for if asked_for in names else "review", label_visibility="collapsed",
    )  # fmt: skip
    with_sources = st.toggle(t("rules.show_sources"), key="rules_sources", persist_state="session")
    kind = book.kinds[chosen or "review"]
    head(kind, with_sources)
    left, right = st.columns(2)
    with left.container(border=True):
        sentences(t("rules.part.counts"), ":green[:material/check_circle:]", kind.counts, with_sources)
    with right.container(border=True):
        sentences(t("rules.part.not_counts"), ":gray[:material/do_not_disturb_on:]", kind.not_counts, with_sources)
    left, right = st.columns([3, 2])
    with left:
        if kind.complaint.value is not False:
            steps(kind, with_sources)
        evidence(book, kind, with_sources)
    with right:
        time_and_limits(book, kind, with_sources)
        afterwards(kind, with_sources)
    first_words(kind)
    worked(kind)
    with st.expander(t("tone.title"), icon=":material/spellcheck:"):
        tone_check("rules_tone")
    with st.expander(t("rules.warnings"), icon=":material/front_hand:"):
        sentences("", ":orange[:material/error:]", kind.warnings, with_sources)
        sentences(t("rules.prevention"), ":blue[:material/shield:]", book.prevention, with_sources)
    corrections(book, kind)


def head(kind: Kind, with_sources: bool) -> None:
    """Is there a complaint type? If not, the road that exists stands first."""
    has_type = kind.complaint.value
    st.subheader(f"{words(kind.name)} {type_badge(kind)}")
    named = f"{t('rules.platform_name')} **{written(kind.platform_name)}**"
    show(
        [
            line(kind.definition, written(kind.definition), with_sources=with_sources),
            line(kind.complaint, named, with_sources=with_sources),
        ]
    )
    with st.container(border=True):
        title = t("rules.roads_only" if has_type is False else "rules.roads")
        sentences(title, ":blue[:material/alt_route:]", kind.roads, with_sources)


def sentences(title: str, glyph: str, rules: Mapping[str, Rule[Any]], with_sources: bool) -> None:
    """A list of sentences, each with its source."""
    lines = [line(rule, f"{glyph} {written(rule)}", with_sources=with_sources) for rule in rules.values()]
    show([f"**{title}**", *lines] if title else lines)


def steps(kind: Kind, with_sources: bool) -> None:
    """Where to go, and the scenes to choose from."""
    with st.container(border=True):
        ways = ((kind.entry, ":material/desktop_windows:"), (kind.phone_entry, ":material/smartphone:"))
        lines = [line(way, f"{glyph} {written(way)}", with_sources=with_sources) for way, glyph in ways]
        show([f"**{t('rules.part.entry')}**", *lines])
        with st.expander(t("rules.entry_history")):
            sentences("", "·", kind.entry_history, with_sources)
    with st.container(border=True):
        lines = [f"**{t('rules.part.scenes')}**  \n:small[:gray[{t('rules.scenes_note')}]]"]
        for scene in kind.scenes.values():
            there = "" if scene.complaint.value is not False else f" :orange-badge[{t('rules.no_type')}]"
            text = f"**{words(scene.name)}**{there}  \n{written(scene.covers)}"
            lines.append(line(scene.covers, text, with_sources=with_sources))
        show(lines)


def evidence(book: Rulebook, kind: Kind, with_sources: bool) -> None:
    """What is required, accepted and refused."""
    with st.container(border=True):
        lines = [f"**{t('rules.part.evidence')}**"]
        for requirement in sorted(kind.evidence.values(), key=lambda one: NEEDS.index(one.need.value or "accepted")):
            scenes = t("ui.join").join(words(kind.scenes[name].name) for name in requirement.scenes)
            where = f"  \n:small[:gray[{t('rules.only_in', scenes=scenes)}]]" if scenes else ""
            names = f"{need_badge(requirement)} **{escaped(evidence_names(book, requirement))}**"
            text = f"{names}  \n{words(requirement.why)}{where}"
            lines.append(line(requirement.need, text, with_sources=with_sources))
        show(lines)
        with st.expander(t("rules.evidence_forms")):
            wanted = {name for requirement in kind.evidence.values() for name in requirement.any_of}
            forms = [one for name, one in book.evidence.items() if name in wanted]
            show(
                line(one.form, f"**{words(one.name)}**  \n{written(one.form)}", with_sources=with_sources)
                + f"  \n:small[:gray[{words(one.how)}]]"
                for one in forms
            )


def time_and_limits(book: Rulebook, kind: Kind, with_sources: bool) -> None:
    """Windows, what is possible once, and the form's limits."""
    with st.container(border=True):
        lines = [f"**{t('rules.part.windows')}**"]
        if not kind.windows:
            lines.append(f":small[:gray[{t('rules.no_windows')}]]")
        lines += window_lines(kind.windows, with_sources)
        if kind.complaint.value is not False:
            once = f"**{written(kind.once, 'times')}**　{t('rules.part.once')}"
            lines.append(line(kind.once, once, with_sources=with_sources, unit="times"))
            answer = f"**{written(kind.answer_days, 'working_days')}**　{t('rules.part.answer_days')}"
            lines.append(line(kind.answer_days, answer, with_sources=with_sources, unit="working_days"))
        show(lines)
        with st.expander(t("rules.part.clocks")):
            show(window_lines(book.windows, with_sources))
    if kind.complaint.value is False:
        return
    with st.container(border=True):
        lines = [f"**{t('rules.part.limits')}**"]
        for name, limit in kind.limits.items():
            unit = name if limit.form == "number" else ""
            value = written(limit, unit)
            text = t("rules.named", name=t(f"rules.limit.{name}"), value=f"**{value}**" if unit else value)
            lines.append(line(limit, text, with_sources=with_sources, unit=unit))
        show(lines)


def window_lines(windows: Mapping[str, Window], with_sources: bool) -> list[str]:
    """How long each lasts, and what it is."""
    return [
        line(
            window.length, f"**{written(window.length, window.unit)}**　{words(window.name)}",
            with_sources=with_sources, unit=window.unit,
        )
        for window in windows.values()
    ]  # fmt: skip


def afterwards(kind: Kind, with_sources: bool) -> None:
    """Speaking first, what an upheld complaint brings, and the appeal."""
    with st.container(border=True):
        word = "rules.contact_first" if kind.contact.first.value else "rules.contact_optional"
        show([f"**{t('rules.part.contact')}**", line(kind.contact.first, t(word), with_sources=with_sources)])
        with st.expander(t("rules.exceptions")):
            sentences("", "·", kind.contact.exceptions, with_sources)
    if kind.complaint.value is False:
        return
    with st.container(border=True):
        sentences(t("rules.part.outcomes"), ":green[:material/gavel:]", kind.outcomes, with_sources)
    with st.container(border=True):
        appeal = kind.appeal
        has_appeal = {True: "rules.appeal_yes", False: "rules.appeal_no", None: "rules.unknown"}[appeal.exists.value]
        lines = [f"**{t('rules.part.appeal')}**", line(appeal.exists, t(has_appeal), with_sources=with_sources)]
        if appeal.exists.value:
            times = t("rules.named", name=t("rules.part.appeal_times"), value=written(appeal.times, "times"))
            lines.append(line(appeal.times, times, with_sources=with_sources, unit="times"))
            lines.append(line(appeal.new, written(appeal.new), with_sources=with_sources))
        show(lines)


def first_words(kind: Kind) -> None:
    """What to say first, and what to ask for."""
    message = first_message(kind.id)
    with st.container(border=True):
        st.markdown(f"**{t('rules.first_message')}**")
        st.caption(t("rules.first_message_note"))
        st.code(message.zh, language=None, wrap_lines=True)
        if language() != "zh":
            st.caption(escaped(message.en))
        claims = [claim for claim in kind.claims.values() if claim.value]
        if claims:
            st.markdown(f"**{t('rules.part.claims')}**")
            for claim in claims:
                st.code(claim.value.zh if claim.value else "", language=None, wrap_lines=True)
                if language() != "zh":
                    st.caption(words(claim.value))


def worked(kind: Kind) -> None:
    """An invented case, step by step."""
    case = worked_cases()[kind.id]
    with st.container(border=True):
        st.markdown(f"**{t('rules.worked')}** :gray-badge[{t('rules.invented')}]")
        st.markdown(words(case.what))
        st.markdown("\n".join(f"{number}. {words(step)}" for number, step in enumerate(case.steps, 1)))
        st.caption(f":material/lightbulb: {words(case.lesson)}")


page()
