"""Where a file comes from that is no export of 千牛: another platform, a bill, shop statistics, an order system."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from etl.recognise import HEADER_WITHIN_ROWS, normal

AT_LEAST = 2


@dataclass(frozen=True)
class Origin:
    """Where files come from: the header cells that tell, and how many of them it takes."""

    name: str
    cells: frozenset[str]
    at_least: int


@cache
def origins() -> tuple[Origin, ...]:
    """The origins of elsewhere.toml."""
    return tuple(
        Origin(each["name"], frozenset(map(normal, each["cells"])), each.get("at_least", AT_LEAST))
        for each in entries()["origin"]
    )


@cache
def own_cells() -> frozenset[str]:
    """The header cells that only 千牛 writes."""
    return frozenset(map(normal, entries()["own"]))


def entries() -> dict:
    """elsewhere.toml as it stands."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def origin_of(rows: Sequence[Sequence[str | None]]) -> str | None:
    """The origin that a row among the first ones tells of; None where none does, or 千牛's own cells prevail."""
    told: dict[str, int] = {}
    for row in rows[:HEADER_WITHIN_ROWS]:
        cells = {normal(cell) for cell in row}
        for origin in origins():
            many = len(cells & origin.cells)
            if many >= origin.at_least and many > len(cells & own_cells()):
                told[origin.name] = max(many, told.get(origin.name, 0))
    return max(told, key=told.__getitem__) if told else None
