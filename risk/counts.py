"""What each buyer did, and what others would have in his place, for one shop at a time. NumPy and pandas, no SQL.

By numbers, not by names: buyers and products are numbered within their shop, so that sums are sums over arrays. For
ten million orders that takes a fraction of what grouping and joining by name in the database takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from risk.likelihood import Floats, baseline_rates

Numbers = NDArray[np.int32]
# Buyers who do not differ by more are judged as one, which keeps the fit small for millions: steps a unit of the
# baseline's log odds, of its log precision, of log evidence.
RATE_STEPS, PRECISION_STEPS, EVIDENCE_STEPS = 20, 4, 10
EQUAL = ["trials", "observed", "rate_step", "precision_step", "evidence_step"]
LARGEST_KEY = 1 << 62
# sums of thirds and sixths fall a little short of a half, or not, by the order in which they are added up
SUMMED = 1e-9


@dataclass(frozen=True)
class Products:
    """(products,) chances and hits of each product, by its number; of one signal."""

    trials: Floats
    hits: Floats

    def less(self, aside: Products) -> Products:
        """Without the part of those who are set aside; a sum that comes out below nothing is nothing."""
        return Products(np.maximum(self.trials - aside.trials, 0), np.maximum(self.hits - aside.hits, 0))


@dataclass(frozen=True)
class Baselines:
    """What one signal's rates are known from: the products' counts, and the Beta prior over their rates.

    `kept` (buyers,): the part of each buyer's own chances that is in these counts, 0..1; None: all of everybody's.
    """

    products: Products
    prior: tuple[float, float]
    kept: Floats | None = None

    def expected_of(self, rows: Rows, part: Floats | float) -> tuple[Floats, Floats]:
        """Expected hits of each row, and their variance; `part` of each buyer's own is in the products' counts."""
        at = rows.product
        everybody = Products(self.products.trials.take(at), self.products.hits.take(at))
        return expectation(rows.trials, rows.hits, part, everybody, self.prior)


@dataclass(frozen=True)
class Counts:
    """(buyers,) by number: chances and hits, what others would have of them, and how far that may be off."""

    trials: Numbers
    observed: Numbers
    expected: Floats
    expected_sd: Floats


@dataclass(frozen=True)
class Rows:
    """(rows,) chances and hits, one a buyer and product, who and which by number."""

    buyer: Numbers
    product: Numbers
    trials: Floats
    hits: Floats


@dataclass(frozen=True)
class Chances:
    """One signal's chances of one shop, in rows by buyer and product.

    Nearly all rows are one chance. `once`: the buyers of those; `outcome`: the product's number, as many products
    farther where it was a hit. `others`: all other rows.
    """

    buyers: int
    products: int
    once: Numbers
    outcome: Numbers
    others: Rows

    @cached_property
    def done(self) -> tuple[Numbers, Numbers]:
        """(buyers,) chances and hits of each."""
        hits = (self.outcome >= self.products).astype(float)
        return half_up(self.summed(None, self.others.trials)), half_up(self.summed(hits, self.others.hits))

    def counts(self, known: Baselines) -> Counts:
        """What each buyer did, and would have done at the rates of all OTHER buyers of the same products."""
        outcomes = [expectation(1.0, hits, 1.0, known.products, known.prior) for hits in (0.0, 1.0)]
        part = 1.0 if known.kept is None else known.kept.take(self.others.buyer)
        of_others = known.expected_of(self.others, part)
        expected, variance = (
            self.summed(np.concatenate(each).take(self.outcome), other)
            for each, other in zip(zip(*outcomes, strict=True), of_others, strict=True)
        )
        if known.kept is not None:
            # these few are in the products' counts in part only
            aside = np.flatnonzero((known.kept != 1).take(self.once))
            buyer, outcome = self.once[aside], self.outcome[aside]
            is_hit = (outcome >= self.products).astype(float)
            ones = Rows(buyer, outcome % self.products, np.ones(len(aside)), is_hit)
            whole, partly = known.expected_of(ones, 1.0), known.expected_of(ones, known.kept.take(buyer))
            for total, before, after in zip((expected, variance), whole, partly, strict=True):
                np.add.at(total, buyer, after - before)
        return Counts(*self.done, expected, np.sqrt(np.maximum(variance, 0)))

    def summed(self, once: Floats | None, others: Floats) -> Floats:
        """(buyers,) sums over a buyer's rows; None for the number of rows."""
        total = np.bincount(self.others.buyer, others, self.buyers).astype(float, copy=False)
        total += np.bincount(self.once, once, self.buyers)
        return total


