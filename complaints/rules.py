"""The parts of the rulebook: kinds of violation, scenes, windows, evidence; each value a `Rule` with its sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

V = TypeVar("V")
Form = Literal["number", "yes_no", "choice", "text"]
NEEDS = ("required", "accepted", "reference", "none", "not_accepted")


@dataclass(frozen=True)
class Text:
    """Words in both languages."""

    zh: str
    en: str

    def say(self, language: str) -> str:
        """The words in that language (zh or en)."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class Source:
    """A page or statute. `address` and `date` are empty where none is public; `date` as shown there: 2022-05."""

    key: str
    name: str
    address: str = ""
    date: str = ""


@dataclass(frozen=True)
class Correction:
    """What the owner says instead: the value (None: not known), why, and when (local time) it was put down."""

    value: int | bool | str | None
    note: str
    at: datetime


@dataclass(frozen=True)
class Rule(Generic[V]):
    """One value with where it comes from. `id` is its path, review.complaint; confidence is H, M, L or ''."""

    id: str
    form: Form
    default: V | None
    sources: tuple[Source, ...] = ()
    confidence: str = ""
    note: Text | None = None
    correction: Correction | None = None

    @property
    def value(self) -> V | None:
        """What holds: the owner's correction, else the rulebook's value; None where it is not known."""
        if self.correction is None:
            return self.default
        told: Any = self.correction.value
        return Text(told, told) if self.form == "text" and told is not None else told  # type: ignore[return-value]

    @property
    def date(self) -> str:
        """The newest date that its sources show; empty where none shows one."""
        return max((source.date for source in self.sources), default="")


@dataclass(frozen=True)
class Scene:
    """One of the platform's scenes inside a kind. `files_as`: (kind, scene) where the platform takes it elsewhere."""

    id: str
    name: Text
    covers: Rule[Text]
    complaint: Rule[bool]
    files_as: tuple[str, str] | None = None


@dataclass(frozen=True)
class Window:
    """How long something is possible. `event`: review_created, refund_started, order_created, order_paid, rejected,
    dispute_opened, goods_returned, ruling_effective. `unit`: hours or days. `scenes`: empty for all."""

    id: str
    name: Text
    event: str
    unit: str
    length: Rule[int]
    scenes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Requirement:
    """Any one of these kinds of evidence. `need`: required | accepted (helps) | reference (supports only) | none (the
    platform looks for itself) | not_accepted. `scenes`: empty for all."""

    id: str
    any_of: tuple[str, ...]
    need: Rule[str]
    why: Text
    scenes: tuple[str, ...] = ()


@dataclass(frozen=True)
class EvidenceKind:
    """A kind of evidence: its name, the form in which it is taken, how to get it, and which `media` hold it
    (picture, video, audio, document, text, record: rows of Huoyan's own data)."""

    id: str
    name: Text
    form: Rule[Text]
    how: Text
    media: tuple[str, ...]


@dataclass(frozen=True)
class Appeal:
    """Whether a rejected complaint can be brought again, how often, and what must be new."""

    exists: Rule[bool]
    times: Rule[int]
    new: Rule[Text]


@dataclass(frozen=True)
class Contact:
    """Whether the buyer must be spoken to first, and the recorded reasons for not doing so."""

    first: Rule[bool]
    exceptions: Mapping[str, Rule[Text]]


@dataclass(frozen=True)
class Kind:
    """One kind of violation. `limits`: text_chars, text_bytes, pictures, picture_mb, picture_formats, video_mb."""

    id: str
    name: Text
    definition: Rule[Text]
    complaint: Rule[bool]
    platform_name: Rule[Text]
    entry: Rule[Text]
    phone_entry: Rule[Text]
    once: Rule[int]
    answer_days: Rule[int]
    appeal: Appeal
    contact: Contact
    entry_history: Mapping[str, Rule[Text]]
    scenes: Mapping[str, Scene]
    counts: Mapping[str, Rule[Text]]
    not_counts: Mapping[str, Rule[Text]]
    roads: Mapping[str, Rule[Text]]
    evidence: Mapping[str, Requirement]
    windows: Mapping[str, Window]
    limits: Mapping[str, Rule[Any]]
    outcomes: Mapping[str, Rule[Text]]
    claims: Mapping[str, Rule[Text]]
    warnings: Mapping[str, Rule[Text]]

    def windows_of(self, scene: str | None = None) -> list[Window]:
        """The windows that hold for a scene (without one: those that hold for every scene)."""
        return [window for window in self.windows.values() if holds(window.scenes, scene)]

    def evidence_of(self, scene: str | None = None) -> list[Requirement]:
        """The requirements that hold for a scene (without one: those that hold for every scene)."""
        return [need for need in self.evidence.values() if holds(need.scenes, scene)]


@dataclass(frozen=True)
class Rulebook:
    """All kinds, the kinds of evidence, and what concerns every shop whatever the complaint."""

    kinds: Mapping[str, Kind]
    evidence: Mapping[str, EvidenceKind]
    windows: Mapping[str, Window]
    prevention: Mapping[str, Rule[Text]]
    rules: Mapping[str, Rule[Any]] = field(default_factory=dict)


def holds(scenes: tuple[str, ...], scene: str | None) -> bool:
    """Whether something said of these scenes holds for this one."""
    return not scenes or scene in scenes
