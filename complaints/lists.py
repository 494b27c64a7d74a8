"""The shop's own lists: whom to look at, whom to restrict. Each entry has reason, evidence and end; one shop only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from complaints.desk import Desk
from locales import say
from risk.listing import csv_bytes
from risk.masking import masked_name

LISTS = ("flagged", "restrict")
# shortest time necessary: an entry that is still true is made again
DEFAULT_DAYS = {"flagged": 90, "restrict": 180}
LONGEST_DAYS = 365
COLUMNS = ("list", "buyer", "reason", "evidence", "added_at", "expires_on")


class ListingRefused(Exception):
    """An entry without reason, evidence or a fair end: `key` of desk.listing_refused.<key>."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True)
class Entry:
    """A new entry; `evidence` is a case number or the owner's words."""

    shop: str
    list: str
    buyer: str
    reason: str
    evidence: str
    expires_on: date


def add_entry(desk: Desk, entry: Entry) -> None:
    """Put a buyer on a list. Raises ListingRefused."""
    today = desk.clock().date()
    for name in ("buyer", "reason", "evidence"):
        if not getattr(entry, name).strip():
            raise ListingRefused(name)
    if not today < entry.expires_on <= today + timedelta(days=LONGEST_DAYS):
        raise ListingRefused("expiry")
    if any(row["buyer"] == entry.buyer for row in live(desk, entry.shop, entry.list)):
        raise ListingRefused("twice")
    with desk.writing() as writer:
        writer.run("add_listing", now=writer.now, **vars(entry))


def remove_entry(desk: Desk, listing_id: int, why: str) -> None:
    """Take an entry off before its end."""
    with desk.writing() as writer:
        writer.run("remove_listing", listing_id=listing_id, why=why, now=writer.now)


def live(desk: Desk, shop: str, name: str) -> list[dict[str, Any]]:
    """Entries that hold today, the next to fall off first."""
    return desk.rows("listings", shop=shop, list=name, today=desk.clock().date())


def past(desk: Desk, shop: str, name: str) -> list[dict[str, Any]]:
    """Entries that have fallen off or were taken off."""
    return desk.rows("past_listings", shop=shop, list=name, today=desk.clock().date())


def export(desk: Desk, shop: str, name: str, language: str, *, masked: bool = True) -> bytes:
    """A list as CSV for Excel; logged. Names are masked unless the owner asks for them."""
    rows = live(desk, shop, name)
    frame = pd.DataFrame([shown(row, language, masked) for row in rows], columns=list(COLUMNS))
    content = csv_bytes(
        frame.rename(columns={name: say(language, f"desk.listing_column.{name}") for name in COLUMNS})
    )
    with desk.writing() as writer:
        writer.run(
            "log_export",
            now=writer.now,
            what="list",
            shop=shop,
            about=name,
            rows=len(rows),
            is_masked=masked,
            sha256=None,
        )
    return content


def shown(row: dict[str, Any], language: str, masked: bool) -> dict[str, Any]:
    """One row as it leaves the house."""
    buyer = masked_name(row["buyer"]) if masked else row["buyer"]
    told = {"list": say(language, f"desk.list.{row['list']}"), "buyer": buyer, "added_at": row["added_at"].date()}
    return {name: told.get(name, row[name]) for name in COLUMNS}


def exports(desk: Desk) -> Sequence[dict[str, Any]]:
    """Every export, newest first."""
    return desk.rows("exports")
