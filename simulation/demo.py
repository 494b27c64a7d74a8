"""python -m simulation.demo: writes the demo shop to data/demo and its labels beside the tests."""

from __future__ import annotations

from pathlib import Path

from simulation.exports import write_exports, write_labels
from simulation.shop import ShopSettings, simulate

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "data" / "demo"
LABELS = ROOT / "tests" / "data" / "demo_labels.csv"


def main() -> None:
    """The same files every time, byte for byte."""
    shop = simulate(ShopSettings(seed=20261122))
    LABELS.parent.mkdir(parents=True, exist_ok=True)
    write_exports(shop, DEMO)
    write_labels(shop, LABELS)


if __name__ == "__main__":
    main()
