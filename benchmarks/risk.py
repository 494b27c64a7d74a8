"""make bench-risk: is a certainty true, who is listed, and what would other rankings have done.

Labelled shops of many kinds go through the whole engine, from the tables on. Prints markdown, as docs/risk.md shows.
    python -m benchmarks.risk [--shops N] [--first-seed N] [--only NAME …]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from benchmarks.halves import both_halves
from benchmarks.rivals import average_precision, scores
from benchmarks.worlds import LONE, World, draw, stocked
from risk import verdicts

# Nothing was built while looking at shops from here on.
FIRST_SEED = 70_000
ENGINE = "this engine"
HALF = World(refund_rate=0.5)
LIVELY = World(season=3, faulty_batches=6, sale_share=0.1, sale_odds=2.5)
WORLDS = {
    "1 % abusers": World(),
    "4 % abusers": World(abuser_share=0.04),
    "5 %, abusers of 4+ orders": World(abuser_share=0.05, abuser_orders=4),
    "no abusers": World(abuser_share=0),
    "half refunded, 1 %": HALF,
    "half refunded, 4 %": replace(HALF, abuser_share=0.04),
    "half refunded, none": replace(HALF, abuser_share=0),
    "half refunded, kinds say nothing": replace(HALF, refund_only=(0.3, 0.3)),
    "60 % refunded, 2 %": World(refund_rate=0.6, abuser_share=0.02),
    "2 % refunded, 2 %": World(refund_rate=0.02, abuser_share=0.02),
    "season, batches, sales": LIVELY,
    "the same, no abusers": replace(LIVELY, abuser_share=0),
    "customers differ widely": World(ordinary_sd=0.9),
    "600 products": World(products=600, faulty_products=25),
    "200 buyers, 3 %": World(buyers=200, abuser_share=0.03, products=30, faulty_products=2),
    "200 buyers, none": World(buyers=200, abuser_share=0, products=30, faulty_products=2),
    "1,000 buyers, 2 %": World(buyers=1000, abuser_share=0.02),
    "50,000 buyers, 1 %": World(buyers=50_000, products=600, faulty_products=12),
}
BANDS = (0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 1.0)
# small shops are drawn more often, the biggest less
DRAWN = {200: 6, 1000: 3, 50_000: 0.2}


@dataclass(frozen=True)
class Measured:
    """One shop: counts of the list at tier high, average precision and hits of each ranking, and how true all
    certainties are: by band, how many, the sum of what was stated, and how many are truly beyond the threshold."""

    listed: int
    abusers: int
    decoys: int
    verdicts: int
    stated_wrong: float
    wrong: int
    lone: int
    lone_found: int
    ring: int
    ring_listed: int
    rankings: pd.DataFrame
    bands: pd.DataFrame


def measure(world: World) -> Measured:
    """Draw a shop, judge it, compare with what is true."""
    drawn = draw(world)
    warehouse = stocked(drawn)
    verdicts.refresh(warehouse)
    with warehouse.cursor() as cursor:
        risk = cursor.execute("select buyer, signal, trials, observed, certainty, tier from buyer_risk").df()
        listed = cursor.execute("select buyer, tier from buyer_summary").df()
        beyond = dict(cursor.execute("select signal, threshold from signal_fit").fetchall())
    truth = drawn.buyers.set_index("buyer")
    tier = listed.set_index("buyer")["tier"].reindex(truth.index)
    multiple = np.exp([truth.at[row.buyer, row.signal] for row in risk.itertuples()])
    risk["is_beyond"] = multiple >= risk["signal"].map(beyond).to_numpy(float)
    high = risk[risk["tier"] == "high"]
    is_high, is_lone, in_ring = tier == "high", truth["kind"].isin(LONE), truth["kind"] == "ring"
    return Measured(
        listed=int(is_high.sum()),
        abusers=int((is_high & (truth["label"] == "abuser")).sum()),
        decoys=int((is_high & (truth["label"] == "decoy")).sum()),
        verdicts=len(high),
        stated_wrong=float((1 - high["certainty"]).sum()),
        wrong=int((~high["is_beyond"]).sum()),
        lone=int(is_lone.sum()),
        lone_found=int((is_high & is_lone).sum()),
        ring=int(in_ring.sum()),
        ring_listed=int(((tier != "none") & in_ring).sum()),
        rankings=rank(risk, truth, int(is_high.sum())),
        bands=risk.groupby(pd.cut(risk["certainty"], BANDS).cat.codes).agg(
            verdicts=("certainty", "size"), stated=("certainty", "sum"), true=("is_beyond", "sum")
        ),
    )


def rank(risk: pd.DataFrame, truth: pd.DataFrame, listed: int) -> pd.DataFrame:
    """A row a ranking: average precision, and whom its first `listed` buyers are."""
    certainty = risk.groupby("buyer")["certainty"].max().reindex(truth.index).fillna(0).to_numpy()
    label = truth["label"].to_numpy()
    is_abuser = (label == "abuser").astype(float)
    rows = []
    for name, score in {ENGINE: certainty, **scores(risk, truth.index)}.items():
        first = label[np.argsort(-score, kind="stable")[:listed]]
        rows.append((name, average_precision(score, is_abuser), (first == "abuser").sum(), (first == "decoy").sum()))
    return pd.DataFrame(rows, columns=["ranking", "average_precision", "abusers", "decoys"])


def shops_of(world: World, shops: int, first_seed: int) -> Iterator[Measured]:
    """As many shops of one kind as its size allows."""
    for number in range(max(1, round(shops * DRAWN.get(world.buyers, 1)))):
        yield measure(replace(world, seed=first_seed + number))


def ratio(part: float, whole: float, digits: int = 3) -> str:
    """A share, or a dash where there is nothing to share."""
    return f"{part / whole:.{digits}f}" if whole else "–"


CALIBRATION = (
    "| shops | n | high a shop | stated wrong | wrong | precision | lone found | ring listed | decoys a shop | AP |\n"
    "|---|---|---|---|---|---|---|---|---|---|"
)


def calibration_row(name: str, found: list[Measured]) -> str:
    """One kind of shop."""
    total = Counter[str]()
    for shop in found:
        total.update({key: value for key, value in vars(shop).items() if not isinstance(value, pd.DataFrame)})
    own = [float(shop.rankings.iloc[0]["average_precision"]) for shop in found]
    cells = [
        name,
        str(len(found)),
        ratio(total["listed"], len(found), 1),
        ratio(total["stated_wrong"], total["verdicts"]),
        ratio(total["wrong"], total["verdicts"]),
        ratio(total["abusers"], total["listed"]),
        ratio(total["lone_found"], total["lone"]),
        ratio(total["ring_listed"], total["ring"]),
        ratio(total["decoys"], len(found), 2),
        f"{np.mean(own):.3f}" if total["lone"] else "–",
    ]
    return "| " + " | ".join(cells) + " |"


def ranking_rows(name: str, found: list[Measured]) -> list[str]:
    """The rankings on one kind of shop, each cut where this engine's list ends."""
    every = pd.concat([shop.rankings for shop in found])
    listed = sum(shop.listed for shop in found)
    abusers = sum(shop.lone + shop.ring for shop in found)
    rows = []
    for ranking, part in every.groupby("ranking", sort=False):
        precision, recall = ratio(part["abusers"].sum(), listed), ratio(part["abusers"].sum(), abusers)
        decoys = ratio(part["decoys"].sum(), len(found), 2)
        rows.append(
            f"| {name} | {ranking} | {precision} | {recall} | {part['average_precision'].mean():.3f} | {decoys} |"
        )
    return rows