def chances_of(
    batches: Iterable[Mapping[str, NDArray]], signals: Iterable[str], buyers: int, products: int
) -> dict[str, Chances]:
    """The chances of each signal out of rows of chances.sql, some at a time."""
    once: dict[str, list[tuple[NDArray, ...]]] = {signal: [] for signal in signals}
    others: dict[str, list[tuple[NDArray, ...]]] = {signal: [] for signal in once}
    for rows in batches:
        for signal in once:
            trials, hits = rows[f"{signal}_trials"], rows[f"{signal}_hits"]
            is_once = (trials == 1) & ((hits == 0) | (hits == 1))
            at = np.flatnonzero(is_once)
            once[signal].append(
                (rows["buyer"][at], rows["product"][at] + np.int32(products) * hits[at].astype(np.int32))
            )
            at = np.flatnonzero((trials != 0) & ~is_once)
            others[signal].append((rows["buyer"][at], rows["product"][at], trials[at], hits[at]))
    number, share = np.empty(0, np.int32), np.empty(0)
    found = {}
    for signal in once:
        buyer, outcome = joined([(number, number), *once[signal]])
        rows_of_others = Rows(*joined([(number, number, share, share), *others[signal]]))
        found[signal] = Chances(buyers, products, buyer, outcome, rows_of_others)
    return found


def joined(parts: Iterable[tuple[NDArray, ...]]) -> list[NDArray]:
    """Each column of all parts."""
    return [np.concatenate(column) for column in zip(*parts, strict=True)]


def expectation(
    trials: Floats | float,
    hits: Floats | float,
    part: Floats | float,
    everybody: Products,
    prior: tuple[float, float],
) -> tuple[Floats, Floats]:
    """Expected hits, and their variance, of so many chances in a product of which everybody's counts are known.

    `part` of a buyer's own chances and hits is in everybody's. A product's rate is a Beta posterior from all other
    buyers of it; chances of one product move together, so that their doubt grows with the square.
    """
    others, others_hits = everybody.trials - trials * part, everybody.hits - hits * part
    alpha = prior[0] + np.maximum(others_hits, 0)
    precision = alpha + prior[1] + np.maximum(others - others_hits, 0)
    expected = trials * alpha / precision
    return expected, expected * (trials - expected) / (precision + 1)


@dataclass(frozen=True)
class Units:
    """Who is judged: `buyers` by number, `linked` groups of accounts by name, each with its unit_key: the place in
    `groups` of those it is judged with, which are equal in what matters."""

    buyers: pd.DataFrame
    linked: pd.DataFrame
    groups: pd.DataFrame


def units_of(counts: Counts, evidence: Floats, linked: pd.DataFrame) -> Units:
    """Buyers with a chance, and groups of linked accounts with the sums of their members.

    `evidence` (buyers,): what one chance is worth, 0..1; `linked`: number, linked_group of each linked account.
    """
    buyers = counted_units(counts, evidence, np.flatnonzero(counts.trials >= 1))
    members = linked[counts.trials[linked["number"]] >= 1]
    together = linked_units(counted_units(counts, evidence, members["number"]), members["linked_group"].to_numpy(str))
    everyone = in_steps(
        pd.concat([buyers.drop(columns="number"), together.drop(columns=["linked_group", "members"])])
    )
    key = equal_keys([everyone[name].to_numpy() for name in EQUAL])
    many = len(buyers)
    worth = np.exp(everyone["evidence_step"].to_numpy()[:many] / EVIDENCE_STEPS)
    return Units(
        buyers.assign(unit_key=key[:many], evidence=worth),
        together.assign(unit_key=key[many:]),
        groups_of(everyone, key, many),
    )


