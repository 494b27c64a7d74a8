"""The platform's two big sales: on them much is bought to reach a discount, and sent back after."""

from __future__ import annotations

import pandas as pd

# month and day by the key of ui.sale
SALES = {"618": (6, 18), "1111": (11, 11)}
DAY = pd.Timedelta(days=1)


def sales_between(first: pd.Timestamp, last: pd.Timestamp) -> list[tuple[str, pd.Timestamp]]:
    """The sales from `first` to `last`, each with the day on which it begins."""
    days = [
        (name, pd.Timestamp(year, month, day))
        for year in range(first.year, last.year + 1)
        for name, (month, day) in SALES.items()
    ]
    return [(name, day) for name, day in days if first < day + DAY and day <= last]
