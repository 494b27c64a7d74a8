"""Do they do it again? Buyers flagged from a shop's first half, counted in its second.

A shop of another kind, after what is known of wholesale invoices: thousands of products, invoices of a dozen lines,
buyers who differ widely and change, parcels that are cancelled whole. Nobody is labelled; the question is how often
flagged buyers do it later, against what their products explain then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit

from benchmarks.worlds import Drawn, World, stocked
from risk import verdicts
from risk.model import Floats

PRODUCTS = 3000
SUREST = 25
SHOPS = 5
HEAD = (
    "| what | halves | first 25 | raw rate, ≥ 5 lines | all flagged | how many | foretold ÷ came |",
    "|---|---|---|---|---|---|---|",
)


@dataclass(frozen=True)
class Trade:
    """Spread of buyers (log odds, for good and for a half), and how often and how far a whole parcel goes wrong."""

    buyers: int = 3500
    lasting_sd: float = 1.3
    passing_sd: float = 0.7
    parcel_share: float = 0.06
    parcel_odds: float = 2.5


def draw_halves(trade: Trade, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Lines of the first and second half: order_no, buyer_no, product_no, at, is_hit."""
    random = np.random.default_rng(seed)
    many = trade.buyers
    sold = random.lognormal(0, 1.3, PRODUCTS)
    rate = random.beta(1.2, 60, PRODUCTS)
    activity, basket = np.exp(random.normal(0.6, 1.0, many)), np.exp(random.normal(2.4, 0.8, many))
    lasting = random.normal(0, trade.lasting_sd, many)
    halves = []
    for _ in range(2):
        odds = lasting + random.normal(0, trade.passing_sd, many)
        buyer = np.repeat(np.arange(many), random.poisson(activity))
        parcel = np.where(random.random(len(buyer)) < trade.parcel_share, trade.parcel_odds, 0.0)
        order = np.repeat(np.arange(len(buyer)), 1 + random.poisson(basket[buyer]))
        product = random.choice(PRODUCTS, len(order), p=sold / sold.sum())
        chance = expit(logit(rate[product]) + odds[buyer[order]] + parcel[order])
        at = (random.uniform(0, 180 * 86_400, len(buyer))).astype("int64")[order]
        halves.append(
            pd.DataFrame({"order_no": order, "buyer_no": buyer[order], "product_no": product, "at": at})
            .assign(is_hit=random.random(len(order)) < chance)
        )  # fmt: skip
    return halves[0], halves[1]


def judged(lines: pd.DataFrame) -> pd.DataFrame:
    """buyer_risk of these lines' refunds."""
    lines = lines.assign(line_no=np.arange(len(lines)), is_unpaid=False, phone=lines["buyer_no"])
    lines["address"] = lines["buyer_no"]
    orders = lines.drop_duplicates("order_no")[["order_no", "buyer_no", "at", "is_unpaid", "phone", "address"]]
    refunds = lines.loc[lines["is_hit"], ["order_no", "line_no", "product_no", "at"]]
    refunds = refunds.assign(type="return", is_shop_fault=False)
    reviews = lines.head(0).assign(is_bad=False)
    warehouse = stocked(Drawn(World(), pd.DataFrame(), orders, lines, refunds, reviews))
    verdicts.refresh(warehouse)
    with warehouse.cursor() as cursor:
        return cursor.execute("select * from buyer_risk where signal = 'refund'").df().set_index("buyer")


def beyond_products(buyers: pd.Index, later: pd.DataFrame) -> float:
    """How many times as often as their products explain they did it in the other half."""
    seen = later.reindex(buyers).dropna(subset=["observed"])
    return float(seen["observed"].sum() / max(seen["expected"].sum(), 1e-9))


def rankings(first: pd.DataFrame) -> dict[str, Floats]:
    """What to rank by beside the certainty; those with fewer than three hits stand last."""
    rate = first["observed"] / first["trials"]
    return {
        "this engine": first["certainty"].to_numpy(),
        "raw rate": rate.to_numpy(),
        "raw rate, ≥ 5 lines": rate.where(first["trials"] >= 5, 0).to_numpy(),
    }


def foretold(flagged: pd.DataFrame, after: pd.DataFrame) -> float:
    """Hits that the excess of the first half foretells for the second, over those that came."""
    later = after[["trials", "observed", "expected"]].join(flagged["excess"], how="inner")
    odds = later["excess"] * later["expected"] / (later["trials"] - later["expected"])
    return float((later["trials"] * odds / (1 + odds)).sum() / later["observed"].sum())


def row_of(what: str, halves: str, lines: pd.DataFrame, is_first: NDArray[np.bool_]) -> str:
    """A row under HEAD: what is counted in real data, parted in two by is_first."""
    before, after = (judged(lines[part].reset_index(drop=True)) for part in (is_first, ~is_first))
    surest = {
        ranking: before.index[np.argsort(-score, kind="stable")[:SUREST]]
        for ranking, score in rankings(before).items()
    }
    flagged = before[before["tier"] == "high"]
    cells = [
        what,
        halves,
        *(f"{beyond_products(surest[ranking], after):.1f}" for ranking in ("this engine", "raw rate, ≥ 5 lines")),
        f"{beyond_products(flagged.index, after):.1f}",
        str(len(flagged)),
        f"{foretold(flagged, after):.2f}",
    ]
    return "| " + " | ".join(cells) + " |"


def show(rows: Iterable[str]) -> None:
    """Print a table under HEAD, each row as soon as it is measured."""
    for row in chain(HEAD, rows):
        print(row, flush=True)


def both_halves(first_seed: int) -> list[str]:
    """The table, as markdown."""
    found: dict[str, list[float]] = {}
    for seed in range(first_seed, first_seed + SHOPS):
        before, after = (judged(half) for half in draw_halves(Trade(), seed))
        for name, score in rankings(before).items():
            surest = before.index[np.argsort(-score, kind="stable")[:SUREST]]
            found.setdefault(f"{name}, first {SUREST}", []).append(beyond_products(surest, after))
        flagged = before.index[before["tier"] == "high"]
        found.setdefault("all that this engine flags", []).append(beyond_products(flagged, after))
        found.setdefault("(how many those are)", []).append(float(len(flagged)))
    rows = [f"| {name} | {np.mean(values):.1f} |" for name, values in found.items()]
    return ["| buyers of the first half | in the second: times what their products explain |", "|---|---|", *rows]
