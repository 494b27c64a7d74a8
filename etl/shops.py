"""Which shop rows belong to: order reports mostly say it, most other files never do.

For a row whose file names no shop, the first of these tells: the shop that has its order; the owner's choice for the
file; the shop that has the same row already; the only shop there is. Else it stands under the empty name until a file
tells. Rows that came in before the file that tells of them move when it comes, so the order of the files makes no
difference.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from etl import changes, merge
from etl.merge import TARGETS, Target, run, settle
from etl.problem import Problem
from warehouse import Warehouse, one

UNNAMED = ""
# kind → the column of `staged` by whose numbers rows of other shops are found, and what moves with them
MOVES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "orders": ("order_id", ("move_lines", "move_refunds", "move_reviews")),
    "items": ("order_id", ("move_lines",)),
    "refunds": ("refund_id", ("move_same_refunds",)),
    "reviews": ("review_id", ("move_same_reviews",)),
}


def current_name(cursor: duckdb.DuckDBPyConnection, chosen: str | None) -> str | None:
    """The owner's choice, and the names in `staged`, as the shops are called now."""
    former = dict(cursor.execute("select name, shop from shop_alias").fetchall())
    if former:
        run(cursor, "name_by_alias")
    return former.get(chosen, chosen)


def name_by_order(cursor: duckdb.DuckDBPyConnection, chosen: str | None) -> None:
    """Name the shop of the rows of `staged` that name none: that of their order, else the owner's choice."""
    if not is_silent(cursor):
        return
    if len(named_shops(cursor, chosen)) > 1:
        run(cursor, "name_by_order")
    if chosen:
        run(cursor, "name_rest", {"name": chosen})


def name_rest(cursor: duckdb.DuckDBPyConnection, kind: str) -> None:
    """Name the shop of those that are left: the one that has the same row already, else the only one."""
    if not is_silent(cursor):
        return
    named = named_shops(cursor)
    if len(named) > 1 and kind != "orders":
        run(cursor, f"name_by_{kind}")
    run(cursor, "name_rest", {"name": named.pop() if len(named) == 1 else UNNAMED})


def gather(cursor: duckdb.DuckDBPyConnection, kind: str) -> list[Problem]:
    """Move rows that are there already to the shop that those of `staged` tell, and name their imports after it.

    Returns what the owner should know of it.
    """
    names, notes = known_shops(cursor), list[Problem]()
    if len(names) < 2:
        return notes
    if UNNAMED in names and len(names) == 2:
        for target in TARGETS:
            hand_over(cursor, target, UNNAMED, max(names))
    elif not move_as_told(cursor, kind, notes):
        return notes
    run(cursor, "name_batches")
    changes.note_all(cursor)
    return notes


def move_as_told(cursor: duckdb.DuckDBPyConnection, kind: str, notes: list[Problem]) -> bool:
    """Move rows by their numbers; whether there were any. `notes` gets the names that orders had before."""
    column, moves = MOVES[kind]
    number = duckdb.ColumnExpression(column).alias("number")
    cursor.register("told_numbers", cursor.table("staged").filter("reason is null").select(number, "shop"))
    run(cursor, "told_shop")
    cursor.unregister("told_numbers")
    count = 0
    if kind == "orders":
        run(cursor, "other_names")
        for old, new, orders in cursor.fetchall():
            notes.append(Problem("etl.other_name", {"old": old, "new": new, "count": orders}))
        count = moved(cursor, "move_orders")
    if column == "order_id":
        run(cursor, "told_order")
    return count + sum(moved(cursor, move) for move in moves) > 0


def moved(cursor: duckdb.DuckDBPyConnection, move: str) -> int:
    """Carry out a move; how many rows it took."""
    run(cursor, move)
    return int(cursor.fetchall()[0][0])


def is_silent(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Whether a row of `staged` names no shop."""
    return one(cursor, "select 1 from staged where shop is null limit 1") is not None


def known_shops(cursor: duckdb.DuckDBPyConnection) -> set[str]:
    """What rows of the tables and of `staged` stand under, the empty name included."""
    run(cursor, "known_shops")
    return {name for (name,) in cursor.fetchall()}


def named_shops(cursor: duckdb.DuckDBPyConnection, chosen: str | None = None) -> set[str]:
    """The names that the tables, `staged` and the owner tell."""
    return (known_shops(cursor) | {chosen or UNNAMED}) - {UNNAMED}


def unite(cursor: duckdb.DuckDBPyConnection, old: str, new: str) -> None:
    """Let rows of the shop `old`, and those that files will name so, be rows of `new`: one shop of two names."""
    run(cursor, "forget_alias", {"name": new})
    run(cursor, "remember_alias", {"old": old, "new": new})
    for target in TARGETS:
        hand_over(cursor, target, old, new)
    run(cursor, "name_batches")
    changes.note_all(cursor)


def part(warehouse: Warehouse, name: str) -> None:
    """Let a former name stand for itself again in files that come; what has come stays. Raises DatabaseBusy."""
    with warehouse.writing(remakes_verdicts=False) as cursor:
        run(cursor, "forget_alias", {"name": name})


def hand_over(cursor: duckdb.DuckDBPyConnection, target: Target, old: str, new: str) -> None:
    """Give a table's rows of one shop to another. What both have is settled from what all imports said of it."""
    shop, name = duckdb.ColumnExpression("shop"), {"shop": duckdb.ConstantExpression(new)}
    is_old, is_new = (shop == duckdb.ConstantExpression(each) for each in (old, new))
    known, sightings = cursor.table(target.table), cursor.table(target.sightings)
    mine, theirs = (known.filter(each).set_alias(alias) for each, alias in ((is_old, "mine"), (is_new, "theirs")))
    # of a shop that has no rows yet not asked: all numbers of the other would be kept in memory
    is_twofold = bool(theirs.limit(1).fetchall()) and keep_twofold(cursor, target, mine, theirs, sightings)
    for table in (target.sightings, target.table):
        cursor.table(table).update(name, condition=is_old)
    if is_twofold:
        settle(cursor, target)


def keep_twofold(
    cursor: duckdb.DuckDBPyConnection,
    target: Target,
    mine: duckdb.DuckDBPyRelation,
    theirs: duckdb.DuckDBPyRelation,
    sightings: duckdb.DuckDBPyRelation,
) -> bool:
    """Turn the rows that both shops have into sightings, and take mine out; whether there were any."""
    key, rest = ",".join(target.key), ",".join(target.key[1:])
    merge.keep(cursor, "before", theirs.join(mine, rest, how="semi"))
    if not merge.size(cursor, "before"):
        return False
    before = cursor.table("before")
    twice = mine.join(before, rest, how="semi")
    merge.keep(cursor, "written", twice.select(*target.key))
    merge.keep(cursor, "seen_once", twice.union(before).set_alias("both").join(sightings, key, how="anti"))
    merge.append(cursor, cursor.table("seen_once"), target.sightings)
    run(cursor, f"take_out_{target.name}")
    return True
