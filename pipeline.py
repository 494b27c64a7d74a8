"""What every way in shares: take files in, then remake the verdicts. The rooms do not know each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import duckdb

from complaints import cases
from etl import shops
from etl.ahead import Ahead
from etl.intake import take_in, take_in_read
from etl.outcome import Choices, GivenUp, Outcome, Progress, Source
from etl.undo import erase, undo
from risk import verdicts
from warehouse import Warehouse

# How much of the whole the verdicts take, for the progress bar
VERDICT_SHARE = 0.2


@dataclass(frozen=True)
class VerdictChange:
    """What an import did to the list. `new_high`: (shop, buyer) of those who were not high before."""

    high_before: int
    high_after: int
    new_high: list[tuple[str, str]]
    gone_high: int


@dataclass(frozen=True)
class PipelineResult:
    """One outcome a file, and the change of the list."""

    outcomes: list[Outcome]
    verdicts: VerdictChange


def run(
    warehouse: Warehouse,
    sources: Sequence[Source],
    *,
    choices: Choices | None = None,
    progress: Callable[[Progress], None] | None = None,
    came_of: Callable[[Outcome], None] | None = None,
) -> PipelineResult:
    """Take files in and remake the verdicts. Raises DatabaseBusy; a refused file is an outcome, not an error.

    `progress` may raise GivenUp, and a statement may be interrupted: then nothing of the whole run stays. A last
    report with the step `restoring` says that it can no longer be stopped. The file is held for the whole run.
    """
    report = progress or (lambda _: None)
    taken: list[Outcome] = []

    def note(outcome: Outcome) -> None:
        taken.append(outcome)
        if came_of:
            came_of(outcome)

    # while the database is opened the first file is read
    with Ahead(sources, choices) as ahead, warehouse.cursor():
        before = high_buyers(warehouse)
        try:
            take_in_read(
                warehouse,
                ahead,
                progress=lambda p: report(replace(p, share=p.share * (1 - VERDICT_SHARE))),
                came_of=note,
            )
            if any(outcome.error is None for outcome in taken):
                judge(warehouse, len(taken), report)
        except (GivenUp, duckdb.InterruptException) as given_up:
            ahead.give_up()
            report(Progress("", len(taken), len(taken), "restoring", 0.0))
            give_back(warehouse, taken)
            raise GivenUp from given_up
        after = high_buyers(warehouse)
    change = VerdictChange(len(before), len(after), sorted(after - before), len(before - after))
    return PipelineResult(taken, change)


def judge(warehouse: Warehouse, files: int, report: Callable[[Progress], None]) -> None:
    """Remake the verdicts as the last part of a run, under the names that the files gave the shops."""
    cases.name_shop(warehouse)
    verdicts.refresh(
        warehouse,
        lambda _, share: report(Progress("", files, files, "judging", 1 - VERDICT_SHARE * (1 - share))),
    )


def give_back(warehouse: Warehouse, taken: Sequence[Outcome]) -> None:
    """Take back the files of a run that was given up."""
    batches = [outcome.batch_id for outcome in taken if outcome.batch_id is not None and outcome.error is None]
    if batches:
        erase(warehouse, batches)
        verdicts.refresh(warehouse)


def look(
    warehouse: Warehouse,
    sources: Sequence[Source],
    *,
    progress: Callable[[Progress], None] | None = None,
    came_of: Callable[[Outcome], None] | None = None,
) -> list[Outcome]:
    """What would come of these files; changes nothing. Raises DatabaseBusy, GivenUp."""
    try:
        return take_in(warehouse, sources, progress=progress, came_of=came_of, is_look=True)
    except duckdb.InterruptException as stopped:
        raise GivenUp from stopped


def high_buyers(warehouse: Warehouse) -> set[tuple[str, str]]:
    """(shop, buyer) of everyone whose tier is high."""
    with warehouse.cursor() as cursor:
        return set(cursor.execute("select shop, buyer from buyer_summary where tier = 'high'").fetchall())


def take_back(warehouse: Warehouse, batch_id: int) -> None:
    """Undo one import and remake the verdicts. Raises NoSuchImport, DatabaseBusy."""
    with warehouse.cursor():
        undo(warehouse, batch_id)
        verdicts.refresh(warehouse)


def unite_shops(warehouse: Warehouse, old: str, new: str) -> None:
    """Make one shop of two names, whatever was said under the old one included. Raises DatabaseBusy."""
    with warehouse.cursor():
        with warehouse.writing() as cursor:
            shops.unite(cursor, old, new)
        cases.name_shop(warehouse)
        verdicts.refresh(warehouse)
