"""Labelled shops drawn straight into the tables: thousands of buyers in a fraction of a second, no files.

A second generator beside simulation/, on purpose: what was built while looking at one kind of shop is measured on
another. P(event) = sigmoid(logit(rate of the product at that time) + u of the buyer); exp(u) is the buyer's true odds
multiple, which is what a certainty claims to know. Kinds of abusers and decoys as in the demo shop, and households
(ordinary people who share a telephone).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from risk.model import Floats
from warehouse import Warehouse, read_sql

SQL = Path(__file__).with_name("sql")
SIGNALS = ("unpaid", "refund", "review")
DAYS = 180
SALE_DAYS = (24, 169)
LONE = ("unpaid", "refund", "review", "mixed")
ABUSERS = (*LONE, "ring")
DECOYS = ("wholesaler", "faulty", "harsh", "reorderer", "let_down", "household", "pickup")


@dataclass(frozen=True)
class World:
    """What a shop is like. Rates and shares are 0..1, odds are multiples of the product's, sd in log odds."""

    seed: int = 1
    buyers: int = 6000
    abuser_share: float = 0.01
    decoy_share: float = 0.02
    products: int = 80
    faulty_products: int = 4
    unpaid_rate: float = 0.06
    refund_rate: float = 0.06
    bad_rate: float = 0.03
    review_share: float = 0.55
    product_sd: float = 0.4
    ordinary_sd: float = 0.5
    abuser_orders: int = 6  # the fewest an abuser places; on average eight more
    abuser_odds: tuple[float, float] = (12, 80)
    refund_only: tuple[float, float] = (0.25, 0.7)  # share of refunds without return: ordinary buyers, abusers
    season: float = 1.0  # odds of refunds and bad reviews in the worst month against the best
    faulty_batches: int = 0  # products that everyone sends back for three weeks
    sale_share: float = 0.05  # share of orders placed on either day of a big sale
    sale_odds: float = 1.0  # odds of unpaid orders and refunds on such a day against others


@dataclass(frozen=True)
class Drawn:
    """buyers: name, label, kind, u a signal; frames for the four tables with numbers for ids."""

    world: World
    buyers: pd.DataFrame
    orders: pd.DataFrame
    lines: pd.DataFrame
    refunds: pd.DataFrame
    reviews: pd.DataFrame


def draw(world: World) -> Drawn:
    """The same world gives the same shop."""
    random = np.random.default_rng(world.seed)
    products = draw_products(random, world)
    buyers = draw_buyers(random, world)
    lines = draw_lines(random, world, buyers, products)
    orders = lines.drop_duplicates("order_no")[["order_no", "buyer_no", "at", "is_unpaid", "phone", "address"]]
    paid = lines[~lines["is_unpaid"]]
    return Drawn(world, buyers, orders, lines, draw_refunds(random, world, paid), draw_reviews(random, world, paid))


def draw_products(random: np.random.Generator, world: World) -> pd.DataFrame:
    """A rate a signal and how often each is bought; the faulty ones are refunded and disliked by all."""
    many = world.products
    rates = {
        signal: expit(logit(rate) + random.normal(0, world.product_sd, many))
        for signal, rate in zip(SIGNALS, (world.unpaid_rate, world.refund_rate, world.bad_rate), strict=True)
    }
    faulty = random.permutation(many) < world.faulty_products
    rates["refund"][faulty] = np.maximum(rates["refund"][faulty], random.uniform(0.3, 0.6, faulty.sum()))
    rates["review"][faulty] = random.uniform(0.2, 0.45, faulty.sum())
    sold = random.lognormal(0, 1.2, many)
    return pd.DataFrame({"sold": sold / sold.sum(), "is_faulty": faulty} | rates)


