"""The list against what is true of simulated buyers, on seeds that nothing was tuned on."""

from __future__ import annotations

import pandas as pd
import pytest

import pipeline
from etl.intake import Source
from risk.listing import COLUMNS, flagged
from simulation.exports import write_exports
from simulation.shop import Shop, ShopSettings, simulate
from warehouse import Warehouse


@pytest.fixture(scope="module", params=[101, 202])
def judged(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Shop, pd.DataFrame]:
    shop = simulate(ShopSettings(seed=request.param, buyers=3000))
    files = write_exports(shop, tmp_path_factory.mktemp("exports"))
    warehouse = Warehouse()
    pipeline.run(warehouse, [Source(file.name, file) for file in files])
    return shop, flagged(warehouse, everyone=True)


def test_everything_is_counted_exactly(judged: tuple[Shop, pd.DataFrame]) -> None:
    shop, listed = judged
    counted = listed.set_index("buyer")[["orders", "unpaid", "bad_reviews"]]
    orders = shop.orders.groupby("buyer").agg(orders=("order_id", "size"), unpaid=("is_unpaid", "sum"))
    bad = shop.reviews[shop.reviews["result"] == "bad"].groupby("buyer").size()
    assert list(listed.columns[: len(COLUMNS)]) == COLUMNS
    pd.testing.assert_frame_equal(
        counted.sort_index().astype(int),
        orders.assign(bad_reviews=bad).fillna(0).sort_index().astype(int),
        check_names=False,
    )


def test_high_buyers_are_abusers_and_most_lone_abusers_are_found(judged: tuple[Shop, pd.DataFrame]) -> None:
    shop, listed = judged
    high = set(listed[listed["tier"] == "high"]["buyer"])
    truth = shop.buyers.set_index("buyer")
    assert (truth.loc[sorted(high), "label"] == "abuser").mean() >= 0.95
    lone = truth[(truth["label"] == "abuser") & (truth["kind"] != "linked")].index
    assert len(high.intersection(lone)) / len(lone) >= 0.75


def test_linked_abusers_share_a_group_and_a_pickup_station_links_nobody(judged: tuple[Shop, pd.DataFrame]) -> None:
    shop, listed = judged
    kinds = listed.merge(shop.buyers[["buyer", "kind", "phone"]], on="buyer")
    linked = kinds[kinds["kind"] == "linked"]
    partners = linked.groupby("phone").filter(lambda group: len(group) > 1)
    assert partners.groupby("phone")["linked_group"].nunique().eq(1).all()
    assert partners["linked_group"].notna().all()
    assert kinds[kinds["kind"] == "pickup"]["linked_group"].isna().all()


def test_orders_placed_again_do_not_count(judged: tuple[Shop, pd.DataFrame]) -> None:
    shop, listed = judged
    kinds = listed.merge(shop.buyers[["buyer", "kind"]], on="buyer")
    again = kinds[kinds["kind"] == "reorderer"]
    assert again["unpaid"].sum() > 20
    assert again["unpaid_counted"].sum() == 0
    assert (again["tier"] != "high").all()


def test_only_linked_accounts_are_said_to_share_contact_data(judged: tuple[Shop, pd.DataFrame]) -> None:
    _, listed = judged
    shared = listed["reasons"].str.contains("共用收货信息")
    assert shared.any()
    assert listed.loc[shared, "linked_group"].notna().all()
    assert not listed["reasons"].str.contains("nan").any()


def test_the_best_candidates_stand_first(judged: tuple[Shop, pd.DataFrame]) -> None:
    """Average precision of abusers by the highest of the three certainties."""
    shop, listed = judged
    certainty = listed.set_index("buyer")[["certainty_unpaid", "certainty_refund", "certainty_review"]].max(axis=1)
    is_abuser = shop.buyers.set_index("buyer")["label"].eq("abuser").loc[certainty.sort_values(ascending=False).index]
    precision = is_abuser.cumsum() / pd.Series(range(1, len(is_abuser) + 1), index=is_abuser.index)
    assert precision[is_abuser].mean() >= 0.93
