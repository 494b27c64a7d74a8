"""A simulated shop: products with their own rates, buyers with their own odds, and what comes of every order.

P(event) = sigmoid(logit(rate of the product) + u of the buyer), separately for unpaid orders, refunds and bad
reviews. exp(u) is the buyer's true odds multiple, which is what a certainty claims to know.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from simulation import words

SIGNALS = ("unpaid", "refund", "review")
ABUSERS = ("unpaid", "refund", "review", "mixed", "linked")
DECOYS = ("wholesaler", "faulty", "harsh", "reorderer", "let_down", "pickup")
ORDINARY_SD = 0.5
PAYMENT_HOURS = 24


@dataclass(frozen=True)
class ShopSettings:
    """What a shop is like. Rates and shares are 0..1."""

    seed: int = 1
    buyers: int = 3000
    abuser_share: float = 0.01
    decoy_share: float = 0.02
    start: datetime = datetime(2026, 5, 25)
    end: datetime = datetime(2026, 11, 22, 23, 59)
    products: int = 60
    faulty_products: int = 4
    unpaid_rate: float = 0.06
    refund_rate: float = 0.06
    bad_review_rate: float = 0.03
    review_share: float = 0.55
    shop: str = "木禾家居店"


@dataclass(frozen=True)
class Shop:
    """Tidy tables. buyers: label, kind and true odds multiples; orders; lines; refunds; reviews."""

    settings: ShopSettings
    buyers: pd.DataFrame
    orders: pd.DataFrame
    lines: pd.DataFrame
    refunds: pd.DataFrame
    reviews: pd.DataFrame


def simulate(settings: ShopSettings) -> Shop:
    """The same settings give the same shop."""
    random = np.random.default_rng(settings.seed)
    products = make_products(random, settings)
    buyers = make_buyers(random, settings)
    lines = make_lines(random, settings, buyers, products)
    lines = add_reorders(random, lines)
    orders = make_orders(random, settings, buyers, lines)
    lines = finish_lines(random, lines, orders)
    refunds = make_refunds(random, settings, lines)
    reviews = make_reviews(random, settings, lines)
    return Shop(settings, buyers, orders, lines, refunds, reviews)


def make_products(random: np.random.Generator, settings: ShopSettings) -> pd.DataFrame:
    """item_id, title, price, popularity and a rate a signal; the faulty ones are refunded and disliked by all."""
    many = settings.products
    base = {"unpaid": settings.unpaid_rate, "refund": settings.refund_rate, "review": settings.bad_review_rate}
    rates = {name: expit(logit(rate) + random.normal(0, 0.4, many)) for name, rate in base.items()}
    faulty = np.zeros(many, bool)
    faulty[random.choice(many, min(settings.faulty_products, many), replace=False)] = True
    rates["refund"][faulty] = np.maximum(rates["refund"][faulty], random.uniform(0.3, 0.5, faulty.sum()))
    rates["review"][faulty] = np.maximum(rates["review"][faulty], random.uniform(0.25, 0.45, faulty.sum()))
    popularity = random.lognormal(0, 0.9, many)
    return pd.DataFrame(
        {
            "item_id": words.ids(random, many, "7", 12),
            "title": words.titles(many),
            "price": np.round(random.lognormal(4.2, 0.6, many), 0).clip(9) - 0.1,
            "popularity": popularity / popularity.sum(),
            "is_faulty": faulty,
        }
        | {f"rate_{name}": rate for name, rate in rates.items()}
    )


def make_buyers(random: np.random.Generator, settings: ShopSettings) -> pd.DataFrame:
    """buyer, label (abuser | decoy | ordinary), kind, orders to place, u a signal, contact data."""
    many = settings.buyers
    kinds = np.array(["ordinary"] * many, dtype=object)
    abusers = round(many * settings.abuser_share)
    decoys = round(many * settings.decoy_share)
    kinds[:abusers] = [ABUSERS[n % len(ABUSERS)] for n in range(abusers)]
    kinds[abusers : abusers + decoys] = [DECOYS[n % len(DECOYS)] for n in range(decoys)]
    placed = 1 + random.negative_binomial(0.7, 0.28, many)
    placed = np.where(np.isin(kinds, ABUSERS), 8 + random.negative_binomial(2, 0.16, many), placed)
    placed = np.where(kinds == "linked", 2 + random.integers(0, 4, many), placed)
    placed = np.where(kinds == "wholesaler", random.integers(40, 90, many), placed)
    placed = np.where(
        np.isin(kinds, ("faulty", "harsh", "reorderer", "let_down")), random.integers(5, 14, many), placed
    )
    odds = {signal: random.normal(0, ORDINARY_SD, many) for signal in SIGNALS}
    strong = random.uniform(np.log(18), np.log(90), many)
    for signal in SIGNALS:
        does = (kinds == signal) | (kinds == "mixed") | ((kinds == "linked") & (signal == "unpaid"))
        odds[signal] = np.where(does, strong, odds[signal])
    odds["review"] = np.where(kinds == "harsh", np.log(random.uniform(1.5, 2.5, many)), odds["review"])
    label = np.where(np.isin(kinds, ABUSERS), "abuser", np.where(np.isin(kinds, DECOYS), "decoy", "ordinary"))
    phones = np.array([f"1990{number:07d}" for number in random.permutation(10_000_000)[:many]], dtype=object)
    streets = np.array([f"梧桐路{n + 1}号{random.integers(1, 30)}室" for n in range(many)], dtype=object)
    cities = random.choice(words.CITIES, many)
    receivers = random.choice(words.SURNAMES, many) + random.choice(words.GIVEN, many)
    addresses = np.array([f"{city} {street}" for city, street in zip(cities, streets, strict=True)], dtype=object)
    for first in range(0, int((kinds == "linked").sum()), 3):
        group = np.flatnonzero(kinds == "linked")[first : first + 3]
        phones[group] = phones[group[0]]
    station = kinds == "pickup"
    addresses[station], receivers[station] = "江苏省 南京市 鼓楼区 梧桐路1号驿站", "驿站代收"
    return pd.DataFrame(
        {
            "buyer": words.nicks(random, many), "label": label, "kind": kinds, "placed": placed,
            "phone": phones, "receiver": receivers, "address": addresses,
        }
        | {f"u_{signal}": values for signal, values in odds.items()}
    ).sample(frac=1, random_state=settings.seed, ignore_index=True)  # fmt: skip


def make_lines(
    random: np.random.Generator, settings: ShopSettings, buyers: pd.DataFrame, products: pd.DataFrame
) -> pd.DataFrame:
    """One row a line: its order's number, its product, and the chances of what may happen."""
    order_buyer = np.repeat(np.arange(len(buyers)), buyers["placed"])
    many = len(order_buyer)
    sizes = np.where(random.random(many) < 0.15, 2, 1)
    at = np.repeat(np.arange(many), sizes)
    product = random.choice(len(products), len(at), p=products["popularity"])
    kind = buyers["kind"].to_numpy()[order_buyer[at]]
    bad = np.flatnonzero(products["is_faulty"])
    if len(bad):
        product = np.where((kind == "faulty") & (random.random(len(at)) < 0.8), random.choice(bad, len(at)), product)
    lines = pd.DataFrame({"order": at, "buyer_at": order_buyer[at], "product_at": product})
    for name in ("item_id", "title", "price", "is_faulty"):
        lines[name] = products[name].to_numpy()[product]
    for signal in SIGNALS:
        chance = expit(
            logit(products[f"rate_{signal}"].to_numpy()[product])
            + buyers[f"u_{signal}"].to_numpy()[lines["buyer_at"]]
        )
        lines[f"p_{signal}"] = chance
    lines["kind"] = kind
    lines["quantity"] = np.where(kind == "wholesaler", random.integers(2, 12, len(at)), 1)
    lines["created_at"] = order_times(random, settings, many)[at]
    lines["is_unpaid"] = (random.random(many) < lines.groupby("order")["p_unpaid"].mean().to_numpy())[at]
    return lines


