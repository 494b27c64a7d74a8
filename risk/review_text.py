"""Reads one text (review or chat) for what a platform accepts as more than an opinion, and marks the words.

    reading = read_text("不给我转200红包就全部差评")
    reading.findings        # {"extortion"}: extortion | insult | leak | advert | meaningless
    reading.marks           # Mark(start, end, kind): demand, threat, benefit, insult, leak, advert, rights

Extortion takes a demand, a threat and a benefit, all three near each other, and nothing that names a right or a
reason: "refund or I leave a bad review because it is broken", 12315 or 退一赔三 are a customer's words. The words are
in words/reviews.toml. What is found is a place to look at, never a finding against anybody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from risk.personal_data import personal_data
from risk.word_lists import FOLDER, insults, pattern, word_list

WORDS = FOLDER / "reviews.toml"
SHOWN_FIRST = ("leak", "insult", "threat", "benefit", "demand", "advert", "rights")
# sentences that may belong to one another: a threat often stands in the one after the demand
NEAR = 60


@dataclass(frozen=True, order=True)
class Mark:
    """text[start:end] is what was found."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Reading:
    """What a text contains. `findings` are sorted; `marks` lie in the text's order and do not overlap."""

    findings: tuple[str, ...]
    marks: tuple[Mark, ...]


def read_text(text: str) -> Reading:
    """Everything that is found in a text."""
    marks = list(found(text))
    findings = {"leak": "leak", "insult": "insult", "advert": "advert"}
    names = {findings[mark.kind] for mark in marks if mark.kind in findings}
    if is_extortion(marks):
        names.add("extortion")
    if is_meaningless(text):
        names.add("meaningless")
    return Reading(tuple(sorted(names)), tuple(apart(marks)))


def found(text: str) -> Iterator[Mark]:
    """All marks; one place may carry several."""
    for data in personal_data(text):
        if data.kind not in ("wechat", "mail"):  # those are how advertising gives itself
            yield Mark(data.start, data.end, "leak")
    for match in insults().finditer(text):
        yield Mark(*match.span(), "insult")
    yield from said(text, "advert")
    # most texts threaten nothing, and what else they ask for is then of no concern
    if pattern(tuple(word_list(WORDS)["consequence"])).search(text):
        threats = list(said(text, "threat"))
        yield from threats
        for kind in ("demand", "benefit", "rights") if threats else ():
            yield from said(text, kind)


def said(text: str, kind: str) -> Iterator[Mark]:
    """Where the words of one list stand."""
    for match in pattern(tuple(word_list(WORDS)[kind])).finditer(text):
        yield Mark(*match.span(), kind)


def is_extortion(marks: list[Mark]) -> bool:
    """A threat with a demand and a benefit near it, and no word of a right anywhere."""
    if any(mark.kind == "rights" for mark in marks):
        return False
    return any(
        all(any(mark.kind == part and near(mark, threat) for mark in marks) for part in ("demand", "benefit"))
        for threat in marks
        if threat.kind == "threat"
    )


def near(mark: Mark, other: Mark) -> bool:
    """Whether two marks are at most NEAR characters apart."""
    return mark.start - other.end <= NEAR and other.start - mark.end <= NEAR


def is_meaningless(text: str) -> bool:
    """No word in it: one character again and again, or keys struck in a row, or signs only."""
    rules: Any = word_list(WORDS)["meaningless"]
    plain = plain_text(text)
    if len("".join(text.split())) < rules["shortest"]:
        return False
    if not plain:
        return True
    if len(set(plain)) == 1 and len(plain) >= rules["repeats"]:
        return True
    rest = plain
    for key in rules["keys"]:
        rest = rest.replace(key, "")
    is_struck = rest != plain and not re.search(r"[\u4e00-\u9fff]", plain) and len(rest) <= len(plain) / 2
    return is_struck or (plain.isdigit() and len(plain) >= rules["repeats"])


def plain_text(text: str) -> str:
    """Letters, digits and characters alone, in one width and case: texts that differ in signs only become equal."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).lower() if letter.isalnum())


def apart(marks: list[Mark]) -> list[Mark]:
    """Marks without overlaps; what weighs more is kept, and what is left of the others around it."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (SHOWN_FIRST.index(mark.kind), mark.start)):
        if all(mark.end <= other.start or mark.start >= other.end for other in kept):
            kept.append(mark)
    return sorted(kept)
