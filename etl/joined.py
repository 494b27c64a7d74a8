"""What somebody joined to the rows of a report: buyers to items, refunds and reviews to items or orders."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from etl.recognise import Recognised, columns_of, normal, of_name


@dataclass(frozen=True)
class Join:
    """What may be joined to rows of `reports`. `sign`: the column by which it shows; `not_theirs`: columns that tell
    of something else there."""

    reports: Collection[str]
    sign: str
    not_theirs: Collection[str] = ()


JOINS: Mapping[str, Join] = {
    # money, goods and state of a line are not those of its order
    "orders": Join(
        ("items",), "buyer",
        (
            "item_id", "title", "sku", "merchant_code", "quantity", "kinds", "payable", "paid", "total", "postage",
            "received", "refund_amount", "refunded", "refund_status",
        ),
    ),
    "refunds": Join(("orders", "items"), "refund_id"),
    "reviews": Join(("orders", "items"), "text"),
}  # fmt: skip


def joined(found: Recognised) -> list[Recognised]:
    """The kinds that rows of this sheet tell of beside its own."""
    cells = [normal(cell) for cell in found.header]
    parts = []
    for name, join in JOINS.items():
        kind = of_name(name)[0]
        columns = {column: at for column, at in columns_of(kind, cells).items() if column not in join.not_theirs}
        is_told = join.sign in columns and len(kind.any_of & set(columns)) >= kind.at_least
        if found.kind.name in join.reports and is_told:
            parts.append(Recognised(kind, found.header_row, found.header, columns, is_joined=True))
    return parts
