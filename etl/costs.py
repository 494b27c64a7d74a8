"""What an export cannot tell where it lacks a column."""

from __future__ import annotations

from collections.abc import Collection

from etl.problem import Problem
from etl.recognise import Kind

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
        "refund_id": "etl.no_refund_column",
        "order_id": "etl.no_order_in_refunds",
        "status": "etl.no_refund_status",
        "reason": "etl.no_reason",
        "liable": "etl.no_liable",
    },
    "items": {"title": "etl.no_title_in_items"},
    "reviews": {"order_id": "etl.no_order_in_reviews"},
}


# any of these columns tells of a closed order whether it had been paid
TELLS_PAYMENT = {"paid_at", "close_reason", "paid", "refund_amount"}
NO_PAYMENT = "etl.no_payment_column"
# either of these columns of a refund export tells whether the goods came back
TELLS_RETURN = {"kind", "needs_return"}
NO_RETURN = "etl.no_return_column"
# with order numbers the item report tells them
NO_TITLES = "etl.no_title_column"
# what the Open Platform has no field for: nothing to tick
WITHOUT_FIELD = {"close_reason", "liable"}
# the keys of all sentences that costs() has
COST_KEYS = {key for keys in COSTLY.values() for key in keys.values()} | {NO_PAYMENT, NO_TITLES, NO_RETURN}


def costs(kind: Kind, columns: Collection[str]) -> list[Problem]:
    """A sentence for each column that is not among these and would be missed."""
    known = {*columns, *(WITHOUT_FIELD if kind.is_interface else ())}
    found = [Problem(key) for column, key in COSTLY[kind.name].items() if column not in known]
    if kind.name == "orders" and TELLS_PAYMENT.isdisjoint(columns):
        found.append(Problem(NO_PAYMENT))
    if kind.name == "refunds" and TELLS_RETURN.isdisjoint(columns):
        found.append(Problem(NO_RETURN))
    if kind.name == "orders" and {"order_id", "title", "item_id"}.isdisjoint(columns):
        found.append(Problem(NO_TITLES))
    return found
