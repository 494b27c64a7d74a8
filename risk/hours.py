"""Whether what listed buyers do falls into certain hours more than the orders of others do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scipy.stats import binom

LENGTH = 4
# so rare must it be that chance alone fills one of 24 windows so much
CHANCE = 0.01
FEWEST = 8


@dataclass(frozen=True)
class Window:
    """From the full hour `start` to the full hour `end`; shares 0..1 of what listed buyers and others do."""

    start: int
    end: int
    listed: float
    others: float


def busiest_window(listed: Sequence[float], others: Sequence[float]) -> Window | None:
    """The LENGTH hours in which listed buyers stand out most; None where chance explains it.

    `listed`, `others`: 24 counts, from midnight. With 24 windows to choose from, the binomial tail is held against
    a 24th of CHANCE (Bonferroni).
    """
    many, all_others = sum(listed), sum(others)
    if many < FEWEST or not all_others:
        return None
    best: tuple[float, Window] | None = None
    for start in range(24):
        hours = [(start + step) % 24 for step in range(LENGTH)]
        hits, share = sum(listed[hour] for hour in hours), sum(others[hour] for hour in hours) / all_others
        tail = float(binom.sf(hits - 1, int(many), share))
        if best is None or tail < best[0]:
            best = tail, Window(start, (start + LENGTH) % 24, hits / many, share)
    return best[1] if best and best[0] < CHANCE / 24 else None
