"""How the shop's complaints ended: won ÷ decided and money, with the doubt of small numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from scipy.stats import binomtest

from complaints.desk import Desk

Row = dict[str, Any]
# below this many decided cases the share says little, and the page says so
FEW_DECIDED = 10


@dataclass(frozen=True)
class Record:
    """Cases that were decided: how many won, the 95 % range of the share behind it, yuan recovered, median days."""

    group: str
    cases: Sequence[Row]
    won: int
    low: float
    high: float
    money: float
    days: float | None

    @property
    def decided(self) -> int:
        """How many they are."""
        return len(self.cases)

    @property
    def share(self) -> float | None:
        """Won ÷ decided; None where nothing was decided."""
        return self.won / self.decided if self.decided else None

    @property
    def is_few(self) -> bool:
        """Whether the share says little."""
        return self.decided < FEW_DECIDED


def decided_cases(desk: Desk, shop: str | None = None) -> list[Row]:
    """Every decided case with its last result and the evidence that was handed in."""
    return desk.rows("outcomes", shop=shop)


def record_of(group: str, cases: Sequence[Row]) -> Record:
    """The record of these cases. The range is Wilson's: it holds for small numbers and never leaves 0..1."""
    won = sum(1 for case in cases if case["result"] == "upheld")
    low, high = (0.0, 1.0)
    if cases:
        interval = binomtest(won, len(cases)).proportion_ci(method="wilson")
        low, high = float(interval.low), float(interval.high)
    days = median(case["days"] for case in cases) if cases else None
    return Record(group, cases, won, low, high, sum(case["money"] for case in cases), days)


def grouped(cases: Sequence[Row], groups_of: Callable[[Row], Iterable[str]]) -> list[Record]:
    """A record for each group that a case is in (it may be in several), most decided first."""
    groups: dict[str, list[Row]] = {}
    for case in cases:
        for group in groups_of(case):
            groups.setdefault(group, []).append(case)
    records = [record_of(group, members) for group, members in groups.items()]
    return sorted(records, key=lambda record: (-record.decided, record.group))


def by_violation(cases: Sequence[Row]) -> list[Record]:
    """By kind of violation."""
    return grouped(cases, lambda case: [case["violation"] or ""])


def by_evidence(cases: Sequence[Row]) -> list[Record]:
    """By each kind of evidence that was in the packet; `none` where there was none."""
    return grouped(cases, lambda case: case["evidence"] or ["none"])


def by_month(cases: Sequence[Row]) -> list[Record]:
    """By the month of the decision, oldest first."""
    return sorted(grouped(cases, lambda case: [f"{case['decided_at']:%Y-%m}"]), key=lambda record: record.group)


def by_reason(cases: Sequence[Row]) -> list[Record]:
    """The rejected ones by why they were, most frequent first."""
    rejected = [case for case in cases if case["result"] == "rejected"]
    return grouped(rejected, lambda case: [case["reason_class"] or "other"])


def worth(desk: Desk, violation: str, shop: str | None = None) -> Record:
    """The shop's own record with this kind: the answer to "worth complaining?"."""
    return record_of(violation, [case for case in decided_cases(desk, shop) if case["violation"] == violation])


def lessons(desk: Desk, words: str = "") -> list[Row]:
    """Lessons and reasons that contain the words, newest first."""
    return desk.rows("lessons", words=words.strip())