def band_rows(found: Iterable[Measured]) -> list[str]:
    """How true the certainties are, over all shops."""
    total = pd.concat([shop.bands for shop in found]).groupby(level=0).sum()
    return [
        f"| {BANDS[band]} – {BANDS[band + 1]} | {row.verdicts:,} | {ratio(row.stated, row.verdicts)} "
        f"| {ratio(row.true, row.verdicts)} |"
        for band, row in zip(total.index, total.itertuples(), strict=True)
        if band >= 0
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.risk")
    parser.add_argument("--shops", type=int, default=20, help="shops of each kind")
    parser.add_argument("--first-seed", type=int, default=FIRST_SEED)
    parser.add_argument("--only", nargs="*", choices=WORLDS, default=list(WORLDS), metavar="NAME")
    options = parser.parse_args()
    found = {}
    print(CALIBRATION)
    for name in options.only:
        found[name] = list(shops_of(WORLDS[name], options.shops, options.first_seed))
        print(calibration_row(name, found[name]))
        sys.stdout.flush()
    print("\n| shops | ranking | precision | recall | average precision | decoys a shop |\n|---|---|---|---|---|---|")
    for name, shops in found.items():
        if any(shop.lone for shop in shops):
            print("\n".join(ranking_rows(name, shops)))
    print("\n| certainty | verdicts | stated | truly beyond |\n|---|---|---|---|")
    print("\n".join(band_rows(shop for shops in found.values() for shop in shops)))
    print("\n" + "\n".join(both_halves(options.first_seed)))


if __name__ == "__main__":
    main()
