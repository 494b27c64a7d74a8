"""What an export cannot tell where it lacks a column."""

from __future__ import annotations

from collections.abc import Collection

from etl.problem import Problem

# kind → our column → key of the sentence that says what is lost without it
COSTLY = {
    "orders": {
        "order_id": "etl.no_order_column",
        "buyer": "etl.no_buyer_column",
        "created_at": "etl.no_created_column",
        "status": "etl.no_status_column",
        "close_reason": "etl.no_close_reason",
    },
    "refunds": {
        "order_id": "etl.no_order_in_refunds",
        "status": "etl.no_refund_status",
        "reason": "etl.no_reason",
        "liable": "etl.no_liable",
    },
    "items": {},
    "reviews": {"order_id": "etl.no_order_in_reviews"},
}


# any of these columns tells of a closed order whether it had been paid
TELLS_PAYMENT = {"paid_at", "close_reason", "paid", "refund_amount"}
NO_PAYMENT = "etl.no_payment_column"
# the keys of all sentences that costs() has
COST_KEYS = {key for keys in COSTLY.values() for key in keys.values()} | {NO_PAYMENT}


def costs(kind: str, columns: Collection[str]) -> list[Problem]:
    """A sentence for each column that is not among these and would be missed."""
    found = [Problem(key) for column, key in COSTLY[kind].items() if column not in columns]
    if kind == "orders" and TELLS_PAYMENT.isdisjoint(columns):
        found.append(Problem(NO_PAYMENT))
    return found
