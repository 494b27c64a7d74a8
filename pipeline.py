"""What every way in shares: take files in, then remake the verdicts. etl and risk do not know each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from etl.intake import take_in
from etl.outcome import Choices, Outcome, Progress, Source
from etl.undo import undo
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
) -> PipelineResult:
    """Take files in and remake the verdicts. Raises DatabaseBusy; a refused file is an outcome, not an error."""
    report = progress or (lambda _: None)
    before = high_buyers(warehouse)
    outcomes = take_in(
        warehouse,
        sources,
        choices=choices,
        progress=lambda p: report(replace(p, share=p.share * (1 - VERDICT_SHARE))),
    )
    if any(outcome.error is None for outcome in outcomes):
        verdicts.refresh(
            warehouse,
            lambda _, share: report(
                Progress("", len(sources), len(sources), "judging", 1 - VERDICT_SHARE * (1 - share))
            ),
        )
    after = high_buyers(warehouse)
    change = VerdictChange(len(before), len(after), sorted(after - before), len(before - after))
    return PipelineResult(outcomes, change)


def high_buyers(warehouse: Warehouse) -> set[tuple[str, str]]:
    """(shop, buyer) of everyone whose tier is high."""
    with warehouse.cursor() as cursor:
        return set(cursor.execute("select shop, buyer from buyer_summary where tier = 'high'").fetchall())


def take_back(warehouse: Warehouse, batch_id: int) -> None:
    """Undo one import and remake the verdicts. Raises NoSuchImport, DatabaseBusy."""
    undo(warehouse, batch_id)
    verdicts.refresh(warehouse)
