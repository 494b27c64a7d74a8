"""Remakes the verdicts: SQL counts, NumPy fits, SQL joins back. Design: which buyers exceed what products explain."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd

from risk import model
from risk.links import linked_accounts
from warehouse import Warehouse, one, read_sql

SQL = Path(__file__).with_name("sql")
REMADE = ("trial", "product_risk", "buyer_risk", "signal_fit", "buyer_summary", "linked_account", "group_risk")
STEPS = ("trials", "counts", "product_counts", "links", "buyer_counts", "fit", "write")


def ensure_fresh(warehouse: Warehouse) -> None:
    """Remake the verdicts if data came in since they were made."""
    if not is_fresh(warehouse):
        refresh(warehouse)


def is_fresh(warehouse: Warehouse) -> bool:
    """Whether the verdicts were made from the data as they are now."""
    with warehouse.cursor() as cursor:
        versions = dict(cursor.execute("select key, value::bigint from meta where key like '%_version'").fetchall())
    return versions["verdict_version"] == versions["data_version"]


def refresh(warehouse: Warehouse, progress: Callable[[str, float], None] | None = None) -> None:
    """Remake every table of verdicts in one transaction. `progress` gets the step's name and the share done, 0..1."""
    with warehouse.writing() as cursor:
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
    """Empty the tables, then list every chance."""
    for table in REMADE:
        cursor.execute(TAKE_OUT[table])
    statement("trials")(cursor)


def find_links(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fill linked_account, which the counts of groups need."""
    found = linked_accounts(cursor.execute(read_sql(SQL / "shared_contacts.sql")).df())
    if len(found):
        insert(cursor, found, "linked_account")


def expect(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fit the product rates of each shop and signal, then count what others would have done."""
    products = cursor.execute(read_sql(SQL / "product_groups.sql")).df()
    rows = [
        (shop, signal, *model.fit_rates(frame["trials"], frame["hits"], frame["products"]))
        for (shop, signal), frame in products.groupby(["shop", "signal"], sort=True)
    ]
    prior = pd.DataFrame(rows, columns=["shop", "signal", "a", "b"])
    keep(cursor, prior.astype({"a": float, "b": float, "shop": str, "signal": str}), "rate_prior")
    statement("buyer_counts")(cursor)
    statement("judged_units")(cursor)


def fit(cursor: duckdb.DuckDBPyConnection) -> None:
    """Fit the buyers' odds multiples of each shop and signal and judge every group of equal buyers."""
    groups = cursor.execute(read_sql(SQL / "unit_groups.sql")).df()
    priors = cursor.execute("select shop, signal, a, b from rate_prior").df().set_index(["shop", "signal"])
    multiple = one(cursor, "select value from setting where name = 'odds_multiple'")
    linked = cursor.execute(read_sql(SQL / "linked_units.sql")).df()
    judged, together, fits = [], [], []
    for (shop, signal), frame in groups.groupby(["shop", "signal"], sort=True):
        likelihood = model.likelihoods(*(frame[name] for name in ("trials", "observed", "expected", "expected_sd")))
        weights = model.fit_excess(likelihood, frame["buyers"])
        threshold = model.abnormal_from(weights, float(multiple[0]) if multiple else 3.0)
        verdicts = model.judge(likelihood, weights, threshold)
        keys = frame[["shop", "signal", "trials", "observed", "rate_step", "precision_step"]]
        judged.append(keys.assign(**vars(verdicts)))
        members = linked[(linked["shop"] == shop) & (linked["signal"] == signal)]
        if len(members):
            together.append(judge_members(members, keys, likelihood, weights, threshold))
        prior = priors.loc[(shop, signal)]
        fits.append(
            {
                "shop": shop,
                "signal": signal,
                "buyers": int(frame["buyers"].sum()),
                "trials": float((frame["trials"] * frame["buyers"]).sum()),
                "hits": float((frame["observed"] * frame["buyers"]).sum()),
                "prior_a": float(prior["a"]),
                "prior_b": float(prior["b"]),
                "threshold": math.exp(threshold),
                "grid": model.GRID.tolist(),
                "weights": weights.tolist(),
            }
        )
    keep(cursor, pd.concat(judged, ignore_index=True) if judged else NO_JUDGED, "judged")
    keep(cursor, pd.concat(together, ignore_index=True) if together else NO_MEMBERS, "judged_members")
    if fits:
        insert(cursor, pd.DataFrame(fits), "signal_fit")


def judge_members(
    members: pd.DataFrame, keys: pd.DataFrame, likelihood: model.Floats, weights: model.Floats, threshold: float
) -> pd.DataFrame:
    """Verdicts on linked accounts of one shop and signal that also weigh the other accounts of their group."""
    places = keys.assign(place=range(len(keys)))
    rows = members.merge(places, on=[name for name in keys if name in members])
    groups, _ = pd.factorize(rows["linked_group"])
    verdicts = model.judge_linked(likelihood[rows["place"].to_numpy()], groups, weights, threshold)
    return rows[["shop", "signal", "buyer"]].assign(**vars(verdicts))


def write(cursor: duckdb.DuckDBPyConnection) -> None:
    """Join the verdicts back to products, buyers and groups."""
    for name in ("product_risk", "buyer_risk", "group_risk", "buyer_summary"):
        statement(name)(cursor)


def keep(cursor: duckdb.DuckDBPyConnection, frame: pd.DataFrame, name: str) -> None:
    """A frame as a temp table of this cursor."""
    cursor.register("frame_view", frame)
    cursor.execute(KEEP[name])
    cursor.unregister("frame_view")


def insert(cursor: duckdb.DuckDBPyConnection, frame: pd.DataFrame, table: str) -> None:
    """Append a frame whose columns stand in the table's order."""
    cursor.from_df(frame).insert_into(table)


KEEP = {
    "rate_prior": "create or replace temp table rate_prior as select * from frame_view",
    "judged": "create or replace temp table judged as select * from frame_view",
    "judged_members": "create or replace temp table judged_members as select * from frame_view",
}
TAKE_OUT = {
    "trial": "delete from trial",
    "product_risk": "delete from product_risk",
    "buyer_risk": "delete from buyer_risk",
    "signal_fit": "delete from signal_fit",
    "buyer_summary": "delete from buyer_summary",
    "linked_account": "delete from linked_account",
    "group_risk": "delete from group_risk",
}
WORK: dict[str, Callable[[duckdb.DuckDBPyConnection], None]] = {
    "trials": list_trials,
    "counts": statement("counts"),
    "product_counts": statement("product_counts"),
    "links": find_links,
    "buyer_counts": expect,
    "fit": fit,
    "write": write,
}
VERDICT_TYPES = dict.fromkeys(("certainty", "excess", "excess_low", "excess_high"), "float64")


def no_rows(types: dict[str, str]) -> pd.DataFrame:
    """An empty frame of typed columns, which DuckDB could not tell from nothing."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in (types | VERDICT_TYPES).items()})


NO_JUDGED = no_rows(
    {"shop": "str", "signal": "str", "trials": "int32", "observed": "int32", "rate_step": "int32",
     "precision_step": "int32"}
)  # fmt: skip
NO_MEMBERS = no_rows({"shop": "str", "signal": "str", "buyer": "str"})
