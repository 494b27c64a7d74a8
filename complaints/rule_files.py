"""Reads the rulebook's TOML into its parts and refuses what has no source, no confidence or one language only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from complaints.rules import (
    NEEDS,
    Appeal,
    Contact,
    EvidenceKind,
    Form,
    Kind,
    Requirement,
    Rule,
    Scene,
    Source,
    Text,
    Window,
)


class RulebookError(Exception):
    """The TOML says something that cannot be: names the place. Ours to mend, never the owner's."""


@dataclass(frozen=True)
class Reader:
    """Makes typed parts from TOML tables. Raises RulebookError with the place of what is wrong."""

    sources: Mapping[str, Source]

    def kind(self, name: str, own: dict[str, Any], common: dict[str, Any]) -> Kind:
        """A kind from its file; what it leaves out is common to all."""

        def part(key: str) -> tuple[str, Any]:
            if key in own:
                return f"{name}.{key}", own[key]
            if key in common:
                return f"common.{key}", common[key]
            return f"{name}.{key}", {}

        singles = ("definition", "complaint", "platform_name", "entry", "phone_entry", "once", "answer_days")
        groups = ("entry_history", "counts", "not_counts", "roads", "limits", "outcomes", "claims", "warnings")
        appeal, (contact_place, contact) = part("appeal"), part("contact")
        windows = own.get("windows", {})
        one: dict[str, Any] = {key: self.rule(*part(key)) for key in singles}
        many: dict[str, Any] = {key: self.rules(*part(key)) for key in groups}
        return Kind(
            id=name,
            name=text(f"{name}.name", own["name"]),
            appeal=Appeal(**self.rules(*appeal)),
            contact=Contact(
                first=self.rule(f"{contact_place}.first", contact["first"]),
                exceptions=self.rules(f"{contact_place}.exceptions", contact.get("exceptions", {})),
            ),
            scenes={key: self.scene(f"{name}.scenes.{key}", entry) for key, entry in own["scenes"].items()},
            evidence=self.requirements("common.evidence", common["evidence"])
            | self.requirements(f"{name}.evidence", own["evidence"]),
            windows={key: self.window(f"{name}.windows.{key}", entry) for key, entry in windows.items()},
            **one,
            **many,
        )

    def rules(self, place: str, entries: Mapping[str, Any]) -> dict[str, Rule[Any]]:
        """A table of rules."""
        return {name: self.rule(f"{place}.{name}", entry) for name, entry in entries.items()}

    def rule(self, place: str, entry: Mapping[str, Any]) -> Rule[Any]:
        """One rule. Every value needs a source and a confidence; only what is not known goes without."""
        unknown = entry.get("unknown", "")
        value = entry.get("value")
        try:
            cited = tuple(self.sources[key] for key in entry.get("from", ()))
        except KeyError as error:
            raise RulebookError(f"{place}: no such source {error}") from None
        has_value = "value" in entry or "zh" in entry
        if bool(unknown) == has_value:
            raise RulebookError(f"{place}: a value or `unknown`, one of the two")
        if has_value and not (cited and entry.get("confidence") in ("H", "M", "L")):
            raise RulebookError(f"{place}: source or confidence is missing")
        form: Form = unknown or form_of(place, value)
        if form == "text" and has_value:
            value = text(place, entry)
        note = text(f"{place}.note", entry["note"]) if "note" in entry else None
        return Rule(place, form, value, cited, entry.get("confidence", ""), note)

    def scene(self, place: str, entry: Mapping[str, Any]) -> Scene:
        """One scene; it has a complaint type unless it says otherwise."""
        covers = self.rule(f"{place}.covers", entry["covers"])
        default = {"value": True} | {key: entry["covers"].get(key) for key in ("from", "confidence")}
        filed = entry.get("files_as", "").split(".")
        return Scene(
            id=place.split(".")[-1],
            name=text(f"{place}.name", entry["name"]),
            covers=covers,
            complaint=self.rule(f"{place}.complaint", entry.get("complaint", default)),
            files_as=(filed[0], filed[1]) if len(filed) == 2 else None,
        )

    def requirements(self, place: str, entries: Mapping[str, Any]) -> dict[str, Requirement]:
        """A table of requirements."""
        return {name: self.requirement(f"{place}.{name}", entry) for name, entry in entries.items()}

    def requirement(self, place: str, entry: Mapping[str, Any]) -> Requirement:
        """Kinds of evidence of which any one will do."""
        return Requirement(
            id=place.split(".")[-1],
            any_of=tuple(entry["any_of"]),
            need=self.rule(f"{place}.need", entry["need"]),
            why=text(f"{place}.why", entry["why"]),
            scenes=tuple(entry.get("scenes", ())),
        )

    def window(self, place: str, entry: Mapping[str, Any]) -> Window:
        """One window."""
        return Window(
            id=place.split(".")[-1],
            name=text(f"{place}.name", entry["name"]),
            event=entry["event"],
            unit=entry.get("unit", "days"),
            length=self.rule(f"{place}.length", entry["length"]),
            scenes=tuple(entry.get("scenes", ())),
        )

    def evidence(self, name: str, entry: Mapping[str, Any]) -> EvidenceKind:
        """One kind of evidence."""
        place = f"evidence.{name}"
        return EvidenceKind(
            id=name,
            name=text(f"{place}.name", entry["name"]),
            form=self.rule(f"{place}.form", entry["form"]),
            how=text(f"{place}.how", entry["how"]),
            media=tuple(entry["media"]),
        )


def form_of(place: str, value: object) -> Form:
    """What kind of value this is."""
    match value:
        case None:
            return "text"
        case bool():
            return "yes_no"
        case int():
            return "number"
        case str() if value in NEEDS:
            return "choice"
    raise RulebookError(f"{place}: {value!r} is no number, yes/no or need")


def text(place: str, entry: Mapping[str, Any]) -> Text:
    """Words, which must stand there in both languages."""
    if not (entry.get("zh") and entry.get("en")):
        raise RulebookError(f"{place}: both languages are needed")
    return Text(entry["zh"], entry["en"])
