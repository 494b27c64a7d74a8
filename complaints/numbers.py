"""The numbers that people know orders, refunds and reviews by."""

from __future__ import annotations

import re

# what Huoyan tells reviews apart by where their file gives them no number of their own (etl/sql/stage_reviews.sql)
OWN_KEY = re.compile(r"[0-9a-f]{32}(#\d+)?")


def known_by(ref_id: str, order_id: str | None) -> str:
    """The number of an order, a refund or a review; of a review without one its order's, – where it has no order."""
    return (order_id or "–") if OWN_KEY.fullmatch(ref_id) else ref_id
