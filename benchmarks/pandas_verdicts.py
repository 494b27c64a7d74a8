"""The verdicts of risk/refresh.py with pandas in place of SQL and arrays; the fits are the engine's own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.pandas_chances import list_chances
from risk import fitting, model
from risk.links import linked_accounts
from warehouse import Warehouse

SIGNAL = ["shop", "signal"]
PRODUCT, BUYER = [*SIGNAL, "product"], [*SIGNAL, "buyer"]
TABLES = {
    "buyer_order": "shop, order_id, buyer, created_at, paid_at, seen_at, state, is_unpaid, close_reason, "
    "paid, refund_amount, phone_key, alipay_key, address_key",
    "order_line": "shop, order_id, line_id, source, item_id, title, paid, refund_state, refund_amount",
    "refund": "shop, refund_id, order_id, item_id, title, status, state, kind, fault, reason_class, amount, "
    "order_paid, is_partial",
    "review": "shop, review_id, order_id, buyer, item_id, title, rating, is_default, created_at",
}
LINKS = ("phone", "alipay", "address")
KINDS = {"before_dispatch": "before_dispatch", "refund_only": "refund_only", "return": "returned"}


def read_tables(warehouse: Warehouse) -> tuple[dict[str, pd.DataFrame], dict[str, Any]]:
    """The tables and the owner's settings."""
    with warehouse.cursor() as cursor:
        tables = {name: cursor.table(name).project(columns).df() for name, columns in TABLES.items()}
        settings = dict(cursor.execute("select name, value from setting").fetchall())
    return tables, settings


def judge(
    tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any], asked: Collection[str] | None = None
) -> pd.DataFrame:
    """shop, buyer, signal, trials, observed, expected, expected_sd, certainty; `asked`: the buyers whose trials are
    looked at for going together, everybody unless told.
    """
    trials = list_chances(tables, settings)
    counted = trials[trials["is_counted"]]
    counts = sums(counted.assign(hits=counted["weight"].where(counted["is_hit"], 0.0)))
    links = linked_accounts(shared_contacts(tables["buyer_order"], settings["crowd_accounts"]))
    products = counts.groupby(PRODUCT, as_index=False)[["trials", "hits"]].sum()
    priors = fit_rates(products)
    alike = alikeness(counted if asked is None else counted[counted["buyer"].isin(asked)], products, priors)
    sizes = day_sizes(counted, alike)
    units = units_of(buyer_counts(counts, products, priors), links, sizes, alike)
    fits = fit_all(units, settings)
    first = {key: fit.beyond for key, fit in fits.items()}
    seen = pd.concat([fitting.at_first_sight(fit) for fit in fits.values()])
    aside = units.dropna(subset=["buyer"]).merge(seen, on="unit_key")
    if len(aside):
        kept = aside[BUYER].assign(kept=1 - aside["certainty"])
        products = less(products, counts.merge(kept, on=BUYER))
        priors = fit_rates(products)
        units = units_of(buyer_counts(counts, products, priors, kept), links, sizes, alike)
        fits = fit_all(units, settings)
    return verdicts(units, fits, first, links, priors, counted, settings)


def sums(counted: pd.DataFrame) -> pd.DataFrame:
    """Chances and hits of each buyer, missing ones as one, in each product."""
    by = counted.groupby([*PRODUCT, "buyer"], dropna=False)
    return by.agg(trials=("weight", "sum"), hits=("hits", "sum")).reset_index()


def shared_contacts(orders: pd.DataFrame, crowd: float) -> pd.DataFrame:
    """Accounts that share a strong identifier: shop, link, key, buyer."""
    known = orders.dropna(subset=["buyer"])
    keys = pd.concat(
        known[["shop", "buyer"]].assign(link=link, key=known[f"{link}_key"]).dropna().drop_duplicates()
        for link in LINKS
    )
    accounts = keys.groupby(["shop", "link", "key"])["buyer"].transform("size")
    return keys[accounts.between(2, crowd)].sort_values(["shop", "link", "key", "buyer"])


def fit_rates(products: pd.DataFrame) -> pd.DataFrame:
    """shop, signal, a, b."""
    alike = products[products["trials"].round(2) >= 0.01]
    alike = alike.assign(trials=alike["trials"].round(2), hits=alike["hits"].round(2))
    many = alike.groupby([*SIGNAL, "trials", "hits"], as_index=False).size()
    rows = [
        (*key, *model.fit_rates(frame["trials"], frame["hits"], frame["size"])) for key, frame in many.groupby(SIGNAL)
    ]
    return pd.DataFrame(rows, columns=[*SIGNAL, "a", "b"])


