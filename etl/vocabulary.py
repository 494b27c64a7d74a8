"""The cell texts of vocabulary.toml as small tables that SQL joins to."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa

TEXT_TABLES = {"order_status": ("state", "rank", "said", "before_payment", "closed_for"), "rating": ("rating",)}
PART_TABLES = {
    "order_status_part": ("state", "rank", "closed_for"),
    "refund_status": ("state", "rank", "said"),
    "refund_reason": ("class",),
    "refund_kind": ("kind",),
}


@cache
def vocabulary() -> dict[str, pa.Table]:
    """Table name → columns `text`/`part`, `place` (order of trying) and what they mean."""
    entries = tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text("utf-8"))
    tables = {
        f"word_{name}": table(entries[name], "texts", "text", meanings) for name, meanings in TEXT_TABLES.items()
    } | {f"word_{name}": table(entries[name], "contains", "part", meanings) for name, meanings in PART_TABLES.items()}
    tables["word_default_review"] = pa.table({"text": entries["default_review"]["texts"]})
    return tables


def table(entries: list[dict], words: str, column: str, meanings: tuple[str, ...]) -> pa.Table:
    """One row a word."""
    rows = [(place, word, entry) for place, entry in enumerate(entries) for word in entry[words]]
    return pa.table(
        {"place": [place for place, _, _ in rows], column: [word for _, word, _ in rows]}
        | {meaning: [entry.get(meaning) for _, _, entry in rows] for meaning in meanings}
    )


def register(cursor: duckdb.DuckDBPyConnection) -> None:
    """Make the word tables visible to this cursor (a registered table is not seen by another)."""
    for name, words in vocabulary().items():
        cursor.register(name, words)
