"""The packet holds what it lists, names what it lacks, and any change to it is found without a database."""

from __future__ import annotations

import hashlib
import io
import json
import random
import zipfile
from datetime import timedelta
from pathlib import Path

import docx
import openpyxl
import pytest

import complaints.__main__ as command
from complaints.cases import Subject, add_subjects, change_case
from complaints.container import MANIFEST, SUMS
from complaints.desk import Desk
from complaints.dossier import read_dossier
from complaints.evidence import Description, add_evidence
from complaints.facts import gather, write_fact
from complaints.lists import exports
from complaints.order_table import order_table
from complaints.packet import save_packet
from complaints.texts import save_text
from complaints.verify import verify
from tests.complaints.ready import attach, make_ready, picture
from tests.risk.rows import NOON, put_orders


@pytest.fixture
def packet(desk: Desk, refund_case: str, tmp_path: Path) -> Path:
    make_ready(desk, refund_case)
    path = tmp_path / "packet.zip"
    save_packet(desk, read_dossier(desk, refund_case), path)
    return path


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def rewrite(path: Path, files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def troubles(path: Path) -> set[tuple[str, str]]:
    return {(trouble.key, trouble.path) for trouble in verify(path).troubles}


def test_a_fresh_packet_is_intact_and_holds_the_evidence_byte_for_byte(packet: Path, desk: Desk) -> None:
    assert verify(packet).troubles == ()
    files = contents(packet)
    assert files["材料/01-courier_stamp.png"] == picture(1).read()
    assert set(files) == {
        "投诉正文.docx", "投诉正文.txt", "订单与经过.xlsx", "材料/01-courier_stamp.png", "材料/02-chat_full.png",
        "材料清单.html", MANIFEST, SUMS,
    }  # fmt: skip
    assert [(row["what"], row["is_masked"], row["rows"]) for row in exports(desk)] == [("packet", False, 2)]


def test_text_and_orders_say_the_same_in_every_form(packet: Path, desk: Desk, refund_case: str) -> None:
    text, files = read_dossier(desk, refund_case).text, contents(packet)
    assert files["投诉正文.txt"].decode("utf-8-sig").replace("\r\n", "\n") == text
    paragraphs = [p.text for p in docx.Document(io.BytesIO(files["投诉正文.docx"])).paragraphs]
    assert [line for line in text.splitlines() if line not in paragraphs] == []
    sheet = openpyxl.load_workbook(io.BytesIO(files["订单与经过.xlsx"])).worksheets[0]
    assert [cell.value for cell in sheet[2]][:3] == ["1001", "小店常客21", "棉麻窗帘"]
    told = json.loads(files[MANIFEST])
    assert told["text"]["characters"] == len(text)
    assert [(fact["file"], fact["row"]) for fact in told["facts"]][:1] == [("ExportOrderList.xlsx", 2)]


def test_the_order_table_says_of_each_order_what_was_paid_and_what_became_of_it(desk: Desk, refund_case: str) -> None:
    put_orders(desk.warehouse, {"order_id": "7", "buyer": "小店常客21", "title": "地毯", "total": 90, "paid": None})
    add_subjects(desk, refund_case, [Subject("order", "7", "7"), Subject("order", "2001", "2001")])
    gather(desk, refund_case)
    write_fact(desk, refund_case, "signed", NOON + timedelta(days=1), "驿站代收", order_id="1001")
    book = openpyxl.load_workbook(io.BytesIO(order_table(read_dossier(desk, refund_case), "zh")))
    orders, facts = ([[cell.value for cell in row] for row in sheet] for sheet in book.worksheets)
    assert orders[0] == ["订单编号", "买家会员名", "商品", "拍下时间", "付款时间", "金额（元）", "结果"]
    at = NOON + timedelta(hours=1)
    assert sorted(orders[1:], key=lambda row: str(row[0])) == [
        ["1001", "小店常客21", "棉麻窗帘", NOON, NOON, 268, "签收；申请仅退款；退款成功"],
        ["2001", "小店常客21", "茶杯", at, None, 50, "未付款，订单关闭"],
        ["7", "小店常客21", "地毯", NOON, NOON, 90, ""],
    ]
    assert facts[0] == ["时间", "事项", "金额（元）", "原文", "订单编号", "退款/评价编号", "出处"]
    of_refund = [row for row in facts[1:] if row[4] == "1001" and row[1] in ("拍下", "签收", "申请仅退款")]
    assert of_refund == [
        [NOON, "拍下", 268, "棉麻窗帘", "1001", "1001", "ExportOrderList.xlsx 第 2 行"],
        [NOON + timedelta(days=1), "签收", None, "驿站代收", "1001", None, "店主填写"],
        [NOON + timedelta(days=2), "申请仅退款", 268, "未收到货", "1001", "R1", "ExportOrderList.xlsx 第 3 行"],
    ]


def test_any_changed_byte_is_found(packet: Path) -> None:
    whole = packet.read_bytes()
    places = [*range(0, len(whole), 997), len(whole) - 1, *random.Random(1).sample(range(len(whole)), 40)]
    for place in places:
        packet.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert not verify(packet).is_intact, place
    packet.write_bytes(whole)
    assert verify(packet).is_intact


def test_missing_extra_renamed_and_exchanged_files_are_named(packet: Path) -> None:
    files = contents(packet)
    first, second = "材料/01-courier_stamp.png", "材料/02-chat_full.png"
    rewrite(packet, {name: content for name, content in files.items() if name != first})
    assert troubles(packet) == {("missing", first)}
    rewrite(packet, files | {"材料/03-补充.png": b"x"})
    assert troubles(packet) == {("extra", "材料/03-补充.png")}
    rewrite(packet, {("材料/9.png" if name == first else name): content for name, content in files.items()})
    assert troubles(packet) == {("renamed", first)}
    rewrite(packet, files | {first: files[second], second: files[first]})
    assert troubles(packet) == {("changed", first), ("changed", second)}


def test_evidence_exchanged_together_with_its_sum_is_found(packet: Path) -> None:
    files, forged = contents(packet), b"another picture"
    first = "材料/01-courier_stamp.png"
    old, new = (hashlib.sha256(content).hexdigest() for content in (files[first], forged))
    rewrite(packet, files | {first: forged, SUMS: files[SUMS].replace(old.encode(), new.encode())})
    assert ("changed", first) in troubles(packet)


def test_a_packet_zipped_again_is_told_from_the_one_written(packet: Path) -> None:
    rewrite(packet, contents(packet))
    assert {key for key, _ in troubles(packet)} == {"repacked"}


@pytest.mark.parametrize("content", [b"", b"PK", b"no zip at all" * 9])
def test_what_is_no_packet_is_said_plainly(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    assert command.main(["verify", str(path)]) == 1
    assert "x.zip" in capsys.readouterr().out
    rewrite(path, {"a.txt": b"1"})
    assert {trouble.key for trouble in verify(path).troubles} == {"no_manifest"}


def test_what_is_left_out_is_named(desk: Desk, refund_case: str, tmp_path: Path) -> None:
    make_ready(desk, refund_case)
    partial = Description("几句话.png", "chat_full", "态度", is_partial=True)
    add_evidence(desk, refund_case, picture(7), partial)
    attach(desk, refund_case, "product_photos", 8)
    lost = read_dossier(desk, refund_case).evidence[-1]
    desk.vault.path(lost["sha256"]).write_bytes(b"changed")
    write_fact(desk, refund_case, "signed", None, "驿站说已取走")
    packet = save_packet(desk, read_dossier(desk, refund_case), tmp_path / "p.zip")
    assert {omission.key for omission in packet.omitted} == {
        "not_accepted",
        "evidence_file",
        "no_source",
        "text_behind",
    }
    files = contents(tmp_path / "p.zip")
    assert sorted(name for name in files if name.startswith("材料/")) == [
        "材料/01-courier_stamp.png", "材料/02-chat_full.png",
    ]  # fmt: skip
    page = files["材料清单.html"].decode("utf-8")
    assert "几句话.png" in page and "驿站说已取走" in page
    assert verify(tmp_path / "p.zip").is_intact


def test_words_from_files_stay_text_in_every_document(desk: Desk, refund_case: str, tmp_path: Path) -> None:
    change_case(desk, refund_case, title="<script>alert(1)</script>")
    write_fact(desk, refund_case, "other", None, '=HYPERLINK("http://x")<script>', order_id="1001")
    save_text(desk, refund_case, "<script>alert(2)</script>\x0b")
    attach(desk, refund_case, "courier_site", 1)
    add_evidence(desk, refund_case, picture(2), Description("../../etc/<b>.png", "chat_full", "<i>看</i>"))
    save_packet(desk, read_dossier(desk, refund_case), tmp_path / "p.zip")
    files = contents(tmp_path / "p.zip")
    page = files["材料清单.html"].decode("utf-8")
    assert "<script>" not in page and "<i>看" not in page and "&lt;script&gt;" in page
    assert not [name for name in files if ".." in name or "<" in name]
    cells = [
        c.value for row in openpyxl.load_workbook(io.BytesIO(files["订单与经过.xlsx"])).worksheets[1] for c in row
    ]
    assert '=HYPERLINK("http://x")<script>' in cells
    assert verify(tmp_path / "p.zip").is_intact


def test_the_commands_list_export_and_verify(
    desk: Desk, refund_case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = str(desk.warehouse.path)
    assert command.main(["list", "--database", database, "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [(row["case"], row["due"], row["buyer"]) for row in listed] == [(refund_case, "file", "小店**1")]
    with desk.warehouse.writing(remakes_verdicts=False) as cursor:
        cursor.execute('update case_fact set "at" = "at" - interval 400 day')
    command.main(["list", "--database", database])
    out = capsys.readouterr().out
    assert "days ago" in out
    assert "-" not in out.rpartition(",")[2]
    target = tmp_path / "out.zip"
    assert command.main(["export", refund_case, "--database", database, "--output", str(target)]) == 0
    assert "- " in capsys.readouterr().out  # a case without text or evidence says what it lacks
    assert command.main(["verify", str(target)]) == 0
    assert command.main(["export", "2026-9999", "--database", database]) == 1
    assert command.main(["list", "--database", str(tmp_path / "none.duckdb")]) == 1
    assert command.main(["verify", str(tmp_path / "none.zip")]) == 1
