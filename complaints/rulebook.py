"""What the platform is known to ask of a complaint, with the source of every value and the owner's corrections.

    book = rulebook.read(warehouse)                 # the rulebook with the owner's corrections laid over it
    kind = book.kinds["review"]                     # review refund order extortion harassment report demand
    kind.complaint.value                            # True | False | None: is there a complaint type at all?
    kind.roads                                      # what can be done instead or beside it, rule by rule
    kind.scenes["gain"].files_as                    # (kind, scene) under which the platform takes this scene
    kind.windows_of("abuse")                        # windows that hold for a scene: event, unit, length
    kind.evidence_of("gain")                        # requirements: any one of `any_of`, and how far they are needed
    kind.claims["hide"].value.zh                    # wording of what to ask for
    book.evidence["chat_full"].form.value           # in which form the platform takes this evidence
    correct(warehouse, kind.windows["created"].length.id, 15, "千牛页面上写的是 15 天")
    take_back(warehouse, kind.windows["created"].length.id)

Every leaf is a `Rule`: `value` is what holds (None: not known), `default` what the rulebook says, `correction` what
the owner says instead. Words stand in both languages in the TOML (`Text`), beside the source they were drawn from.
What all kinds share (entry, limits, appeal …) stands in common.toml and is found in each kind under the same name,
so that one correction holds for all. No value is invented: where nothing is known, `default` is None and a note says
so. None of it is the platform's own page, which is why every page that shows a value says 以千牛页面展示为准.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from complaints.rule_files import Reader
from complaints.rules import NEEDS, Correction, Rule, Rulebook, Source
from warehouse import Warehouse, read_sql

FOLDER = Path(__file__).with_name("rulebook")
SQL = Path(__file__).with_name("sql")
KINDS = ("review", "refund", "order", "extortion", "harassment", "report", "demand")
LONGEST = 2000


class UnknownRule(Exception):
    """No rule has this id."""


class WrongValue(Exception):
    """The value is not of the rule's form: a whole number, yes or no, one of NEEDS, words."""


@cache
def load() -> Rulebook:
    """The rulebook as it was shipped, without corrections."""
    sources = {key: Source(key=key, **entry) for key, entry in tables("sources").items()}
    common = tables("common")
    reader = Reader(sources)
    own = {name: common.pop(name) for name in ("windows", "prevention")}
    book = Rulebook(
        kinds={name: reader.kind(name, tables(name), common) for name in KINDS},
        evidence={name: reader.evidence(name, entry) for name, entry in tables("evidence").items()},
        windows={name: reader.window(f"common.windows.{name}", entry) for name, entry in own["windows"].items()},
        prevention=reader.rules("common.prevention", own["prevention"]),
    )
    return replace(book, rules=dict(found_rules(book)))


def tables(name: str) -> dict[str, Any]:
    """One TOML file."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def corrected(book: Rulebook, corrections: Mapping[str, Correction]) -> Rulebook:
    """The same rulebook with corrections laid over it. One whose rule no longer exists is left out."""
    if not corrections:
        return book
    plain = laid_over(replace(book, rules={}), corrections)
    return replace(plain, rules=dict(found_rules(plain)))


def laid_over(part: Any, corrections: Mapping[str, Correction]) -> Any:  # noqa: ANN401 - any part of the book
    """A part of the book with its rules corrected."""
    if isinstance(part, Rule):
        return replace(part, correction=corrections.get(part.id))
    if isinstance(part, Mapping):
        return {name: laid_over(value, corrections) for name, value in part.items()}
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{f.name: laid_over(getattr(part, f.name), corrections) for f in fields(part)})
    return part


def found_rules(part: Any) -> Iterator[tuple[str, Rule[Any]]]:  # noqa: ANN401 - any part of the book
    """(id, rule) of every rule inside."""
    if isinstance(part, Rule):
        yield part.id, part
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from found_rules(value)
    elif is_dataclass(part):
        for f in fields(part):
            yield from found_rules(getattr(part, f.name))


def read(warehouse: Warehouse) -> Rulebook:
    """The rulebook with the owner's corrections. Raises DatabaseBusy."""
    rows = warehouse.ask(SQL / "corrections.sql").to_dict("records")
    told = {
        str(row["rule_id"]): Correction(json.loads(row["value"]), row["note"], row["corrected_at"].to_pydatetime())
        for row in rows
    }
    return corrected(load(), told)


def correct(warehouse: Warehouse, rule_id: str, value: int | bool | str | None, note: str = "") -> None:
    """Keep the owner's value for a rule (None: not known); the rulebook's own stays beside it.

    Raises UnknownRule, WrongValue, DatabaseBusy.
    """
    rule = load().rules.get(rule_id)
    if rule is None:
        raise UnknownRule(rule_id)
    if not fits(rule, value):
        raise WrongValue(f"{rule_id}: {value!r}")
    kept = {"rule_id": rule_id, "value": json.dumps(value, ensure_ascii=False), "note": note.strip()[:LONGEST]}
    with warehouse.writing(remakes_verdicts=False) as cursor:
        cursor.execute(read_sql(SQL / "correct.sql"), kept)


def take_back(warehouse: Warehouse, rule_id: str) -> None:
    """Let the rulebook's own value hold again. Raises DatabaseBusy."""
    with warehouse.writing(remakes_verdicts=False) as cursor:
        cursor.execute(read_sql(SQL / "take_back.sql"), {"rule_id": rule_id})


def fits(rule: Rule[Any], value: int | bool | str | None) -> bool:
    """Whether a value is of the rule's form."""
    match rule.form, value:
        case _, None:
            return True
        case "yes_no", bool():
            return True
        case "number", int() if not isinstance(value, bool):
            return 0 <= value <= 1_000_000
        case "choice", str():
            return value in NEEDS
        case "text", str():
            return bool(value.strip()) and len(value) <= LONGEST
    return False