def order_times(random: np.random.Generator, settings: ShopSettings, many: int) -> np.ndarray:
    """Moments of orders: evenly through the period, with crowds at 618 and 双11."""
    seconds = random.integers(0, int((settings.end - settings.start).total_seconds()), many)
    moments = np.datetime64(settings.start, "s") + seconds.astype("timedelta64[s]")
    for month, day in ((6, 18), (11, 11)):
        sale = datetime(settings.end.year, month, day)
        if settings.start < sale < settings.end:
            goes = random.random(many) < 0.06
            rush = np.datetime64(sale, "s") + random.integers(0, 86_400, many).astype("timedelta64[s]")
            moments = np.where(goes, rush, moments)
    return moments


def add_reorders(random: np.random.Generator, lines: pd.DataFrame) -> pd.DataFrame:
    """Re-orderers leave half of their orders unpaid and place each again, paid, within the day."""
    redone = lines[(lines["kind"] == "reorderer") & (random.random(len(lines)) < 0.5)]
    redone = lines[lines["order"].isin(redone["order"])].copy()
    lines = lines.copy()
    lines.loc[lines["kind"] == "reorderer", "is_unpaid"] = False
    lines.loc[lines["order"].isin(redone["order"]), "is_unpaid"] = True
    hours = pd.Series(random.uniform(0.05, 20, len(lines)), index=lines.index).groupby(lines["order"]).first()
    redone["created_at"] += pd.to_timedelta(redone["order"].map(hours), unit="h").dt.round("s")
    redone["order"] += int(lines["order"].max()) + 1
    redone["is_unpaid"] = False
    return pd.concat([lines, redone], ignore_index=True)


