"""Labelled shops of simulation/ as files: python -m benchmarks.exported [--shops N] [--first-seed N].

The whole road that an owner's files go: exports of 6,000 buyers, one in a hundred an abuser, taken in, then judged.
Prints what was counted against what was exported, and who is on the list against who was labelled.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.risk import ratio
from benchmarks.rivals import average_precision
from etl.intake import Source, take_in
from risk import verdicts
from simulation.exports import write_exports
from simulation.shop import ShopSettings, simulate
from warehouse import Warehouse

# nothing was built while looking at shops from here on
FIRST_SEED = 9_300
SHOPS = 10
BUYERS, ABUSERS = 6_000, 0.01
RING = "linked"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.exported")
    parser.add_argument("--shops", type=int, default=SHOPS)
    parser.add_argument("--first-seed", type=int, default=FIRST_SEED)
    options = parser.parse_args()
    total, precisions = Counter[str](), []
    for number in range(options.shops):
        found, precision = measure(options.first_seed + number)
        total.update(found)
        precisions.append(precision)
    lines = (
        f"orders counted: {total['orders']:,} of {total['orders_made']:,} exported, "
        f"unpaid: {total['unpaid']:,} of {total['unpaid_made']:,}",
        f"high: {total['high']}, of them abusers {ratio(total['true'], total['high'])}, decoys {total['decoys']}",
        f"lone abusers found: {ratio(total['lone_found'], total['lone'])} of {total['lone']}",
        f"members of rings listed: {ratio(total['ring_listed'], total['ring'])} of {total['ring']}",
        f"average precision: {sum(precisions) / len(precisions):.3f}, least {min(precisions):.3f}",
    )
    sys.stdout.write("\n".join(lines) + "\n")


def measure(seed: int) -> tuple[Counter[str], float]:
    """Counts of one shop, and the average precision over all its buyers by the highest certainty."""
    shop = simulate(ShopSettings(seed=seed, buyers=BUYERS, abuser_share=ABUSERS))
    store = Warehouse()
    with tempfile.TemporaryDirectory() as folder:
        take_in(store, [Source(path.name, path) for path in write_exports(shop, Path(folder))])
    verdicts.refresh(store)
    with store.cursor() as cursor:
        rows = cursor.execute("select buyer, orders, unpaid, tier, certainty from buyer_list").df().set_index("buyer")
    truth = shop.buyers.set_index("buyer")
    tier, certainty = rows["tier"].reindex(truth.index), rows["certainty"].reindex(truth.index).fillna(0)
    is_abuser, is_ring = truth["label"] == "abuser", truth["kind"] == RING
    is_decoy, is_lone, is_high = truth["label"] == "decoy", is_abuser & ~is_ring, tier == "high"
    found = {
        "orders": rows["orders"].sum(), "orders_made": len(shop.orders),
        "unpaid": rows["unpaid"].sum(), "unpaid_made": shop.orders["is_unpaid"].sum(),
        "high": is_high.sum(), "true": (is_high & is_abuser).sum(), "decoys": (is_high & is_decoy).sum(),
        "lone": is_lone.sum(), "lone_found": (is_lone & is_high).sum(),
        "ring": is_ring.sum(), "ring_listed": (is_ring & tier.isin(["high", "watch"])).sum(),
    }  # fmt: skip
    score = average_precision(certainty.to_numpy(float), is_abuser.to_numpy(float))
    return Counter({name: int(many) for name, many in found.items()}), score


if __name__ == "__main__":
    main()
