"""The steps of a refresh: SQL lists chances, NumPy counts and judges by number, SQL joins the names back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from risk import fitting, judging, model
from risk.chances import list_chances
from risk.counts import Baselines, Chances, Counts, Products, Units, chances_of, units_of
from risk.likelihood import Floats
from risk.links import linked_accounts
from warehouse import one, read_sql

SQL = Path(__file__).with_name("sql")
# how many buyers are asked whether their trials go together
BUYERS_ASKED = 20_000
SIGNALS = ("unpaid", "refund", "review")
# of chances at a time: few enough for next to no memory
ROWS_READ = 1 << 20
STEPS = ("trials", "product_counts", "links", "buyer_counts", "fit", "write")
Found = TypeVar("Found")


@dataclass
class Signal:
    """One signal of one shop on its way to verdicts. Buyers and products are told by their numbers.

    `everybody`: all products' counts; `chances`: as long as they are counted; `evidence` (buyers,): what one chance
    of each is worth; `hit_days` (buyers,): on how many days the hits of each fall, where `high_days` are needed for
    the tier high; `first_beyond`: the threshold at first sight.
    """

    shop: str
    name: str
    buyers: int
    everybody: Products
    baselines: Baselines
    chances: Chances | None = None
    counts: Counts = field(init=False)
    evidence: Floats = field(init=False)
    hit_days: NDArray = field(init=False)
    high_days: int = 0
    alikeness: float = 0.0
    first_beyond: float = 0.0

    def __post_init__(self) -> None:
        # in most shops nothing goes together: one number that stands for all
        self.evidence = np.broadcast_to(1.0, self.buyers)
        self.hit_days = np.broadcast_to(0, self.buyers)

    def count(self) -> None:
        """What each buyer did, and would have done by the baselines as they are."""
        if self.chances is not None:
            self.counts = self.chances.counts(self.baselines)

    @property
    def key(self) -> dict[str, str]:
        """What questions ask for it by."""
        return {"shop": self.shop, "signal": self.name}


class Refresh:
    """One refresh under way: its STEPS, and what they hand on."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self.cursor = cursor
        self.settings = settings_of(cursor)
        self.signals: list[Signal] = []
        self.linked = NO_LINKED
        self.reached: dict[str, judging.Reached] = {}

    def trials(self) -> None:
        """Empty the tables of verdicts, and list the chances they are made from."""
        for statement in TAKE_OUT:
            self.cursor.execute(statement)
        list_chances(self.cursor)

    def product_counts(self) -> None:
        """Count how often each product's buyers did it, and what others would have done in each buyer's place."""
        for shop in self.rows("shop_sizes").itertuples():
            everybody = products_of(self.rows("product_totals", shop=shop.shop), shop.products)
            signals = [
                Signal(shop.shop, name, shop.buyers, products, Baselines(products, rate_prior(products)))
                for name, products in everybody.items()
                if products.trials.any()
            ]
            if signals:
                self.read_chances(shop.shop, signals)
            self.signals.extend(signals)
            self.reached[shop.shop] = judging.Reached(shop.buyers)
        counted = [counted_products(signal) for signal in self.signals]
        self.run("product_counts", pd.concat(counted, ignore_index=True) if counted else NO_COUNTED)
        self.keep_priors()

    def links(self) -> None:
        """Find the linked accounts, which are judged together."""
        found = linked_accounts(self.rows("shared_contacts"))
        if len(found):
            insert(self.cursor, found, "linked_account")
            self.linked = self.rows("linked_numbers")

    def buyer_counts(self) -> None:
        """Take those who stand out at first sight out of the baselines, and count anew with the others."""
        self.measure_alikeness()
        kept: dict[str, dict[str, Floats]] = {}
        for signal, (beyond, part) in zip(self.judged, self.side_by_side(self.first_sight), strict=True):
            signal.first_beyond = beyond
            if part is not None:
                kept.setdefault(signal.shop, {})[signal.name] = part
        for shop, parts in kept.items():
            signals = [signal for signal in self.judged if signal.shop == shop and signal.name in parts]
            aside = self.set_aside(shop, parts, len(signals[0].everybody.trials))
            for signal in signals:
                left = signal.everybody.less(aside[signal.name])
                signal.baselines = Baselines(left, rate_prior(left), parts[signal.name])
                signal.count()
        for signal in self.signals:
            signal.chances = None  # in a big shop they take memory that the fit needs
        self.keep_priors()

    def fit(self) -> None:
        """Fit the buyers' odds multiples of each shop and signal, judge every group of equal buyers, and write it."""
        fits = []
        for signal, (units, judged) in zip(self.judged, self.side_by_side(self.judge), strict=True):
            self.write_verdicts(signal, units, judged)
            fits.append(signal.key | judged.signal_fit | {"high_days": signal.high_days})
            del units, judged  # before the next are made: in a big shop they are what takes memory
        if fits:
            insert(self.cursor, pd.DataFrame(fits), "signal_fit")

    def write(self) -> None:
        """Bring the verdicts together in one row a buyer, and note what has changed."""
        self.run("product_risk")
        for shop, reached in self.reached.items():
            self.run("buyer_summary", reached.frame(SIGNALS), shop=shop)
        self.run("name_history")
        now = datetime.now()
        for name in ("list_change", "signal_change"):
            self.run(name, now=now)

    @property
    def judged(self) -> list[Signal]:
        """The signals that there are buyers of."""
        return [signal for signal in self.signals if signal.counts.trials.any()]

    def read_chances(self, shop: str, signals: Sequence[Signal]) -> None:
        """Read what there is to count of a shop, and count it by the baselines as they are."""
        buyers, products = signals[0].buyers, len(signals[0].everybody.trials)
        with self.streamed("chances", shop=shop) as rows:
            found = chances_of(rows, [signal.name for signal in signals], buyers, products)
        for signal in signals:
            signal.chances = found[signal.name]
            signal.count()

    def set_aside(self, shop: str, kept: Mapping[str, Floats], products: int) -> dict[str, Products]:
        """What those who stand out did, as far as they do. `kept`: by signal, the part of each buyer that stays."""
        parts = 1 - pd.DataFrame(kept).reindex(columns=SIGNALS, fill_value=1.0)
        chosen = parts[parts.any(axis=1)].rename_axis("number").reset_index()
        return products_of(self.rows("products_aside", chosen, shop=shop), products)

    def measure_alikeness(self) -> None:
        """Find the signals whose trials go together within a day, and what one of them is worth for each buyer."""
        buyers = one(self.cursor, "select count(*) from buyer_facts")
        for name in ("sampled_chance", "sampled_review"):
            self.run(name, every=one_in(buyers[0] if buyers else 0))
        found = {(row.shop, row.signal): row for row in self.rows("alike").itertuples()}
        for signal in self.judged:
            if (row := found.get((signal.shop, signal.name))) is None:
                continue
            alikeness = model.alikeness(signal.name, row.within, row.across, row.pairs)
            if model.goes_together(signal.name, alikeness, row.day_size, row.largest_day):
                sizes = self.rows("day_sizes", **signal.key)
                signal.alikeness = alikeness
                signal.evidence = np.ones(signal.buyers)
                signal.evidence[sizes["number"]] = 1 / (1 + np.maximum(sizes["day_size"] - 1, 0) * alikeness)
                if model.needs_days(signal.name, row.pairs, row.pairs_apart):
                    signal.high_days = judging.HIGH_DAYS
                    signal.hit_days = np.zeros(signal.buyers, dtype=np.int64)
                    signal.hit_days[sizes["number"]] = sizes["hit_days"]

    def side_by_side(self, work: Callable[[Signal], Found]) -> Iterator[Found]:
        """What comes of each signal. None of it asks the database; NumPy lets go of the interpreter meanwhile."""
        # no more than there are processors: each holds everybody's counts
        with ThreadPoolExecutor(os.cpu_count()) as workers:
            yield from workers.map(work, self.judged)

    def fitted(self, signal: Signal) -> tuple[Units, fitting.Fit]:
        """Who is judged, with the prior and the threshold that they make."""
        units = units_of(signal.counts, signal.evidence, self.linked_in(signal.shop))
        return units, fitting.fit_groups(units.groups, self.settings)

    def first_sight(self, signal: Signal) -> tuple[float, Floats | None]:
        """The threshold, and the part of each buyer that stays in the baselines; None where nobody stands out."""
        units, fit = self.fitted(signal)
        seen = fitting.at_first_sight(fit)
        if seen.empty:
            return fit.beyond, None
        aside = units.buyers[["number", "unit_key"]].merge(seen, on="unit_key")
        kept = np.ones(signal.buyers)
        kept[aside["number"]] = 1 - aside["certainty"]
        return fit.beyond, kept

    def judge(self, signal: Signal) -> tuple[Units, fitting.Judged]:
        """The verdicts, by the threshold that the others set."""
        units, everybody = self.fitted(signal)
        fit = fitting.without_flagged(everybody, signal.first_beyond, self.settings)
        members = units.buyers[["number", "trials", "unit_key"]].merge(self.linked_in(signal.shop), on="number")
        return units, fitting.judge_groups(fit, members, signal.baselines.prior, signal.alikeness)

    def linked_in(self, shop: str) -> pd.DataFrame:
        """number, linked_group of the shop's linked accounts."""
        return self.linked.loc[self.linked["shop"] == shop, ["number", "linked_group"]]

    def write_verdicts(self, signal: Signal, units: Units, judged: fitting.Judged) -> None:
        """Keep the verdicts on equals, on buyers who are told by themselves, and on groups of linked accounts."""
        alone, together = self.grounds(signal, units)
        factor = self.kinds_factor(signal, units, judged)
        verdicts = judging.judge_buyers(units.buyers, judged, factor, alone, self.settings)
        known = judged.groups.assign(evidence=units.groups["evidence"].to_numpy(), **signal.key)
        insert(self.cursor, known[UNIT_VERDICT], "unit_verdict")
        self.run("buyer_verdict", judging.own_verdicts(verdicts, judged), **signal.key)
        self.reached[signal.shop].add(signal.name, verdicts)
        if len(units.linked):
            groups = judging.judge_together(units.linked, judged, together, self.settings)
            insert(self.cursor, groups.assign(**signal.key)[GROUP_RISK], "group_risk")

    def grounds(self, signal: Signal, units: Units) -> tuple[judging.Grounds, judging.Grounds]:
        """What the hits of units.buyers rest on, and those of units.linked."""
        told, days = self.told_hits(signal, units), signal.hit_days
        numbers, linked = units.buyers["number"], self.linked_in(signal.shop)
        members = linked.assign(told=told[linked["number"]], days=days[linked["number"]])
        sums = members.groupby("linked_group")[["told", "days"]].sum().reindex(units.linked["linked_group"])
        return (
            judging.Grounds(told[numbers], days[numbers], signal.high_days),
            judging.Grounds(sums["told"].to_numpy(), sums["days"].to_numpy(), signal.high_days),
        )

    def told_hits(self, signal: Signal, units: Units) -> NDArray:
        """(buyers,) how many of the hits an export tells the blame of.

        A refund can come without, and an unpaid order without a time, which may have been placed again. Asked for
        buyers who might be high by their count, alone or together.
        """
        buyers, linked = units.buyers, self.linked_in(signal.shop)
        if signal.name == "review" or (signal.name == "unpaid" and not self.settings["reorder_hours"]):
            return signal.counts.observed
        many = buyers.loc[buyers["observed"] >= self.settings["high_observed"], "number"]
        asked = pd.concat([many, linked["number"]]).to_frame()
        told = np.zeros(signal.buyers, dtype=np.int64)
        if signal.name == "refund":
            found = self.rows("told_hits", asked, shop=signal.shop)
            told[found["number"]] = found["hits"]
        else:
            found = self.rows("undated_hits", asked, shop=signal.shop)
            told[buyers["number"]] = buyers["observed"]
            told[found["number"]] = np.maximum(told[found["number"]] - found["hits"], 0)
        return told

    def kinds_factor(self, signal: Signal, units: Units, judged: fitting.Judged) -> Floats:
        """What the kinds of each buyer's refunds say, in the order of units.buyers."""
        factors = np.ones(signal.buyers)
        if signal.name == "refund":
            kinds = self.rows("buyer_kinds", shop=signal.shop).merge(
                units.buyers[["number", "unit_key"]], on="number"
            )
            if len(kinds):
                kinds = kinds.merge(judged.groups, on="unit_key")
                factors[kinds["number"]] = fitting.weigh_kinds(kinds)
        return factors[units.buyers["number"]]

    def keep_priors(self) -> None:
        """The priors over product rates, where questions find them."""
        rows = [(signal.shop, signal.name, *signal.baselines.prior) for signal in self.signals]
        self.run("rate_prior", pd.DataFrame(rows, columns=["shop", "signal", "a", "b"]) if rows else NO_PRIORS)

    def rows(self, name: str, frame: pd.DataFrame | None = None, **values: object) -> pd.DataFrame:
        """What an .sql file answers; it knows `frame` by that name."""
        with self.knowing(frame):
            return self.cursor.execute(read_sql(SQL / f"{name}.sql"), values).df()

    @contextmanager
    def streamed(self, name: str, **values: object) -> Iterator[Iterator[dict[str, NDArray]]]:
        """What an .sql file answers, some rows at a time and never held as a whole: columns without gaps, by name."""
        # closed whatever happens: a result that is not read to its end keeps the transaction from being taken back
        try:
            with self.cursor.sql(read_sql(SQL / f"{name}.sql"), params=values).to_arrow_reader(ROWS_READ) as reader:
                yield ({column: rows.column(column).to_numpy() for column in rows.schema.names} for rows in reader)
        except OSError as error:  # as which Arrow hands on whatever DuckDB raises
            kind = duckdb.InterruptException if "INTERRUPT" in str(error) else duckdb.Error
            raise kind(str(error)) from error

    def run(self, name: str, frame: pd.DataFrame | None = None, **values: object) -> None:
        """Run an .sql file, which knows `frame` by that name."""
        with self.knowing(frame):
            self.cursor.execute(read_sql(SQL / f"{name}.sql"), values)

    @contextmanager
    def knowing(self, frame: pd.DataFrame | None) -> Iterator[None]:
        """Let the next statement ask about `frame`. After an error the cursor is of no more use anyway."""
        if frame is None:
            yield
            return
        self.cursor.register("frame", frame)
        yield
        self.cursor.unregister("frame")


