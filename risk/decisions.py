"""What the owner decides about buyers, and what these decisions say about the list's own error rate."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from scipy.special import betaincinv

from warehouse import Warehouse, read_sql

SQL = Path(__file__).with_name("sql")
VERDICTS = ("normal", "confirmed", "taken_back")
# the Jeffreys interval of a share: equal tails of Beta(k + ½, n − k + ½) (Brown, Cai & DasGupta 2001)
TAIL = 0.05


def decide(warehouse: Warehouse, shop: str, buyer: str, verdict: str, reason: str = "") -> None:
    """Keep a decision for good. It is applied when the list is read: no verdict is remade. Raises DatabaseBusy."""
    if verdict not in VERDICTS:
        raise ValueError(verdict)
    values = {
        "now": datetime.now(), "shop": shop, "buyer": buyer, "verdict": verdict, "reason": reason.strip(),
    }  # fmt: skip
    with warehouse.writing(remakes_verdicts=False) as cursor:
        cursor.execute(read_sql(SQL / "decide.sql"), values)


def share_between(hits: int, trials: int) -> tuple[float, float]:
    """The 90 % Jeffreys interval of a share, 0..1; from 0 where nothing was found, to 1 where all was."""
    low = float(betaincinv(hits + 0.5, trials - hits + 0.5, TAIL)) if hits else 0.0
    high = float(betaincinv(hits + 0.5, trials - hits + 0.5, 1 - TAIL)) if hits < trials else 1.0
    return low, high