def alikeness(counted: pd.DataFrame, products: pd.DataFrame, priors: pd.DataFrame) -> dict[tuple[str, str], float]:
    """How much of a trial repeats what the buyer did the same day, for the signals where that matters."""
    rated = counted.dropna(subset=["buyer", "at"]).merge(products, on=PRODUCT).merge(priors, on=SIGNAL)
    rate = (rated["a"] + rated["hits"]) / (rated["a"] + rated["b"] + rated["trials"])
    rated = rated.assign(
        rate=rate, residual=rated["weight"] * (rated["is_hit"] - rate), day=rated["at"].dt.normalize()
    )
    once = rated.groupby([*BUYER, "ref_id"]).agg(
        day=("day", "first"), residual=("residual", "sum"), rate=("rate", "mean")
    )
    once = once.assign(
        squares=once["residual"] ** 2, variance=once["rate"] * (1 - once["rate"]), trials=1
    ).reset_index()
    days = once.groupby([*BUYER, "day"])[["residual", "squares", "trials", "variance"]].sum().reset_index()
    days = days.assign(days_squared=days["residual"] ** 2, days_trials=days["trials"] ** 2)
    buyers = days.groupby(BUYER).sum(numeric_only=True).reset_index()
    largest = days.groupby(SIGNAL)["trials"].max()
    found = {}
    for key, b in buyers.groupby(SIGNAL):
        spread = b["variance"].sum() / b["trials"].sum()
        within = part(b["days_squared"] - b["squares"], b["days_trials"] - b["trials"], b["trials"]) / spread
        across = (
            part(b["residual"] ** 2 - b["days_squared"], b["trials"] ** 2 - b["days_trials"], b["trials"]) / spread
        )
        strength = model.alikeness(key[1], within, across, float((b["days_trials"] - b["trials"]).sum()) / 2)
        day_size = b["days_trials"].sum() / b["trials"].sum()
        if model.goes_together(key[1], strength, day_size, largest[key]):
            found[key] = strength
    return found


def part(products: pd.Series, pairs: pd.Series, trials: pd.Series) -> float:
    """Mean product over pairs, each buyer's pairs weighing 1/his trials."""
    weight = float((pairs / trials).sum())
    return float((products / trials).sum()) / weight if weight else 0.0


def day_sizes(counted: pd.DataFrame, alike: Mapping[tuple[str, str], float]) -> pd.DataFrame:
    """How many trials of a buyer fall on one day: shop, signal, buyer, day_size."""
    chosen = counted[[key in alike for key in zip(counted["shop"], counted["signal"], strict=True)]]
    chosen = chosen.dropna(subset=["buyer"]).assign(day=chosen["at"].dt.normalize())
    days = chosen.groupby([*BUYER, "day"], dropna=False)["weight"].sum().rename("trials").reset_index()
    days["squares"] = days["trials"] ** 2
    total = days.groupby(BUYER)[["trials", "squares"]].sum()
    return (total["squares"] / total["trials"]).rename("day_size").reset_index()


