"""What risk/sql/trials says, said once more in pandas: the yardstick of the verdicts, and a check on them.

Frames carry the columns of the tables they are named after; missing values are None, NaN or NaT.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

ORDER = ["shop", "order_id"]
TOLD = ["shop", "order_id", "line_id", "item_id", "title", "paid", "refund_state", "refund_amount"]
COLUMNS = ["shop", "buyer", "signal", "product", "ref_id", "kind", "at", "weight", "is_hit", "is_counted"]
PAID_STATES = ("paid", "shipped", "success", "closed")
ASKED_STATES = ("success", "open", "refused")


def list_chances(tables: Mapping[str, pd.DataFrame], settings: Mapping[str, Any]) -> pd.DataFrame:
    """One row a chance, as the table `trial`."""
    known = known_titles(tables)
    ordered = ordered_lines(tables["buyer_order"], tables["order_line"], known)
    found = [
        unpaid(ordered, settings),
        refunds(ordered, tables["refund"], known, settings),
        reviews(ordered, tables["review"], known),
    ]
    return pd.concat([frame[COLUMNS] for frame in found], ignore_index=True)


def known_titles(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The item id that most lines of a title have; where none has, most refunds and reviews."""
    named = [
        tables[name][["shop", "title", "item_id"]].assign(is_line=name == "order_line")
        for name in ("order_line", "refund", "review")
    ]
    key = ["shop", "title", "item_id", "is_line"]
    both = pd.concat(named).dropna(subset=["item_id", "title"])
    counted = both.groupby(key, as_index=False).size().sort_values(["is_line", "size", "item_id"])
    last = counted.drop_duplicates(["shop", "title"], keep="last")
    return last[["shop", "title", "item_id"]].rename(columns={"item_id": "known_item"})


def product_of(rows: pd.DataFrame, known: pd.DataFrame) -> pd.Series:
    """The item id, else what the title has elsewhere, else the title, else missing."""
    with_known = rows[["shop", "title", "item_id"]].merge(known, on=["shop", "title"], how="left")
    with_known.index = rows.index
    return with_known["item_id"].fillna(with_known["known_item"]).fillna(with_known["title"])


