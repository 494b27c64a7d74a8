"""How the rulebook's values are written on pages: with unit, source on demand, and the owner's mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import streamlit as st

from complaints.rules import Kind, Requirement, Rule, Rulebook, Source, Text
from ui.formats import day, escaped
from ui.i18n import language, t

NEED_COLORS = {"required": "red", "accepted": "blue", "reference": "gray", "none": "green", "not_accepted": "orange"}

TYPES = {True: ("green", "has_type"), False: ("orange", "no_type"), None: ("gray", "type_unknown")}


@dataclass(frozen=True)
class Entry:
    """One value with the words that name it on the page; `unit` is a key of rules.unit."""

    part: str
    label: str
    rule: Rule[Any]
    unit: str = ""


def words(text: Text | None) -> str:
    """Words in the owner's language, safe in markdown."""
    return escaped(text.say(language())) if text else ""


def written(rule: Rule[Any], unit: str = "", *, default: bool = False) -> str:
    """The value as a reader sees it; `default`: the rulebook's own."""
    value = rule.default if default else rule.value
    match rule.form, value:
        case _, None:
            return t("rules.unknown")
        case "yes_no", _:
            return t("rules.yes" if value else "rules.no")
        case "choice", _:
            return t(f"rules.need.{value}")
        case "text", _:
            return words(value)
    return t(f"rules.unit.{unit}", count=value) if unit else str(value)


def sources_line(rule: Rule[Any]) -> str:
    """Where the value comes from, when, and how sure it is."""
    if not rule.sources:
        return t("rules.no_source")
    named = t("ui.join").join(cited(source) for source in rule.sources)
    return t("rules.source", sources=named, confidence=t(f"rules.confidence.{rule.confidence}"))


def cited(source: Source) -> str:
    """The page as a link where it has an address, with the date it shows."""
    name = f"[{escaped(source.name)}]({source.address})" if source.address else escaped(source.name)
    return f"{name} {source.date or t('rules.undated')}"


def line(rule: Rule[Any], text: str, *, with_sources: bool, unit: str = "") -> str:
    """Markdown of a line with its value: the mark of a correction, the note, and the sources on demand."""
    mark = f" :orange-badge[{t('rules.corrected')}]" if rule.correction else ""
    below = []
    if rule.correction:
        told = t("rules.original", value=written(rule, unit, default=True), at=day(rule.correction.at))
        below.append(told + (f" {escaped(rule.correction.note)}" if rule.correction.note else ""))
    if rule.note:
        below.append(words(rule.note))
    if with_sources:
        below.append(f":material/link: {sources_line(rule)}")
    return "  \n".join([f"{text}{mark}", *(f":small[:gray[{said}]]" for said in below)])


def show(lines: Iterable[str]) -> None:
    """Lines of one part, drawn as one: a page of a hundred single ones is slow to draw."""
    st.markdown("\n\n".join(lines))


def need_badge(requirement: Requirement) -> str:
    """How far this evidence is needed, as a badge."""
    need = requirement.need.value or "accepted"
    return f":{NEED_COLORS[need]}-badge[{t(f'rules.need.{need}')}]"


def type_badge(kind: Kind) -> str:
    """Whether the platform has a complaint type for this kind, as a badge."""
    color, word = TYPES[kind.complaint.value]
    return f":{color}-badge[{t(f'rules.{word}')}]"


def evidence_names(book: Rulebook, requirement: Requirement) -> str:
    """Any one of these, as the rulebook has them."""
    return t("rules.or").join(book.evidence[name].name.say(language()) for name in requirement.any_of)


def entries(book: Rulebook, kind: Kind) -> Iterator[Entry]:
    """Every value of a kind that the owner may correct, with the words that name it."""
    yield Entry("complaint", kind.name.say(language()), kind.complaint)
    for name in ("platform_name", "definition", "entry", "phone_entry"):
        yield Entry(name, "", getattr(kind, name))
    for window in kind.windows.values():
        yield Entry("windows", window.name.say(language()), window.length, window.unit)
    yield Entry("once", "", kind.once, "times")
    yield Entry("answer_days", "", kind.answer_days, "working_days")
    for name, rule in (("appeal", kind.appeal.exists), ("appeal_times", kind.appeal.times), ("new", kind.appeal.new)):
        yield Entry(name, "", rule, "times" if name == "appeal_times" else "")
    yield Entry("contact", "", kind.contact.first)
    for name, limit in kind.limits.items():
        yield Entry("limits", t(f"rules.limit.{name}"), limit, name if limit.form == "number" else "")
    for requirement in kind.evidence.values():
        yield Entry("evidence", evidence_names(book, requirement), requirement.need)
    for part in ("counts", "not_counts", "roads", "outcomes", "claims"):
        for rule in getattr(kind, part).values():
            yield Entry(part, shortened(rule), rule)
    for scene in kind.scenes.values():
        yield Entry("scenes", scene.name.say(language()), scene.covers)
    for common in book.windows.values():
        yield Entry("clocks", common.name.say(language()), common.length, common.unit)


def shortened(rule: Rule[Any]) -> str:
    """The first words, to tell one sentence from another in a list."""
    value = rule.default
    said = value.say(language()) if isinstance(value, Text) else t("rules.unknown")
    return said if len(said) <= 40 else f"{said[:40]}…"
