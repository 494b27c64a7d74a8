"""Chances are read some at a time; whatever happens meanwhile, the transaction can be taken back."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import numpy as np
import pytest

from risk.refresh import ROWS_READ, Refresh
from warehouse import Warehouse

MANY = 4 * ROWS_READ
FILL = """
    insert into buyer_product by name
    select '一店' as shop, range % 7 as product, range as buyer, 1 as unpaid_trials from range($many::bigint)
"""


@pytest.fixture
def cursor() -> Iterator[duckdb.DuckDBPyConnection]:
    with Warehouse().cursor() as cursor:
        cursor.begin()
        cursor.execute(FILL, {"many": MANY})
        yield cursor


def test_every_row_comes_once_in_several_pieces(cursor: duckdb.DuckDBPyConnection) -> None:
    with Refresh(cursor).streamed("chances", shop="一店") as chances:
        pieces = [rows["buyer"] for rows in chances]
    assert len(pieces) > 1
    np.testing.assert_array_equal(np.sort(np.concatenate(pieces)), np.arange(MANY))


def test_to_give_up_while_reading_is_told_as_such(cursor: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(duckdb.InterruptException), Refresh(cursor).streamed("chances", shop="一店") as chances:
        next(chances)
        cursor.interrupt()
        list(chances)
    cursor.rollback()
    assert cursor.execute("select count(*) from buyer_product").fetchall() == [(0,)]


def test_an_error_while_rows_are_left_lets_the_transaction_be_taken_back(cursor: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(ZeroDivisionError), Refresh(cursor).streamed("chances", shop="一店") as chances:
        next(chances)
        raise ZeroDivisionError
    cursor.rollback()
    assert cursor.execute("select count(*) from buyer_product").fetchall() == [(0,)]