def counted_units(counts: Counts, evidence: Floats, numbers: ArrayLike) -> pd.DataFrame:
    """The counts of some buyers."""
    numbers = np.asarray(numbers)
    found = {name: values[numbers] for name, values in vars(counts).items()}
    return pd.DataFrame({"number": numbers.astype(np.int32)} | found | {"evidence": evidence[numbers]}, copy=False)


def linked_units(members: pd.DataFrame, groups: NDArray) -> pd.DataFrame:
    """The sums of each group's members, with how many they are; `groups`: the name of each one's."""
    names, at = np.unique(groups, return_inverse=True)
    trials, observed, expected, variance, weighed = (
        np.bincount(at, values, len(names))
        for values in (
            members["trials"], members["observed"], members["expected"], members["expected_sd"] ** 2,
            members["trials"] * members["evidence"],
        )
    )  # fmt: skip
    return pd.DataFrame(
        {
            "linked_group": names,
            "members": np.bincount(at, minlength=len(names)),
            "trials": trials.astype(np.int32),
            "observed": observed.astype(np.int32),
            "expected": expected,
            "expected_sd": np.sqrt(variance),
            "evidence": weighed / trials,
        }
    )


def in_steps(units: pd.DataFrame) -> pd.DataFrame:
    """With what makes units equal."""
    rate, precision = baseline_rates(*(units[name].to_numpy() for name in ("trials", "expected", "expected_sd")))
    return units.assign(
        rate_step=nearest(np.log(rate / (1 - rate)) * RATE_STEPS),
        precision_step=nearest(np.log(precision) * PRECISION_STEPS),
        evidence_step=nearest(np.log(units["evidence"].to_numpy()) * EVIDENCE_STEPS),
    )


def groups_of(everyone: pd.DataFrame, key: NDArray[np.intp], buyers: int) -> pd.DataFrame:
    """One row a unit_key; `buyers` are single ones: groups of linked accounts are judged by the fit, not in it."""
    many = np.bincount(key)
    first = np.zeros(len(many), dtype=np.intp)
    first[key[::-1]] = np.arange(len(key))[::-1]
    equal = everyone.iloc[first]
    return pd.DataFrame(
        {
            "unit_key": np.arange(len(many)),
            "trials": equal["trials"].to_numpy(),
            "observed": equal["observed"].to_numpy(),
            "evidence": np.exp(equal["evidence_step"].to_numpy() / EVIDENCE_STEPS),
            "buyers": np.bincount(key[:buyers], minlength=len(many)).astype(float),
            "expected": np.bincount(key, everyone["expected"]) / many,
            "expected_sd": np.bincount(key, everyone["expected_sd"]) / many,
        }
    )


def half_up(values: Floats) -> Numbers:
    """Whole numbers; a half counts as one more."""
    return np.floor(values + 0.5 + SUMMED).astype(np.int32)


def equal_keys(columns: Iterable[NDArray]) -> NDArray[np.intp]:
    """(n,) 0, 1, …: the place of each row among those that differ, in order.

    The columns, whole numbers, become the digits of one number a row: many times as quick as grouping by all.
    """
    key, size = np.zeros(1, dtype=np.int64), 1
    for values in columns:
        least, greatest = int(values.min(initial=0)), int(values.max(initial=0))
        reach = greatest - least + 1
        if size * reach > LARGEST_KEY:
            key, distinct = pd.factorize(key, sort=True)
            size = len(distinct)
        key = key * reach + (values - least)
        size *= reach
    return pd.factorize(key, sort=True)[0]


def nearest(values: Floats) -> Numbers:
    """Whole numbers."""
    return np.round(values).astype(np.int32)