def draw_buyers(random: np.random.Generator, world: World) -> pd.DataFrame:
    """Who they are, how much they order, what they do beyond their products, what contact data they share."""
    many = world.buyers
    kinds = np.full(many, "ordinary", dtype=object)
    abusers, decoys = round(many * world.abuser_share), round(many * world.decoy_share)
    kinds[:abusers] = [ABUSERS[n % len(ABUSERS)] for n in range(abusers)]
    kinds[abusers : abusers + decoys] = [DECOYS[n % len(DECOYS)] for n in range(decoys)]
    orders = 1 + random.negative_binomial(0.6, 0.25, many)
    orders = np.where(np.isin(kinds, LONE), world.abuser_orders + random.negative_binomial(2, 0.2, many), orders)
    orders = np.where(kinds == "ring", random.integers(2, 6, many), orders)
    orders = np.where(kinds == "wholesaler", random.integers(30, 90, many), orders)
    orders = np.where(
        np.isin(kinds, ("faulty", "harsh", "reorderer", "let_down")), random.integers(5, 15, many), orders
    )
    odds = {signal: random.normal(0, world.ordinary_sd, many) for signal in SIGNALS}
    for signal in SIGNALS:
        strong = np.log(random.uniform(*world.abuser_odds, many))
        joins_in = (kinds == "mixed") & (random.random(many) < 0.8)
        does = (kinds == signal) | joins_in | ((kinds == "ring") & (signal == "unpaid"))
        odds[signal] = np.where(does, strong, odds[signal])
    odds["review"] = np.where(kinds == "harsh", np.log(random.uniform(1.5, 2.5, many)), odds["review"])
    phones = np.arange(many)
    for kind, size in (("ring", 4), ("household", 2)):
        members = np.flatnonzero(kinds == kind)
        phones[members] = members[np.arange(len(members)) // size * size]
    return pd.DataFrame(
        {
            "buyer": [f"b{n}" for n in range(many)],
            "label": np.where(np.isin(kinds, ABUSERS), "abuser", np.where(kinds == "ordinary", "ordinary", "decoy")),
            "kind": kinds,
            "orders": orders,
            "phone": phones,
            "address": np.where(kinds == "pickup", -1, np.arange(many)),
        }
        | odds
    )


def draw_lines(
    random: np.random.Generator, world: World, buyers: pd.DataFrame, products: pd.DataFrame
) -> pd.DataFrame:
    """One row a line; orders that were placed again come as orders of their own."""
    buyer_of = np.repeat(np.arange(len(buyers)), buyers["orders"])
    many = len(buyer_of)
    day = random.uniform(0, DAYS, many)
    rush = random.random(many)
    for number, sale in enumerate(SALE_DAYS):
        is_rush = (rush >= number * world.sale_share) & (rush < (number + 1) * world.sale_share)
        day = np.where(is_rush, sale + random.random(many), day)
    order_no = np.repeat(np.arange(many), np.where(random.random(many) < 0.15, 2, 1))
    lines = pd.DataFrame({"order_no": order_no, "buyer_no": buyer_of[order_no], "day": day[order_no]})
    lines["line_no"] = np.arange(len(lines))
    for name in ("kind", "phone", "address"):
        lines[name] = buyers[name].to_numpy()[lines["buyer_no"]]
    product = random.choice(len(products), len(lines), p=products["sold"])
    faulty = np.flatnonzero(products["is_faulty"])
    if len(faulty):
        seeks = (lines["kind"] == "faulty") & (random.random(len(lines)) < 0.8)
        product = np.where(seeks, random.choice(faulty, len(lines)), product)
    lines["product_no"], lines["is_faulty"] = product, products["is_faulty"].to_numpy()[product]
    for signal in SIGNALS:
        beyond = buyers[signal].to_numpy()[lines["buyer_no"]] + times(random, world, lines, signal)
        lines[f"p_{signal}"] = expit(logit(products[signal].to_numpy()[product]) + beyond)
    chance = lines.groupby("order_no")["p_unpaid"].mean().to_numpy()
    chance = np.where(buyers["kind"].to_numpy()[buyer_of] == "reorderer", 0.0, chance)
    lines["is_unpaid"] = (random.random(many) < chance)[order_no]
    again = lines[(lines["kind"] == "reorderer") & (random.random(many) < 0.5)[order_no]].copy()
    again["day"] -= 0.3
    again["order_no"] += many
    again["line_no"] += len(lines)
    again["is_unpaid"] = True
    lines = pd.concat([lines, again], ignore_index=True)
    lines["at"] = (lines["day"] * 86_400).astype("int64")
    return lines


def times(random: np.random.Generator, world: World, lines: pd.DataFrame, signal: str) -> Floats:
    """What the moment of an order adds to the log odds of a signal, for every buyer alike."""
    day = lines["day"].to_numpy()
    added = np.zeros(len(lines))
    if signal != "unpaid":
        added += np.log(world.season) * 0.5 * np.sin(day / DAYS * 2 * np.pi)
        for _ in range(world.faulty_batches):
            product, start = random.integers(world.products), random.uniform(0, DAYS - 21)
            hit = (lines["product_no"].to_numpy() == product) & (day >= start) & (day < start + 21)
            added += np.where(hit, np.log(10), 0)
    if signal != "review":
        added += np.where(np.isin(np.floor(day), SALE_DAYS), np.log(world.sale_odds), 0)
    return added


def draw_refunds(random: np.random.Generator, world: World, paid: pd.DataFrame) -> pd.DataFrame:
    """One row a refund; buyers who were let down are refunded through the shop's fault."""
    let_down = (paid["kind"] == "let_down").to_numpy() & (random.random(len(paid)) < 0.6)
    asked = (random.random(len(paid)) < paid["p_refund"].to_numpy()) | let_down
    refunds = paid[asked][["order_no", "line_no", "product_no", "kind", "is_faulty", "at"]].copy()
    refunds["is_shop_fault"] = let_down[asked] | (random.random(len(refunds)) < 0.03)
    abuses = np.isin(refunds["kind"], ("refund", "mixed"))
    only = random.random(len(refunds)) < np.where(abuses, world.refund_only[1], world.refund_only[0])
    before = random.random(len(refunds)) < 0.15
    refunds["type"] = np.select([before, only], ["before_dispatch", "refund_only"], "return")
    return refunds


def draw_reviews(random: np.random.Generator, world: World, paid: pd.DataFrame) -> pd.DataFrame:
    """One row a review; those who complain write about nearly everything."""
    share = np.where(np.isin(paid["kind"], ("review", "mixed", "harsh")), 0.95, world.review_share)
    reviews = paid[random.random(len(paid)) < share][
        ["order_no", "line_no", "product_no", "buyer_no", "at", "p_review"]
    ]
    return reviews.assign(is_bad=random.random(len(reviews)) < reviews["p_review"])


def stocked(drawn: Drawn) -> Warehouse:
    """A database in memory that holds the shop."""
    warehouse = Warehouse()
    with warehouse.writing() as cursor:
        for table in ("orders", "lines", "refunds", "reviews"):
            frame = getattr(drawn, table)
            cursor.register("drawn", frame.drop(columns=[name for name in ("kind",) if name in frame]))
            cursor.execute(read_sql(SQL / f"put_{table}.sql"))
            cursor.unregister("drawn")
    return warehouse
