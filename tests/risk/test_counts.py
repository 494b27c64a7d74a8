"""What each buyer did and others would have done, against the same sums written out row by row."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from risk.counts import Baselines, Counts, Products, chances_of, equal_keys, units_of

BUYERS, PRODUCTS = 5, 4
PRIOR = (0.7, 9.0)
NO_LINKS = pd.DataFrame({"number": pd.Series(dtype="int32"), "linked_group": pd.Series(dtype="str")})
Row = tuple[int, int, float, float]


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    """buyer, product, chances, hits; each pair of buyer and product once."""
    pairs = draw(st.lists(st.tuples(st.integers(0, BUYERS - 1), st.integers(0, PRODUCTS - 1)), unique=True))
    found = []
    for buyer, product in pairs:
        trials = draw(st.sampled_from([0.0, 1 / 3, 0.5, 1.0, 2.0, 7.0]))
        found.append((buyer, product, trials, draw(st.sampled_from([0.0, 0.5, 1.0])) * trials))
    return found


def batches(chances: list[Row], size: int) -> Iterator[dict[str, np.ndarray]]:
    frame = pd.DataFrame(chances, columns=["buyer", "product", "unpaid_trials", "unpaid_hits"])
    frame = frame.astype({"buyer": "int32", "product": "int32", "unpaid_trials": float, "unpaid_hits": float})
    for start in range(0, len(frame), size):
        yield {name: frame[name].to_numpy()[start : start + size] for name in frame}


def counted(chances: list[Row], known: Baselines, size: int = 10) -> Counts:
    return chances_of(batches(chances, size), ["unpaid"], BUYERS, PRODUCTS)["unpaid"].counts(known)


def products_of(chances: list[Row], kept: np.ndarray) -> Products:
    trials, hits = np.zeros(PRODUCTS), np.zeros(PRODUCTS)
    for buyer, product, n, k in chances:
        trials[product] += n * kept[buyer]
        hits[product] += k * kept[buyer]
    return Products(trials, hits)


@settings(max_examples=200, deadline=None)
@given(rows(), st.lists(st.sampled_from([0.0, 0.25, 1.0]), min_size=BUYERS, max_size=BUYERS), st.integers(1, 7))
def test_each_buyer_is_held_against_all_others_of_the_same_products(
    chances: list[Row], parts: list[float], size: int
) -> None:
    kept = np.array(parts)
    known = Baselines(products_of(chances, kept), PRIOR, kept)
    counts = counted(chances, known, size)
    for buyer in range(BUYERS):
        own = [row for row in chances if row[0] == buyer]
        expected = variance = 0.0
        for _, product, n, _k in own:
            others = [row for row in chances if row[1] == product and row[0] != buyer]
            hits = sum(row[3] * kept[row[0]] for row in others)
            misses = sum((row[2] - row[3]) * kept[row[0]] for row in others)
            a, b = PRIOR[0] + hits, PRIOR[1] + misses
            rate = a / (a + b)
            expected += n * rate
            variance += n**2 * rate * (1 - rate) / (a + b + 1)
        assert counts.trials[buyer] == math.floor(sum(row[2] for row in own) + 0.5 + 1e-9)
        assert counts.observed[buyer] == math.floor(sum(row[3] for row in own) + 0.5 + 1e-9)
        assert counts.expected[buyer] == pytest.approx(expected, abs=1e-9)
        assert counts.expected_sd[buyer] == pytest.approx(math.sqrt(variance), abs=1e-9)


def test_three_thirds_of_an_order_are_one_whichever_way_they_are_added_up() -> None:
    thirds = [(0, product, 1 / 3, 1 / 3) for product in range(3)]
    sixths = [(1, product, 1 / 6, 0.0) for product in range(3)]
    known = Baselines(Products(np.ones(PRODUCTS), np.ones(PRODUCTS)), PRIOR)
    counts = counted(thirds + sixths, known, 2)
    assert counts.trials.tolist() == [1, 1, 0, 0, 0]
    assert counts.observed.tolist() == [1, 0, 0, 0, 0]


@given(
    st.lists(st.tuples(st.integers(-3, 3), st.integers(0, 10**6), st.integers(-(10**6), 0)), min_size=1, max_size=30)
)
def test_keys_are_equal_where_all_columns_are_and_in_their_order(table: list[tuple[int, int, int]]) -> None:
    keys = equal_keys([np.array(column) for column in zip(*table, strict=True)])
    places = {row: place for place, row in enumerate(sorted(set(table)))}
    assert keys.tolist() == [places[row] for row in table]


def test_a_group_of_linked_accounts_has_the_sums_of_those_who_had_a_chance() -> None:
    chances = [(0, 0, 4.0, 1.0), (1, 1, 2.0, 2.0), (3, 0, 5.0, 0.0)]
    known = Baselines(products_of(chances, np.ones(BUYERS)), PRIOR)
    counts = counted(chances, known)
    linked = pd.DataFrame({"number": [0, 1, 2], "linked_group": ["G001"] * 3})
    units = units_of(counts, np.array([0.5, 1.0, 1.0, 1.0, 1.0]), linked)
    assert units.buyers["number"].tolist() == [0, 1, 3]
    [group] = units.linked.to_dict("records")
    assert (group["members"], group["trials"], group["observed"]) == (2, 6, 3)
    assert group["expected"] == pytest.approx(counts.expected[:2].sum())
    assert group["evidence"] == pytest.approx((4 * 0.5 + 2) / 6)
    assert units.groups["buyers"].sum() == 3
    assert len(units.groups) == 4


def test_buyers_who_do_not_differ_are_one_group() -> None:
    chances = [(buyer, 0, 2.0, 0.0) for buyer in range(BUYERS)]
    known = Baselines(products_of(chances, np.ones(BUYERS)), PRIOR)
    counts = counted(chances, known)
    units = units_of(counts, np.ones(BUYERS), NO_LINKS)
    [group] = units.groups.to_dict("records")
    assert (group["trials"], group["observed"], group["buyers"]) == (2, 0, BUYERS)
    assert set(units.buyers["unit_key"]) == {group["unit_key"]}
