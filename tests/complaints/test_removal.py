"""A deleted case is gone with its files, except what another case cites; its number is not used again."""

from __future__ import annotations

import duckdb
import pytest

from complaints.cases import NoSuchCase, Opening, all_cases, open_case
from complaints.desk import Desk
from complaints.dossier import read_dossier
from complaints.readiness import move_case
from complaints.removal import CannotDelete, delete_case
from tests.complaints.ready import attach, make_ready
from tests.complaints.test_nothing_lost import OWNED
from tests.risk.rows import SHOP


def test_a_running_case_is_not_deleted(desk: Desk, refund_case: str) -> None:
    with pytest.raises(CannotDelete):
        delete_case(desk, refund_case)
    assert read_dossier(desk, refund_case).case["stage"] == "candidate"


def test_rows_and_files_go_and_what_another_case_cites_stays(desk: Desk, refund_case: str) -> None:
    make_ready(desk, refund_case)
    other = open_case(desk, Opening(SHOP, "hand", "另一件"))
    attach(desk, other, "courier_stamp", 1)  # the same bytes as the first case's
    move_case(desk, refund_case, "dropped", "买家已补款")
    assert delete_case(desk, refund_case) == 1
    with pytest.raises(NoSuchCase):
        read_dossier(desk, refund_case)
    assert len([path for path in desk.vault.folder.rglob("*") if path.is_file()]) == 1
    assert set(read_dossier(desk, other).states.values()) == {"ok"}
    of_this_case = duckdb.ColumnExpression("case_id") == duckdb.ConstantExpression(refund_case)
    with desk.warehouse.cursor() as cursor:
        left = {
            table
            for table in OWNED
            if "case_id" in cursor.table(table).columns and cursor.table(table).filter(of_this_case).fetchall()
        }
        texts = cursor.execute("select text from case_event where case_id = $id", {"id": refund_case}).fetchall()
    assert (left, texts) == ({"case_event"}, [(None,)])
    assert [case["case_id"] for case in all_cases(desk)] == [other]
    assert open_case(desk, Opening(SHOP, "hand", "新的")) == "2026-0003"