def products_of(totals: pd.DataFrame, products: int) -> dict[str, Products]:
    """Each signal's counts by number, from rows of product_totals.sql."""
    dense = totals.set_index("number").reindex(range(products), fill_value=0.0).fillna(0.0)
    return {name: Products(dense[f"{name}_trials"].to_numpy(), dense[f"{name}_hits"].to_numpy()) for name in SIGNALS}


def rate_prior(products: Products) -> tuple[float, float]:
    """Beta(a, b) over the rates of a shop's products; those with as many chances and hits are one to the fit."""
    frame = pd.DataFrame({"trials": products.trials.round(2), "hits": products.hits.round(2)})
    equal = frame[frame["trials"] >= LEAST_TRIALS].groupby(["trials", "hits"], as_index=False).size()
    return model.fit_rates(equal["trials"], equal["hits"], equal["size"])


def counted_products(signal: Signal) -> pd.DataFrame:
    """The products that there were chances in, by number, with what everybody did."""
    numbers = np.flatnonzero(signal.everybody.trials)
    found = {"number": numbers, "trials": signal.everybody.trials[numbers], "hits": signal.everybody.hits[numbers]}
    return pd.DataFrame(found).assign(**signal.key)


def one_in(buyers: int) -> int:
    """Of how many buyers one is asked whether trials go together: of each one, in all but big shops."""
    return max(1, -(-buyers // BUYERS_ASKED))


def settings_of(cursor: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """The owner's settings by name."""
    return dict(cursor.execute("select name, value from setting").fetchall())


def insert(cursor: duckdb.DuckDBPyConnection, frame: pd.DataFrame, table: str) -> None:
    """Append a frame whose columns stand in the table's order."""
    cursor.from_df(frame).insert_into(table)


def no_rows(types: Mapping[str, str]) -> pd.DataFrame:
    """An empty frame of typed columns, which DuckDB could not tell from nothing."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in types.items()})


TAKE_OUT = (
    "delete from product_risk", "delete from unit_verdict", "delete from buyer_verdict", "delete from signal_fit",
    "delete from buyer_summary", "delete from linked_account", "delete from group_risk",
)  # fmt: skip
LEAST_TRIALS = 0.01
UNIT_VERDICT = ["shop", "signal", "unit_key", "evidence", "excess", "excess_low", "excess_high", "certainty"]
GROUP_RISK = [
    "shop", "linked_group", "signal", "members", "trials", "observed", "expected", "excess", "excess_low",
    "certainty", "tier",
]  # fmt: skip
SIGNAL_TYPES = {"shop": "str", "signal": "str"}
NO_COUNTED = no_rows({"number": "int64", "trials": "float64", "hits": "float64"} | SIGNAL_TYPES)
NO_PRIORS = no_rows(SIGNAL_TYPES | {"a": "float64", "b": "float64"})
NO_LINKED = no_rows({"shop": "str", "number": "int32", "linked_group": "str"})
