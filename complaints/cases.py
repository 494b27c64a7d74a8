"""Cases: opening one, changing what the owner wrote in it, reading it with its history."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from complaints.desk import SQL, Desk, Writer, loaded, rows
from complaints.numbers import known_by
from warehouse import Warehouse, read_sql

# what the owner may change, each change an event
FIELDS = ("title", "violation", "scene", "other_loss", "harm", "no_contact_reason", "lesson", "keep_until")


class NoSuchCase(Exception):
    """There is no case with this number."""


@dataclass(frozen=True)
class Subject:
    """An order, refund or review that a complaint is about."""

    kind: str  # order | refund | review
    ref_id: str
    order_id: str | None = None
    buyer: str | None = None


@dataclass(frozen=True)
class Opening:
    """What a case begins with."""

    shop: str
    origin: str  # buyer | review | hand
    title: str
    buyer: str | None = None
    violation: str | None = None
    scene: str | None = None
    subjects: Sequence[Subject] = ()
    text: str | None = None


def open_case(desk: Desk, opening: Opening) -> str:
    """Open a case; its number, e.g. 2026-0017."""
    with desk.writing() as writer:
        number = writer.rows("next_case_number", year=writer.now.year)[0]["number"]
        case_id = f"{writer.now.year}-{number:04d}"
        writer.run(
            "open_case", case_id=case_id, shop=opening.shop, buyer=opening.buyer, origin=opening.origin,
            title=opening.title, violation=opening.violation, scene=opening.scene, now=writer.now,
        )  # fmt: skip
        writer.event(case_id, "opened", opening.text, origin=opening.origin)
        for subject in opening.subjects:
            put_subject(writer, case_id, subject)
    return case_id


def name_shop(warehouse: Warehouse) -> None:
    """Let cases and lists go on under the name that their shop has now."""
    with warehouse.cursor() as cursor:
        [asked] = rows(cursor, "waits_for_name")
    if asked["waits"]:
        with warehouse.writing(remakes_verdicts=False) as cursor:
            cursor.execute(read_sql(SQL / "name_shop.sql"))


def one_case(found: Sequence[Mapping[str, Any]], case_id: str) -> dict[str, Any]:
    """The only row. Raises NoSuchCase."""
    if not found:
        raise NoSuchCase(case_id)
    return told_case(found[0])


def told_case(row: Mapping[str, Any]) -> dict[str, Any]:
    """A case's row, `guide` as a dictionary."""
    return {**row, "guide": dict(loaded(row["guide"]))}


def told_event(row: Mapping[str, Any]) -> dict[str, Any]:
    """An event, `detail` as a dictionary."""
    return {**row, "detail": dict(loaded(row["detail"]))}


def all_cases(desk: Desk) -> list[dict[str, Any]]:
    """Every case, newest first, with the result of its last round."""
    return desk.rows("cases")


def change_case(desk: Desk, case_id: str, **changes: object) -> None:
    """Write fields of FIELDS; only what differs is written and told in the history. Raises NoSuchCase."""
    with desk.writing() as writer:
        case = one_case(writer.rows("case", case_ids=[case_id]), case_id)
        differing = {name: value for name, value in changes.items() if case[name] != value}
        if not differing:
            return
        write_case(writer, case | differing)
        for name, value in differing.items():
            writer.event(case_id, "changed", field=name, old=case[name], new=value)


def write_case(writer: Writer, case: Mapping[str, Any]) -> None:
    """Keep the row as it now is; the caller adds the event."""
    kept = {name: case[name] for name in FIELDS}
    writer.run("write_case", case_id=case["case_id"], guide=json.dumps(case["guide"], ensure_ascii=False), **kept)


def add_subjects(desk: Desk, case_id: str, subjects: Sequence[Subject]) -> None:
    """Make orders, refunds or reviews part of the complaint; those already there stay as they are."""
    with desk.writing() as writer:
        for subject in subjects:
            put_subject(writer, case_id, subject)


def put_subject(writer: Writer, case_id: str, subject: Subject) -> None:
    """Add one subject with its event."""
    writer.run("add_subject", case_id=case_id, now=writer.now, **asdict(subject))
    writer.event(case_id, "subject_added", subject=subject.kind, ref=known_by(subject.ref_id, subject.order_id))


def drop_subjects(desk: Desk, case_id: str, subjects: Sequence[Mapping[str, Any]]) -> None:
    """Take subjects (`kind`, `ref_id`) out of the complaint, and with them what the data say of them alone."""
    with desk.writing() as writer:
        for subject in subjects:
            take_out(writer, case_id, subject["kind"], subject["ref_id"], subject.get("order_id"))
        writer.run("drop_left_facts", case_id=case_id, now=writer.now)


def take_out(writer: Writer, case_id: str, kind: str, ref_id: str, order_id: str | None) -> None:
    """Take one subject out with its event."""
    writer.run("drop_subject", case_id=case_id, kind=kind, ref_id=ref_id, now=writer.now)
    writer.event(case_id, "subject_dropped", subject=kind, ref=known_by(ref_id, order_id))


def stage_by_history(events: Sequence[Mapping[str, Any]]) -> tuple[str, datetime]:
    """The stage that the events alone lead to, and since when: what complaint_case must agree with."""
    moves = [(event["detail"]["to"], event["at"]) for event in events if event["kind"] == "moved"]
    return moves[-1] if moves else ("candidate", events[0]["at"])
