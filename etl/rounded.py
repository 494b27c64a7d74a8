"""Ids that a spreadsheet cut to 15 digits and filled up with zeros, once they have become text again.

One order number in a thousand ends in three zeros by itself. So a row is not judged alone: where a third of the long
numbers of a file end so, and that by chance in less than one file in 100,000, their digits are gone.
"""

from __future__ import annotations

import math
from pathlib import Path

import duckdb

from warehouse import read_sql

SQL = Path(__file__).with_name("sql")
LEAST_SHARE = 1 / 3
MOST_CHANCE = 1e-5
EXACT_DIGITS = 15


def refuse_rounded(cursor: duckdb.DuckDBPyConnection) -> None:
    """Give such rows of `staged` their reason."""
    found = cursor.execute(read_sql(SQL / "rounded_ids.sql")).fetchall()
    lengths = [length for length, ids, ending in found if is_beyond_chance(length, ids, ending)]
    if lengths:
        cursor.execute(read_sql(SQL / "refuse_rounded.sql"), {"lengths": lengths})


def is_beyond_chance(length: int, ids: int, ending: int) -> bool:
    """Whether `ending` of `ids` numbers of this length end in zeros from the 16th digit on for another reason."""
    if not ending or ending < ids * LEAST_SHARE:
        return False
    # bounds the chance of as many or more from above: the ways to choose them, each as likely as all being zeros
    ways = math.lgamma(ids + 1) - math.lgamma(ending + 1) - math.lgamma(ids - ending + 1)
    return ways - ending * (length - EXACT_DIGITS) * math.log(10) < math.log(MOST_CHANCE)
