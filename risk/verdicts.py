"""Remakes the verdicts: SQL counts, NumPy fits, SQL joins back. Design: which buyers exceed what products explain."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import duckdb
import pandas as pd

from risk import fitting, model
from risk.chances import list_chances
from risk.links import linked_accounts
from warehouse import Warehouse, one, read_sql

SQL = Path(__file__).with_name("sql")
REMADE = ("product_risk", "buyer_risk", "signal_fit", "buyer_summary", "linked_account", "group_risk")
# how many buyers are asked whether their trials go together, and from which mean effect on they are weighed by it
BUYERS_ASKED = 20_000
LEAST_ALIKE = 0.03
STEPS = ("trials", "product_counts", "links", "buyer_counts", "fit", "write")


def ensure_fresh(warehouse: Warehouse) -> None:
    """Remake the verdicts if data came in since they were made."""
    if not is_fresh(warehouse):
        refresh(warehouse)


def is_fresh(warehouse: Warehouse) -> bool:
    """Whether the verdicts were made from the data as they are now."""
    versions = warehouse.versions()
    return versions["verdict_version"] == versions["data_version"]


def refresh(warehouse: Warehouse, progress: Callable[[str, float], None] | None = None) -> None:
    """Remake every table of verdicts in one transaction. `progress` gets the step's name and the share done, 0..1."""
    with warehouse.writing() as cursor:
        remake(cursor, progress)


def remake(cursor: duckdb.DuckDBPyConnection, progress: Callable[[str, float], None] | None = None) -> None:
    """The same within a transaction of the caller's."""
    for number, step in enumerate(STEPS):
        if progress:
            progress(step, number / len(STEPS))
        WORK[step](cursor)
    # writing() raises the data version once more when it commits
    cursor.execute(
        "update meta set value = (select (value::bigint + 1)::varchar from meta where key = 'data_version') "
        "where key = 'verdict_version'"
    )
    if progress:
        progress(STEPS[-1], 1.0)


def statement(name: str) -> Callable[[duckdb.DuckDBPyConnection], None]:
    """A step that runs one .sql file."""

    def run(cursor: duckdb.DuckDBPyConnection) -> None:
        cursor.execute(read_sql(SQL / f"{name}.sql"))

    return run


def list_trials(cursor: duckdb.DuckDBPyConnection) -> None:
    """Empty the tables of verdicts, and list the chances they are made from."""
    for table in REMADE:
        cursor.execute(TAKE_OUT[table])
    list_chances(cursor)


