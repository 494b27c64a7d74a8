"""The numbers that people know orders, refunds and reviews by."""

from __future__ import annotations

import re

# what Huoyan tells reviews and refunds apart by where their file gives them no number (etl/sql/stage_reviews.sql,
# etl/sql/number_refunds.sql)
OWN_KEY = re.compile(r"[0-9a-f]{32}(#\d+)?|#[0-9a-f]{12}r")


def known_by(ref_id: str, order_id: str | None) -> str:
    """The number of an order, a refund or a review; of what has none its order's, – where it has no order."""
    return (order_id or "–") if OWN_KEY.fullmatch(ref_id) else ref_id
