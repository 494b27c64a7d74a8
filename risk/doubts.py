"""What could be the shop's own doing, or nobody's fault, as sentences: the same on the page and in print."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Doubt:
    """`key` of ui.buyer.<key> with its values; open ones are worth a look, the others were looked at."""

    key: str
    is_open: bool
    values: dict[str, object] = field(default_factory=dict)


def doubts_of(found: Mapping[str, Any], signals: str) -> list[Doubt]:
    """From the row of buyer_doubts.sql, about what the buyer did, open ones first.

    `signals`: as in buyer_list, what the buyer is listed for, to which the rest has nothing to say; empty for one who
    is not listed: about everything. Texts in the values are as the files hold them.
    """
    said = [
        doubt
        for signal, (part, count) in PARTS.items()
        if not signals or signal in signals.split(",")
        for doubt in part(found)
        if found[count] or doubt.is_open
    ]
    return sorted(said, key=lambda doubt: not doubt.is_open)


def of_refunds(found: Mapping[str, Any]) -> Iterator[Doubt]:
    """The product, whose fault it was, what was wrong, the parcel, the price, the law."""
    if found["faulty_products"]:
        yield Doubt("faulty", True, {"count": int(found["faulty_products"])} | worst(found, "faulty"))
    yield from counted(found, "no_product")
    if not found["faulty_products"] and not found["no_product"]:
        yield Doubt("no_faulty", False)
    yield from counted(found, "shop_fault")
    yield from counted(found, "bought_again")
    # nobody knows that none was, where no export says why
    yield from counted(found, "untold")
    if not found["shop_fault"] and not found["untold"]:
        yield Doubt("no_shop_fault", False)
    yield from counted(found, "defects", "told", "no_defects")
    yield from counted(found, "late_parcels", "sent_parcels", "in_time")
    yield from counted(found, "price_drops", "priced", "no_price_drop")
    yield from counted(found, "no_reason")


def of_unpaid(found: Mapping[str, Any]) -> Iterator[Doubt]:
    """Ordered again, or closed by the shop."""
    yield from counted(found, "undated")
    # nobody knows that none was, where an order has no time
    yield from counted(found, "reordered", "" if found["undated"] else "unpaid", "not_reordered")
    yield from counted(found, "out_of_stock")


def of_reviews(found: Mapping[str, Any]) -> Iterator[Doubt]:
    """The product, and the parcel."""
    if found["badly_rated"]:
        yield Doubt("badly_rated", True, {"count": int(found["badly_rated"])} | worst(found, "badly_rated"))
    elif found["rated"]:
        yield Doubt("not_badly_rated", False)
    yield from counted(found, "late_reviewed", "sent_reviewed", "reviewed_in_time")


def counted(found: Mapping[str, Any], name: str, looked_at: str = "", none: str = "") -> Iterator[Doubt]:
    """A count that is worth a line where there is one; `none`: what is said where so many were looked at in vain."""
    if found[name]:
        yield Doubt(name, True, {"count": int(found[name])})
    elif looked_at and found[looked_at]:
        yield Doubt(none, False, {"count": int(found[looked_at])})


def worst(found: Mapping[str, Any], name: str) -> dict[str, object]:
    """The product that everybody does it with most, and how often."""
    return {"title": found[f"{name}_title"] or "", "rate": f"{found[f'{name}_rate'] or 0:.1%}"}


def held_back(row: Mapping[str, Any], rules: Mapping[str, float]) -> str | None:
    """Why a row of buyer_signals.sql that is often and sure enough for high is on watch: ui.buyer.<key>, or None.

    Because all of it happened on one day; or because nobody knows whose fault it was, or, of unpaid orders, whether
    they were placed again and paid.
    """
    is_sure = row["certainty"] >= rules["high_certainty"] and row["observed"] >= rules["high_observed"]
    if row["tier"] != "watch" or not is_sure:
        return None
    return "watch_only_day" if row["hit_days"] < row["high_days"] else f"watch_only_{row['signal']}"


# signal → what there may be to say, and the count without which it need not be looked at
PARTS: dict[str, tuple[Callable[[Mapping[str, Any]], Iterator[Doubt]], str]] = {
    "refund": (of_refunds, "refunds"),
    "unpaid": (of_unpaid, "unpaid"),
    "review": (of_reviews, "bad_reviews"),
}