def make_orders(
    random: np.random.Generator, settings: ShopSettings, buyers: pd.DataFrame, lines: pd.DataFrame
) -> pd.DataFrame:
    """One row an order with its state on the last day, times and amounts."""
    amounts = (lines["price"] * lines["quantity"]).groupby(lines["order"]).sum()
    orders = lines.groupby("order").agg(
        buyer_at=("buyer_at", "first"), created_at=("created_at", "first"), is_unpaid=("is_unpaid", "first"),
        kinds=("item_id", "nunique"), quantity=("quantity", "sum"), title=("title", lambda names: "，".join(dict.fromkeys(names))),
    )  # fmt: skip
    many = len(orders)
    orders["order_id"] = words.ids(random, many, "4", 19)
    for name in ("buyer", "phone", "receiver", "address", "kind"):
        orders[name] = buyers[name].to_numpy()[orders["buyer_at"]]
    orders["payable"] = amounts.round(2)
    orders["postage"] = np.where(random.random(many) < 0.2, 8.0, 0.0)
    orders["total"] = (orders["payable"] + orders["postage"]).round(2)
    age = (pd.Timestamp(settings.end) - orders["created_at"]).dt.total_seconds() / 3600
    orders["is_waiting"] = orders["is_unpaid"] & (age < PAYMENT_HOURS)
    orders["is_unpaid"] &= ~orders["is_waiting"]
    is_paid = ~orders["is_unpaid"] & ~orders["is_waiting"]
    wait = pd.to_timedelta(random.integers(20, 1500, many), unit="s")
    orders["paid_at"] = (orders["created_at"] + wait).where(is_paid)
    orders["shipped_at"] = (orders["created_at"] + pd.to_timedelta(random.integers(5, 40, many), unit="h")).where(
        is_paid & (age > 40)
    )
    orders["finished_at"] = (orders["created_at"] + pd.to_timedelta(random.integers(90, 250, many), unit="h")).where(
        is_paid & (age > 250)
    )
    orders["out_of_stock"] = orders["is_unpaid"] & (random.random(many) < 0.02)
    orders["state"] = np.select(
        [orders["is_waiting"], orders["is_unpaid"], orders["finished_at"].notna(), orders["shipped_at"].notna()],
        ["waiting", "closed", "success", "shipped"], "paid",
    )  # fmt: skip
    return orders.reset_index()


def finish_lines(random: np.random.Generator, lines: pd.DataFrame, orders: pd.DataFrame) -> pd.DataFrame:
    """Lines with their order's number and state and a number of their own."""
    known = orders.set_index("order")[["order_id", "state", "paid_at", "shipped_at", "finished_at", "buyer"]]
    lines = lines.drop(columns=["is_unpaid"]).join(known, on="order")
    lines["line_id"] = words.ids(random, len(lines), "5", 19)
    lines["paid"] = (lines["price"] * lines["quantity"]).round(2)
    lines["sku"] = random.choice(words.SKUS, len(lines))
    return lines


