"""How a buyer's refunds were made, in words: the same on the page and in the report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any


def refunds_told(rows: Iterable[Mapping[str, Any]], say: Callable[..., str]) -> list[str]:
    """Sentences: how those that count were made, and why others do not; none where no export tells.

    `rows`: of refund_kinds.sql; `say(key, **values)` gives a sentence of the catalogue.
    """
    rows = list(rows)
    ways = [say(f"words.refund_kind.{row['word']}") + f" {row['refunds']}" for row in rows if row["is_counted"]]
    said = [say("ui.buyer.refund_ways", ways=say("ui.comma").join(ways))] if ways else []
    return said + [
        say("ui.buyer.refund_left_out", count=row["refunds"], why=say(f"words.why_not.{row['word']}"))
        for row in rows
        if not row["is_counted"]
    ]
