"""python -m benchmarks.ratings FILE: do harsh reviewers stay harsh, in real ratings?

FILE: ratings.csv as MovieLens gives them out (userId, movieId, rating, timestamp; half a star to five). A film stands
for a product, a rating of one star or less for a bad review. Hundreds of films are rated in one sitting, which no
buyer does with what arrives by parcel: so each rating is also put on a day of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pandas as pd

from benchmarks.halves import row_of, show

WORST = {"one star or less": 1.0, "a star and a half or less": 1.5}
DAY = 86_400
SEED = 1


def lines_of(rated: pd.DataFrame, worst: float) -> pd.DataFrame:
    """The ratings as halves.judged takes them."""
    return pd.DataFrame(
        {
            "order_no": np.arange(len(rated)),
            "buyer_no": rated["userId"].to_numpy(),
            "product_no": rated["movieId"].to_numpy(),
            "at": (rated["timestamp"] - rated["timestamp"].min()).to_numpy("int64"),
            "is_hit": (rated["rating"] <= worst).to_numpy(),
        }
    )


def rows(rated: pd.DataFrame) -> Iterator[str]:
    """The table's rows, as markdown."""
    random = np.random.default_rng(SEED)
    halves = {
        "a rater's earlier and later": (
            rated["timestamp"] <= rated.groupby("userId")["timestamp"].transform("median")
        ).to_numpy(),
        "every other rating": random.random(len(rated)) < 0.5,
    }
    for what, worst in WORST.items():
        lines = lines_of(rated, worst)
        apart = lines.assign(at=random.permutation(len(lines)) * DAY)
        for name, is_first in halves.items():
            yield row_of(what, name, lines, is_first)
            yield row_of(f"{what}, days apart", name, apart, is_first)


def main() -> None:
    """Measure and print."""
    show(rows(pd.read_csv(sys.argv[1])))


if __name__ == "__main__":
    main()