def make_refunds(random: np.random.Generator, settings: ShopSettings, lines: pd.DataFrame) -> pd.DataFrame:
    """One row a refund. Lines of let-down buyers are refunded through the shop's fault."""
    paid = lines[lines["paid_at"].notna()]
    let_down = (paid["kind"] == "let_down").to_numpy() & (random.random(len(paid)) < 0.6)
    wrong = random.random(len(paid)) < 0.01
    asked = (random.random(len(paid)) < paid["p_refund"].to_numpy()) | let_down | wrong
    refunds = paid[asked].copy()
    by_shop = (let_down | wrong)[asked]
    many = len(refunds)
    refunds["refund_id"] = words.ids(random, many, "2", 18)
    delay = pd.to_timedelta(random.integers(2, 260, many), unit="h")
    latest = pd.Timestamp(settings.end) - timedelta(minutes=5)
    refunds["applied_at"] = (refunds["paid_at"] + delay).clip(upper=latest).dt.round("s")
    before = (refunds["applied_at"] < refunds["shipped_at"].fillna(latest)).to_numpy()
    only = random.random(many) < np.where(np.isin(refunds["kind"], ("refund", "mixed")), 0.8, 0.25)
    refunds["type"] = np.where(before | only, "仅退款", "退货退款")
    refunds["goods_state"] = np.where(before, "未发货", "已收到货")
    kinds = np.select(
        [by_shop, np.isin(refunds["kind"], ("refund", "mixed")), refunds["is_faulty"]],
        ["shop", "abuser", "fault"],
        "ordinary",
    )
    reasons = [random.choice(words.REASONS[kind]) for kind in kinds]
    # what has not left says nothing of what came; no dice are thrown for it
    early = [words.EARLY_REASONS[n % len(words.EARLY_REASONS)] for n in range(many)]
    refunds["reason"] = np.where(before & ~by_shop, early, reasons)
    refunds["liable"] = np.where(by_shop, "卖家责任", "")
    young = (pd.Timestamp(settings.end) - refunds["applied_at"]).dt.days < 3
    withdrawn = random.random(many) < 0.04
    refunds["status"] = np.select([young, withdrawn], ["买家已经申请退款，等待卖家同意", "退款关闭"], "退款成功")
    refunds["finished_at"] = (refunds["applied_at"] + pd.Timedelta(hours=30)).where(~young).clip(upper=latest)
    partial = random.random(many) < 0.08
    refunds["amount"] = np.where(partial, (refunds["paid"] * 0.4).round(2), refunds["paid"])
    refunds["is_partial"] = partial
    return refunds.sort_values("applied_at", ignore_index=True)


def make_reviews(random: np.random.Generator, settings: ShopSettings, lines: pd.DataFrame) -> pd.DataFrame:
    """Reviews of finished lines; some are the system's default."""
    done = lines[lines["finished_at"].notna()]
    reviewers = np.where(np.isin(done["kind"], ("review", "mixed", "harsh")), 0.95, 0.55)
    reviews = done[random.random(len(done)) < reviewers].copy()
    many = len(reviews)
    is_bad = random.random(many) < reviews["p_review"].to_numpy()
    neutral = ~is_bad & (random.random(many) < 0.04)
    reviews["result"] = np.select([is_bad, neutral], ["bad", "neutral"], "good")
    bad, good = random.choice(words.BAD_TEXTS, many), random.choice(words.GOOD_TEXTS, many)
    reviews["text"] = np.where(is_bad | neutral, bad, good)
    reviews["reviewed_at"] = reviews["finished_at"] + pd.to_timedelta(random.integers(1, 100, many), unit="h")
    return with_telling_texts(
        reviews[reviews["reviewed_at"] <= settings.end].sort_values("reviewed_at", ignore_index=True)
    )


def with_telling_texts(reviews: pd.DataFrame) -> pd.DataFrame:
    """The same reviews, some of the abusers' bad ones in words that a platform takes up; no dice are thrown."""
    theirs = reviews[(reviews["result"] == "bad") & reviews["kind"].isin(["review", "mixed"])]
    # one a buyer, so that no text is a single buyer's only manner
    chosen = theirs.drop_duplicates("buyer", keep="last").index[: len(words.TELLING_TEXTS)]
    reviews.loc[chosen, "text"] = words.TELLING_TEXTS[: len(chosen)]
    return reviews