def find_links(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fill linked_account, which the counts of groups need."""
    found = linked_accounts(cursor.execute(read_sql(SQL / "shared_contacts.sql")).df())
    if len(found):
        insert(cursor, found, "linked_account")


def expect(cursor: duckdb.DuckDBPyConnection) -> None:
    """Count what others would have done, once with everybody and once without those who stand out by that."""
    keep(cursor, NO_ASIDE, "set_aside")
    keep(cursor, NO_ALIKE, "alike")
    fit_rates(cursor)
    measure_alikeness(cursor)
    count_units(cursor)
    fits = fit_signals(cursor)
    first = [(*key_of(fitted.groups), fitted.beyond) for fitted in fits]
    keep(cursor, pd.DataFrame(first, columns=["shop", "signal", "beyond"]) if first else NO_BEYOND, "first_beyond")
    found = [fitting.at_first_sight(fitted) for fitted in fits]
    if sum(map(len, found)):
        keep(cursor, pd.concat(found, ignore_index=True), "first_sight")
        statement("set_aside")(cursor)
        fit_rates(cursor)
        count_units(cursor)


def fit_rates(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fit the product rates of each shop and signal."""
    statement("product_baseline")(cursor)
    products = cursor.execute(read_sql(SQL / "product_groups.sql")).df()
    rows = [
        (shop, signal, *model.fit_rates(frame["trials"], frame["hits"], frame["products"]))
        for (shop, signal), frame in products.groupby(["shop", "signal"], sort=True)
    ]
    prior = pd.DataFrame(rows, columns=["shop", "signal", "a", "b"])
    keep(cursor, prior.astype({"a": float, "b": float, "shop": str, "signal": str}), "rate_prior")


def measure_alikeness(cursor: duckdb.DuckDBPyConnection) -> None:
    """Find the signals whose trials go together within a day, and how many trials of a buyer share a day."""
    asked = one(cursor, "select count(*) from buyer_facts")
    found = cursor.execute(read_sql(SQL / "alike.sql"), {"every": one_in(asked[0] if asked else 0)}).df()
    found["alikeness"] = [model.alikeness(row.within, row.across, row.pairs) for row in found.itertuples()]
    matters = found["alikeness"] * (found["day_size"] - 1) >= LEAST_ALIKE
    alike = found.loc[matters, ["shop", "signal", "alikeness"]]
    keep(cursor, alike if len(alike) else NO_ALIKE, "alike")
    statement("day_sizes")(cursor)


def one_in(buyers: int) -> int:
    """Of how many buyers one is asked whether trials go together: of each one, in all but big shops."""
    return max(1, -(-buyers // BUYERS_ASKED))


def count_units(cursor: duckdb.DuckDBPyConnection) -> None:
    """What each buyer and each group of linked accounts did, and would have been expected to do."""
    statement("buyer_counts")(cursor)
    statement("judged_units")(cursor)


def fit_signals(cursor: duckdb.DuckDBPyConnection) -> list[fitting.Fit]:
    """Prior and threshold of each shop and signal, side by side: NumPy lets go of the interpreter while it counts."""
    settings = settings_of(cursor)
    with ThreadPoolExecutor() as workers:
        return list(workers.map(lambda groups: fitting.fit_groups(groups, settings), by_signal(cursor)))


def by_signal(cursor: duckdb.DuckDBPyConnection) -> list[pd.DataFrame]:
    """Groups of equal buyers, a frame for each shop and signal."""
    groups = cursor.execute(read_sql(SQL / "unit_groups.sql")).df()
    return [frame for _, frame in groups.groupby(["shop", "signal"], sort=True)]


def key_of(groups: pd.DataFrame) -> tuple[str, str]:
    """Shop and signal of one of by_signal()'s frames."""
    return str(groups["shop"].iloc[0]), str(groups["signal"].iloc[0])


def settings_of(cursor: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """The owner's settings by name."""
    return dict(cursor.execute("select name, value from setting").fetchall())


def fit(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fit the buyers' odds multiples of each shop and signal, judge every group of equal buyers, weigh the kinds."""
    priors = cursor.execute("select shop, signal, a, b from rate_prior").df().set_index(["shop", "signal"])
    alike = {(shop, signal): found for shop, signal, found in cursor.execute("from alike").fetchall()}
    first = {(shop, signal): beyond for shop, signal, beyond in cursor.execute("from first_beyond").fetchall()}
    linked = cursor.execute(read_sql(SQL / "linked_units.sql")).df()
    settings, judged = settings_of(cursor), []
    for everybody in fit_signals(cursor):
        key = key_of(everybody.groups)
        members = linked[(linked["shop"] == key[0]) & (linked["signal"] == key[1])]
        fitted = fitting.without_flagged(everybody, first[key], settings)
        judged.append(fitting.judge_groups(fitted, members, priors.loc[key], alike.get(key, 0.0)))
    together = [found.members for found in judged if found.members is not None]
    keep(cursor, pd.concat([found.groups for found in judged], ignore_index=True) if judged else NO_JUDGED, "judged")
    keep(cursor, pd.concat(together, ignore_index=True) if together else NO_MEMBERS, "judged_members")
    statement("buyer_kinds")(cursor)
    by_kind = cursor.execute(read_sql(SQL / "kind_groups.sql")).df()
    keep(cursor, fitting.weigh_kinds(by_kind) if len(by_kind) else NO_FACTORS, "kinds_factors")
    statement("buyer_factors")(cursor)
    if judged:
        insert(cursor, pd.DataFrame([found.signal_fit for found in judged]), "signal_fit")


def write(cursor: duckdb.DuckDBPyConnection) -> None:
    """Join the verdicts back to products, buyers and groups."""
    for name in ("product_risk", "told_hits", "buyer_risk", "group_risk", "buyer_summary"):
        statement(name)(cursor)
    now = datetime.now()
    for name in ("list_change", "signal_change"):
        cursor.execute(read_sql(SQL / f"{name}.sql"), {"now": now})


def keep(cursor: duckdb.DuckDBPyConnection, frame: pd.DataFrame, name: str) -> None:
    """A frame as a temp table of this cursor."""
    cursor.register("frame_view", frame)
    cursor.execute(KEEP[name])
    cursor.unregister("frame_view")


def insert(cursor: duckdb.DuckDBPyConnection, frame: pd.DataFrame, table: str) -> None:
    """Append a frame whose columns stand in the table's order."""
    cursor.from_df(frame).insert_into(table)


KEEP = {
    "set_aside": "create or replace temp table set_aside as select * from frame_view",
    "first_sight": "create or replace temp table first_sight as select * from frame_view",
    "first_beyond": "create or replace temp table first_beyond as select * from frame_view",
    "alike": "create or replace temp table alike as select * from frame_view",
    "kinds_factors": "create or replace temp table kinds_factors as select * from frame_view",
    "rate_prior": "create or replace temp table rate_prior as select * from frame_view",
    "judged": "create or replace temp table judged as select * from frame_view",
    "judged_members": "create or replace temp table judged_members as select * from frame_view",
}
TAKE_OUT = {
    "product_risk": "delete from product_risk",
    "buyer_risk": "delete from buyer_risk",
    "signal_fit": "delete from signal_fit",
    "buyer_summary": "delete from buyer_summary",
    "linked_account": "delete from linked_account",
    "group_risk": "delete from group_risk",
}
WORK: dict[str, Callable[[duckdb.DuckDBPyConnection], None]] = {
    "trials": list_trials,
    "product_counts": statement("product_counts"),
    "links": find_links,
    "buyer_counts": expect,
    "fit": fit,
    "write": write,
}
VERDICT_TYPES = dict.fromkeys(("certainty", "excess", "excess_low", "excess_high"), "float64")
SIGNAL_TYPES = {"shop": "str", "signal": "str"}


def no_rows(types: dict[str, str]) -> pd.DataFrame:
    """An empty frame of typed columns, which DuckDB could not tell from nothing."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in types.items()})


NO_JUDGED = no_rows({"unit_key": "uint64"} | VERDICT_TYPES)
NO_MEMBERS = no_rows(SIGNAL_TYPES | {"buyer": "str"} | VERDICT_TYPES)
NO_ASIDE = no_rows(SIGNAL_TYPES | {"buyer": "str", "kept": "float64"})
NO_BEYOND = no_rows(SIGNAL_TYPES | {"beyond": "float64"})
NO_ALIKE = no_rows(SIGNAL_TYPES | {"alikeness": "float64"})
NO_FACTORS = no_rows(SIGNAL_TYPES | dict.fromkeys(fitting.COUNTS_BY_KIND, "int32") | {"factor": "float64"})