def ordered_lines(orders: pd.DataFrame, lines: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Every order with its lines; one that no line is told of stands as one line without a title."""
    of_items, of_orders = (lines.loc[lines["source"] == source, TOLD] for source in ("items", "orders"))
    reported = of_items[ORDER].drop_duplicates()
    others = of_orders.merge(reported, on=ORDER, how="left", indicator=True)
    told = pd.concat([of_items, others.loc[others["_merge"] == "left_only", TOLD]], ignore_index=True)
    told["product"] = product_of(told, known).fillna("")
    told["lines"] = told.groupby(ORDER)["line_id"].transform("size")
    columns = [*ORDER, "buyer", "created_at", "paid_at", "seen_at", "state", "is_unpaid", "close_reason"]
    names = {"refund_amount": "order_refund", "paid": "order_paid"}
    orders = orders[[*columns, *names]].rename(columns=names)
    ordered = orders.merge(told, on=ORDER, how="left")
    by_state = ordered["is_unpaid"].eq(False) & ordered["state"].isin(PAID_STATES)
    return ordered.assign(
        is_paid=ordered["paid_at"].notna() | by_state,
        line_id=ordered["line_id"].fillna(""),
        product=ordered["product"].fillna(""),
        lines=ordered["lines"].fillna(1),
        line_paid=pd.to_numeric(ordered["paid"]).fillna(pd.to_numeric(ordered["order_paid"])),
    )


def unpaid(ordered: pd.DataFrame, settings: Mapping[str, Any]) -> pd.DataFrame:
    """An order placed, in each of its products."""
    of_one = ordered[ordered["lines"] == 1].assign(weight=1.0)
    of_many = ordered[ordered["lines"] > 1].sort_values([*ORDER, "product", "line_id"])
    of_many = of_many.drop_duplicates([*ORDER, "product"])
    of_many["weight"] = 1.0 / of_many.groupby(ORDER)["line_id"].transform("size")
    chances = pd.concat([of_one, of_many])
    again = paid_again(ordered, settings["reorder_hours"])
    reordered = chances[ORDER].merge(again, on=ORDER, how="left")["again"].eq(True).to_numpy()
    waits, is_unpaid = chances["state"].eq("waiting"), chances["is_unpaid"].eq(True)
    out_of_stock = is_unpaid & chances["close_reason"].str.contains("缺货", na=False)
    may_pay = waits & (chances["created_at"] + pd.Timedelta(hours=settings["payment_hours"]) > chances["seen_at"])
    return chances.assign(
        signal="unpaid", ref_id=chances["order_id"], kind=None, at=chances["created_at"].fillna(chances["paid_at"]),
        is_hit=is_unpaid | waits, is_counted=~(reordered | out_of_stock | may_pay | chances["is_unpaid"].isna()),
    )  # fmt: skip


def paid_again(ordered: pd.DataFrame, hours: float) -> pd.DataFrame:
    """Unpaid orders whose buyer paid for the same product soon after."""
    key = ["shop", "buyer", "product"]
    is_left = (ordered["is_unpaid"].eq(True) | ordered["state"].eq("waiting")) & ordered["buyer"].notna()
    left = ordered.loc[is_left & ordered["product"].ne(""), [*key, "order_id", "created_at"]]
    paid = ordered.loc[ordered["is_paid"] & ordered["buyer"].notna(), [*key, "order_id", "created_at"]]
    pairs = left.merge(paid, on=key, suffixes=("", "_paid"))
    after = pairs["created_at_paid"] - pairs["created_at"]
    is_soon = (after >= pd.Timedelta(0)) & (after <= pd.Timedelta(hours=hours))
    return (
        pairs.loc[is_soon & (pairs["order_id"] != pairs["order_id_paid"]), ORDER].drop_duplicates().assign(again=True)
    )


def refunds(
    ordered: pd.DataFrame, refund: pd.DataFrame, known: pd.DataFrame, settings: Mapping[str, Any]
) -> pd.DataFrame:
    """A paid line, and whether money was asked back for it."""
    paid = ordered[ordered["is_paid"]]
    spoken_of = refund.loc[refund["order_id"].notna(), ORDER].drop_duplicates().assign(spoken=True)
    paid = paid.merge(spoken_of, on=ORDER, how="left")
    paid = paid.merge(asked_for(paid[paid["spoken"].eq(True)], refund, known, settings), how="left")
    is_spoken, is_closed = paid["spoken"].eq(True), paid["state"].eq("closed")
    is_hit = np.select(
        [is_spoken, paid["refund_state"].notna(), is_closed],
        [paid["asked_hit"].eq(True), paid["refund_state"].isin(ASKED_STATES), True],
        default=(paid["lines"] == 1) & (paid["order_refund"].astype(float) > 0),
    ).astype(bool)
    ours = paid["asked_fault"].eq(True) & ~paid["asked_hit"].eq(True)
    no_stock = ~is_spoken & is_closed & paid["close_reason"].str.contains("缺货", na=False)
    is_told_by_line = is_spoken | paid["refund_state"].notna() | (paid["shop"].isin(refund["shop"]) & ~is_closed)
    weight = (1.0 / paid["lines"]).where(~is_told_by_line, 1.0)
    own_id = paid["order_id"] + ("/" + paid["line_id"]).where(weight == 1, "")
    return paid.assign(
        signal="refund", ref_id=paid["refund_id"].fillna(own_id), kind=paid["asked_kind"],
        at=paid["created_at"].fillna(paid["paid_at"]), weight=weight, is_hit=is_hit,
        is_counted=~(ours | no_stock | bought_again(paid, settings["reorder_hours"])),
    )  # fmt: skip


def bought_again(paid: pd.DataFrame, hours: float) -> NDArray[np.bool_]:
    """Which lines were taken back before dispatch and ordered again, to be kept, soon after."""
    key = ["shop", "buyer", "product"]
    named = paid.assign(place=range(len(paid)))[paid["buyer"].notna() & paid["product"].ne("")]
    back = named[named["asked_hit"].eq(True) & named["asked_kind"].eq("before_dispatch")]
    is_kept = (
        named["state"].ne("closed")
        & ~(named["order_refund"].astype(float) > 0)
        & ~named["asked_hit"].eq(True)
        & (named["refund_state"].isna() | named["refund_state"].isin(["none", "closed"]))
    )
    pairs = back[[*key, "order_id", "created_at", "place"]].merge(
        named.loc[is_kept, [*key, "order_id", "created_at"]], on=key, suffixes=("", "_again")
    )
    after = pairs["created_at_again"] - pairs["created_at"]
    is_soon = (after >= pd.Timedelta(0)) & (after <= pd.Timedelta(hours=hours))
    found = pairs.loc[is_soon & (pairs["order_id"] != pairs["order_id_again"]), "place"]
    return np.isin(np.arange(len(paid)), found)


def asked_for(
    lines: pd.DataFrame, refund: pd.DataFrame, known: pd.DataFrame, settings: Mapping[str, Any]
) -> pd.DataFrame:
    """What was asked for each line: shop, order_id, line_id, asked_hit, asked_fault, asked_kind, refund_id."""
    product_key = [*ORDER, "product"]
    lines = lines[[*product_key, "line_id", "line_paid"]].sort_values([*ORDER, "line_id"])
    lines = lines.assign(
        place=lines.groupby(product_key).cumcount() + 1,
        of_product=lines.groupby(product_key)["line_id"].transform("size"),
    )
    first = lines.drop_duplicates(ORDER)[[*ORDER, "line_id"]].rename(columns={"line_id": "first_line"})
    faults = [name.removeprefix("fault_") for name, value in settings.items() if name.startswith("fault_") and value]
    is_ours = refund["fault"].eq("shop") | (refund["fault"].isna() & refund["reason_class"].isin(faults))
    requests = refund.assign(product=product_of(refund, known), is_ours=is_ours).sort_values("refund_id")
    requests["number"] = requests.groupby(product_key, dropna=False).cumcount() + 1
    sizes = lines.drop_duplicates(product_key)[[*product_key, "of_product"]]
    placed = requests.merge(sizes, on=product_key, how="left")
    placed["place"] = np.minimum(placed["number"], placed["of_product"])
    placed = placed.merge(lines[[*product_key, "place", "line_id"]], on=[*product_key, "place"], how="left")
    placed = placed.merge(first, on=ORDER, how="left")
    placed["line_id"] = placed["line_id"].fillna(placed["first_line"])
    placed = placed.dropna(subset=["line_id"])
    placed = placed.merge(lines[[*ORDER, "line_id", "line_paid"]], on=[*ORDER, "line_id"], how="left")
    # what is not known is taken for a part
    asked, paid = (pd.to_numeric(placed[name]) for name in ("amount", "order_paid"))
    is_part = placed["is_partial"].astype("boolean").fillna(~(asked >= paid.fillna(placed["line_paid"]))).astype(bool)
    placed["is_ours"] &= placed["fault"].eq("shop") | placed["reason_class"].ne("price") | is_part
    stands = placed["state"].isin(ASKED_STATES) | (placed["state"].isna() & placed["status"].isna())
    placed = placed.assign(
        asked_hit=stands & placed["kind"].ne("exchange") & ~placed["is_ours"], asked_fault=stands & placed["is_ours"],
        not_closed=placed["state"].ne("closed"),
    ).sort_values(["not_closed", "refund_id"])  # fmt: skip
    line_key = [*ORDER, "line_id"]
    by_line = placed.groupby(line_key)
    # `last` passes over missing kinds, as arg_max does
    return by_line.agg(
        asked_hit=("asked_hit", "any"), asked_fault=("asked_fault", "any"), asked_kind=("kind", "last"),
        refund_id=("refund_id", "last"),
    ).reset_index()  # fmt: skip


def reviews(ordered: pd.DataFrame, review: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """A review that the buyer wrote; buyer and product are the order's where the review names none."""
    wanted = ordered.merge(review[ORDER].dropna().drop_duplicates(), on=ORDER)
    by_order = wanted.groupby(ORDER).agg(
        order_buyer=("buyer", "first"), order_product=("product", "first"), products=("product", "nunique")
    )
    found = review.merge(by_order.reset_index(), on=ORDER, how="left")
    product = product_of(found, known).fillna(found["order_product"].where(found["products"] == 1)).fillna("")
    return found.assign(
        signal="review", buyer=found["buyer"].fillna(found["order_buyer"]), product=product,
        ref_id=found["review_id"], kind=None, at=found["created_at"], weight=1.0,
        is_hit=found["rating"].eq("bad"), is_counted=~found["is_default"].astype(bool),
    )  # fmt: skip
