"""What the owner wrote outlives imports, their undo, refreshes, an older layout, and a killed process."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest

import pipeline
from complaints.desk import Desk
from complaints.dossier import read_dossier
from complaints.evidence import check
from complaints.lists import Entry, add_entry
from complaints.vault import Vault
from etl.intake import Source
from risk import verdicts
from tests.complaints.ready import make_ready
from tests.etl.files import write
from tests.risk.rows import SHOP
from warehouse import ROOT, Warehouse

OWNED = (
    "complaint_case", "case_event", "case_subject", "case_fact", "contact", "evidence", "case_text", "submission",
    "listing", "export_log",
)  # fmt: skip
DROP_OWNED = """
delete from meta where key = 'definitions';
drop table complaint_case;
drop table case_event;
drop table case_subject;
drop table case_fact;
drop table contact;
drop table evidence;
drop table case_text;
drop table submission;
drop table listing;
drop table export_log;
"""
ORDERS = [
    {"订单编号": "402933162870552118", "买家会员名": "小店常客21", "订单状态": "交易成功", "总金额": "268.00",
     "店铺名称": SHOP, "订单创建时间": "2026-11-02 12:00:00",
     "订单付款时间": "2026-11-02 12:00:00", "宝贝标题": "棉麻窗帘"},
]  # fmt: skip


def owned(warehouse: Warehouse) -> dict[str, pd.DataFrame]:
    with warehouse.cursor() as cursor:
        return {table: cursor.table(table).order("all").df() for table in OWNED}


def same(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> None:
    for table in OWNED:
        pd.testing.assert_frame_equal(one[table], other[table])


@pytest.fixture
def filled(desk: Desk, refund_case: str) -> Desk:
    make_ready(desk, refund_case)
    expires = (desk.clock() + timedelta(days=30)).date()
    add_entry(desk, Entry(SHOP, "flagged", "小店常客21", "退款待核实", refund_case, expires))
    empty = {table for table, rows in owned(desk.warehouse).items() if rows.empty}
    assert empty == {"submission", "export_log"}
    return desk


def test_imports_their_undo_and_refreshes_leave_it_alone(filled: Desk, tmp_path: Path) -> None:
    before = owned(filled.warehouse)
    file = write(tmp_path / "ExportOrderList.csv", list(ORDERS[0]), ORDERS)
    for _ in range(2):
        result = pipeline.run(filled.warehouse, [Source(file.name, file)])
        assert [outcome.error for outcome in result.outcomes] == [None]
    same(before, owned(filled.warehouse))
    with filled.warehouse.cursor() as cursor:
        batches = [row[0] for row in cursor.execute("select batch_id from batch where undone_at is null").fetchall()]
    for batch_id in batches:
        pipeline.take_back(filled.warehouse, batch_id)
    verdicts.refresh(filled.warehouse)
    same(before, owned(filled.warehouse))
    with filled.warehouse.cursor() as cursor:
        assert cursor.execute("select count(*) from buyer_order").fetchall() == [(0,)]
    facts = read_dossier(filled, "2026-0001").facts
    assert [(fact["order_id"], fact["file"]) for fact in facts if fact["kind"] == "paid"] == [
        ("1001", "ExportOrderList.xlsx")
    ]


def test_writing_at_the_desk_leaves_the_verdicts_fresh(filled: Desk, refund_case: str) -> None:
    verdicts.refresh(filled.warehouse)
    with filled.warehouse.cursor() as cursor:
        before = cursor.execute("select value from meta where key = 'verdict_version'").fetchall()
    check(filled, refund_case)
    with filled.warehouse.cursor() as cursor:
        fresh = cursor.execute(
            "select count(distinct value) from meta where key in ('verdict_version', 'data_version')"
        ).fetchall()
    assert fresh == [(1,)] and before


def test_a_database_from_before_the_desk_gets_its_tables_and_keeps_the_rest(filled: Desk, hold: ExitStack) -> None:
    with filled.warehouse.writing() as cursor:
        cursor.execute(DROP_OWNED)
        orders = cursor.execute("select count(*) from buyer_order").fetchall()
    hold.close()
    again = Warehouse(filled.warehouse.path)
    assert {table: len(rows) for table, rows in owned(again).items()} == dict.fromkeys(OWNED, 0)
    with again.cursor() as cursor:
        assert cursor.execute("select count(*) from buyer_order").fetchall() == orders


KILLED = """
import os, sys
from pathlib import Path
from complaints.cases import change_case
from complaints.contacts import Contact, log_contact
from complaints.desk import Desk
from datetime import datetime
from warehouse import Warehouse
desk = Desk.at(Warehouse(Path(sys.argv[1])))
log_contact(desk, "2026-0001", Contact(datetime(2026, 11, 21, 9), "phone", "shop", "第二次", "refused"))
with desk.writing() as writer:
    writer.run("drop_fact", case_id="2026-0001", number=1, now=writer.now)
    writer.event("2026-0001", "contact", "没写完的")
    os.kill(os.getpid(), 9)
"""


def test_a_killed_process_keeps_what_was_written_and_nothing_half(filled: Desk, hold: ExitStack) -> None:
    before = owned(filled.warehouse)
    hold.close()
    killed = subprocess.run([sys.executable, "-c", KILLED, str(filled.warehouse.path)], cwd=ROOT, check=False)
    assert abs(killed.returncode) == 9
    after = owned(Warehouse(filled.warehouse.path))
    assert list(after["contact"]["said"]) == [*before["contact"]["said"], "第二次"]
    assert list(after["case_event"]["text"].dropna()) == [*before["case_event"]["text"].dropna(), "第二次"]
    pd.testing.assert_frame_equal(after["case_fact"], before["case_fact"])


def test_bytes_that_were_being_kept_when_the_process_died_are_no_evidence(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault")

    class Broken:
        def __init__(self) -> None:
            self.chunks = [b"half"]

        def read(self, size: int = -1, /) -> bytes:
            if self.chunks:
                return self.chunks.pop()[:size]
            raise OSError("the disk went away")

    with pytest.raises(OSError, match="went away"):
        vault.keep(Broken(), 100)
    assert [path for path in vault.folder.rglob("*") if path.is_file()] == []