def buyer_counts(
    counts: pd.DataFrame, products: pd.DataFrame, priors: pd.DataFrame, kept: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Each buyer's hits, and what others would have in his place."""
    own = counts.dropna(subset=["buyer"]).merge(products, on=PRODUCT, suffixes=("", "_all")).merge(priors, on=SIGNAL)
    own = own.merge(kept, on=BUYER, how="left") if kept is not None else own.assign(kept=1.0)
    share = own["kept"].fillna(1.0)
    alpha = own["a"] + (own["hits_all"] - own["hits"] * share).clip(lower=0)
    misses = own["trials_all"] - own["hits_all"] - (own["trials"] - own["hits"]) * share
    beta = own["b"] + misses.clip(lower=0)
    both = alpha + beta
    own = own.assign(
        expected=own["trials"] * alpha / both,
        variance=own["trials"] ** 2 * alpha * beta / (both**2 * (both + 1)),
    )
    found = own.groupby(BUYER)[["trials", "hits", "expected", "variance"]].sum().reset_index()
    found = found.assign(
        trials=half_up(found["trials"]), observed=half_up(found["hits"]), expected_sd=np.sqrt(found["variance"])
    )
    return found.loc[found["trials"] >= 1, [*BUYER, "trials", "observed", "expected", "expected_sd"]]


def half_up(values: pd.Series) -> pd.Series:
    """Rounded as SQL does: a half goes away from zero, not to the even number."""
    return (np.sign(values) * np.floor(values.abs() + 0.5)).astype("int64")


def less(products: pd.DataFrame, aside: pd.DataFrame) -> pd.DataFrame:
    """The products' counts without those who are set aside, as far as they are."""
    aside = aside.assign(trials=aside["trials"] * (1 - aside["kept"]), hits=aside["hits"] * (1 - aside["kept"]))
    out = products.merge(
        aside.groupby(PRODUCT, as_index=False)[["trials", "hits"]].sum(),
        on=PRODUCT,
        how="left",
        suffixes=("", "_out"),
    )
    rest = {name: (out[name] - out[f"{name}_out"].fillna(0)).clip(lower=0) for name in ("trials", "hits")}
    return out[PRODUCT].assign(**rest)


def units_of(
    buyers: pd.DataFrame, links: pd.DataFrame, sizes: pd.DataFrame, alike: Mapping[tuple[str, str], float]
) -> pd.DataFrame:
    """Buyers and groups of linked accounts, each with the group of equals it is judged in."""
    strength = pd.Series(list(zip(buyers["shop"], buyers["signal"], strict=True))).map(alike).fillna(0.0).to_numpy()
    singles = buyers.merge(sizes, on=BUYER, how="left")
    singles["evidence"] = 1 / (1 + (singles["day_size"].fillna(1).clip(lower=1) - 1) * strength)
    units = singles
    if len(links):
        linked = singles.merge(links, on=["shop", "buyer"])
        linked = linked.assign(variance=linked["expected_sd"] ** 2, weighed=linked["trials"] * linked["evidence"])
        groups = linked.groupby([*SIGNAL, "linked_group"], as_index=False)[
            ["trials", "observed", "expected", "variance", "weighed"]
        ].sum()
        groups = groups.assign(
            expected_sd=np.sqrt(groups["variance"]), evidence=groups["weighed"] / groups["trials"], buyer=None
        )
        units = pd.concat([singles, groups], ignore_index=True)
    rate = (units["expected"] / units["trials"]).clip(1e-6, 1 - 1e-6)
    variance = ((units["expected_sd"] / units["trials"]) ** 2).clip(lower=1e-12)
    units = units.assign(
        evidence_step=half_up(np.log(units["evidence"]) * 10),
        rate_step=half_up(np.log(rate / (1 - rate)) * 20),
        precision_step=half_up(np.log((rate * (1 - rate) / variance - 1).clip(0.5, 1e5)) * 4),
    )
    equal = [*SIGNAL, "trials", "observed", "rate_step", "precision_step", "evidence_step"]
    return units.assign(unit_key=units.groupby(equal).ngroup())


def fit_all(units: pd.DataFrame, settings: Mapping[str, Any]) -> dict[tuple[str, str], fitting.Fit]:
    """Prior and threshold of each shop and signal."""
    groups = units.groupby([*SIGNAL, "unit_key"]).agg(
        trials=("trials", "first"), observed=("observed", "first"), evidence_step=("evidence_step", "first"),
        buyers=("buyer", "count"), expected=("expected", "mean"), expected_sd=("expected_sd", "mean"),
    ).reset_index()  # fmt: skip
    groups = groups.assign(evidence=np.exp(groups["evidence_step"] / 10), buyers=groups["buyers"].astype(float))
    return {key: fitting.fit_groups(frame.reset_index(drop=True), settings) for key, frame in groups.groupby(SIGNAL)}


def verdicts(
    units: pd.DataFrame,
    fits: Mapping[tuple[str, str], fitting.Fit],
    first: Mapping[tuple[str, str], float],
    links: pd.DataFrame,
    priors: pd.DataFrame,
    counted: pd.DataFrame,
    settings: Mapping[str, Any],
) -> pd.DataFrame:
    """Every buyer with his certainty, the kinds of his refunds weighed in."""
    singles = units.dropna(subset=["buyer"]).drop(columns="linked_group", errors="ignore")
    linked = singles.merge(links[["shop", "buyer", "linked_group"]], on=["shop", "buyer"]) if len(links) else links
    by_signal, judged = priors.set_index(SIGNAL), []
    for key, everybody in fits.items():
        fit = fitting.without_flagged(everybody, first[key], settings)
        members = linked[(linked["shop"] == key[0]) & (linked["signal"] == key[1])] if len(links) else linked
        judged.append(fitting.judge_groups(fit, members, tuple(by_signal.loc[key]), 0.0))
    found = singles.merge(pd.concat([one.groups for one in judged])[["unit_key", "certainty"]], on="unit_key")
    alone = found["certainty"]
    together = [one.members for one in judged if len(one.members)]
    if together:
        members = pd.concat(together)[[*BUYER, "certainty"]]
        found = found.drop(columns="certainty").merge(members, on=BUYER, how="left")
        found["certainty"] = found["certainty"].fillna(alone)
    return with_kinds(found.assign(alone=alone), counted)


def with_kinds(found: pd.DataFrame, counted: pd.DataFrame) -> pd.DataFrame:
    """The odds of the certainty times what the kinds of the buyer's refunds say."""
    hits = counted[counted["is_hit"] & counted["kind"].isin(KINDS)].dropna(subset=["buyer"])
    if hits.empty:
        return found
    names = fitting.COUNTS_BY_KIND
    by_kind = pd.crosstab([hits[name] for name in BUYER], hits["kind"].map(KINDS)).reindex(
        columns=names, fill_value=0
    )
    rows = by_kind.reset_index().merge(found[[*BUYER, "alone"]], on=BUYER).rename(columns={"alone": "certainty"})
    weighed = [frame.assign(factor=fitting.weigh_kinds(frame)) for _, frame in rows.groupby(SIGNAL)]
    factors = pd.concat(weighed)[[*BUYER, "factor"]]
    found = found.merge(factors, on=BUYER, how="left")
    factor, by_count = found["factor"].fillna(1.0), found["certainty"]
    return found.assign(certainty=by_count * factor / (by_count * factor + 1 - by_count))
