"""python -m simulation FOLDER [--seed N] [--buyers N] [--abusers SHARE] [--refund-rate RATE] [--labels FILE]."""

from __future__ import annotations

import argparse
from pathlib import Path

from simulation.exports import write_exports, write_labels
from simulation.shop import ShopSettings, simulate


def main() -> None:
    """Write a labelled shop's exports."""
    parser = argparse.ArgumentParser(prog="python -m simulation", description="Writes a labelled shop's exports.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--buyers", type=int, default=6000)
    parser.add_argument("--abusers", type=float, default=0.01, help="share of abusers, 0..0.05")
    parser.add_argument("--refund-rate", type=float, default=0.06)
    parser.add_argument("--labels", type=Path, default=None, help="csv of what is true of each buyer")
    options = parser.parse_args()
    shop = simulate(
        ShopSettings(
            seed=options.seed, buyers=options.buyers, abuser_share=options.abusers, refund_rate=options.refund_rate
        )
    )
    write_exports(shop, options.folder)
    if options.labels:
        write_labels(shop, options.labels)


if __name__ == "__main__":
    main()
