"""What could be the shop's own doing, or nobody's fault, as sentences: the same on the page and in print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# counts of buyer_doubts.sql that are only worth a line where there are any
OTHERS = ("late_parcels", "price_drops", "no_reason", "reordered", "out_of_stock")


@dataclass(frozen=True)
class Doubt:
    """`key` of ui.buyer.<key> with its values; open ones are worth a look, the others were looked at."""

    key: str
    is_open: bool
    values: dict[str, object] = field(default_factory=dict)


def doubts_of(found: Mapping[str, Any]) -> list[Doubt]:
    """From the row of buyer_doubts.sql; texts in the values are as the files hold them."""
    faulty, ours = int(found["faulty_products"]), int(found["shop_fault"])
    untold, no_product = int(found["untold"]), int(found["no_product"])
    values = {"count": faulty, "title": found["faulty_title"] or "", "rate": f"{found['faulty_rate'] or 0:.1%}"}
    return [
        *([Doubt("faulty", True, values)] if faulty else []),
        *([Doubt("no_product", True, {"count": no_product})] if no_product else []),
        *([] if faulty or no_product else [Doubt("no_faulty", False)]),
        *([Doubt("shop_fault", True, {"count": ours})] if ours else []),
        # nobody knows that none was, where no export says why
        *([Doubt("untold", True, {"count": untold})] if untold else []),
        *([] if ours or untold else [Doubt("no_shop_fault", False)]),
        *(Doubt(name, True, {"count": int(found[name])}) for name in OTHERS if found[name]),
    ]


def is_held_back(row: Mapping[str, Any], rules: Mapping[str, float]) -> bool:
    """Whether a row of buyer_signals.sql is on watch, not high, only because nobody knows whose fault it was."""
    is_sure = row["certainty"] >= rules["high_certainty"] and row["observed"] >= rules["high_observed"]
    return bool(row["tier"] == "watch" and is_sure)
