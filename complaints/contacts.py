"""The contact log, and when one more contact could itself be taken for harassment."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from complaints.desk import Desk

CHANNELS = ("wangwang", "phone", "sms", "other")
OUTCOMES = ("no_answer", "refused", "agreed", "open")


@dataclass(frozen=True)
class Contact:
    """One time shop and buyer spoke."""

    at: datetime
    channel: str
    who: str  # shop | buyer
    said: str
    outcome: str
    offer: str | None = None
    answer: str | None = None


@dataclass(frozen=True)
class Caution:
    """A sentence of desk.contact_warning.<key>."""

    key: str
    count: int


def log_contact(desk: Desk, case_id: str, contact: Contact) -> None:
    """Keep a contact."""
    with desk.writing() as writer:
        writer.run("add_contact", case_id=case_id, now=writer.now, **asdict(contact))
        writer.event(case_id, "contact", contact.said, channel=contact.channel, outcome=contact.outcome)


def drop_contact(desk: Desk, case_id: str, contact_id: int) -> None:
    """Take back a contact written down by mistake; its row stays."""
    with desk.writing() as writer:
        writer.run("drop_contact", case_id=case_id, number=contact_id, now=writer.now)
        writer.event(case_id, "contact_dropped", number=contact_id)


@cache
def conduct() -> Mapping[str, int]:
    """Hours and counts from conduct.toml."""
    entries = tomllib.loads(Path(__file__).with_name("conduct.toml").read_text("utf-8"))
    return {name: int(entry["value"]) for name, entry in entries.items()}


def is_night(moment: datetime) -> bool:
    """Whether a contact at this time would wake people up."""
    return moment.hour >= conduct()["night_from"] or moment.hour < conduct()["night_until"]


def warnings_for(contacts: Sequence[Mapping[str, Any]], moment: datetime) -> list[Caution]:
    """What speaks against the shop writing or calling once more at this time."""
    ours = [row["at"] for row in contacts if row["who"] == "shop"]
    day = sum(1 for at in ours if abs(at - moment) < timedelta(days=1))
    week = sum(1 for at in ours if abs(at - moment) < timedelta(days=7))
    found = [Caution("night", moment.hour)] if is_night(moment) else []
    if day >= conduct()["most_a_day"]:
        found.append(Caution("day", day))
    elif week >= conduct()["most_a_week"]:
        found.append(Caution("week", week))
    return found


def has_failed(contacts: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the shop has tried and no agreement came of it."""
    tried = [row for row in contacts if row["who"] == "shop"]
    return bool(tried) and contacts[-1]["outcome"] != "agreed"
