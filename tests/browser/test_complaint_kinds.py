"""Extortion by review, and a ring of unpaid orders: from the flag to a packet that shows when it was changed."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from complaints.desk import Desk
from risk import verdicts
from tests.browser.case_page import WAIT_MS, WORDS, answer_all, download_packet, open_drawer, press, settled, upload
from tests.browser.conftest import dashboard
from tests.complaints.today import shop_of_today
from tests.risk.rows import UNPAID, put, put_orders
from warehouse import ROOT, Warehouse

MEMBERS = ("风铃甲1", "风铃乙2", "风铃丙3", "风铃丁4")


def checked(packet: Path) -> tuple[int, str]:
    """What `python -m complaints verify` says of it: exit code and words."""
    command = [sys.executable, "-m", "complaints", "verify", str(packet), "--json"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    return found.returncode, found.stdout


def content_of(packet: Path) -> dict[str, bytes]:
    """Name → bytes of every file in it."""
    with zipfile.ZipFile(packet) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_a_byte_changed(packet: Path, part: str) -> Path:
    """The same packet, one byte of the first file whose name holds `part` another."""
    files = content_of(packet)
    name = next(name for name in files if part in name)
    files[name] = files[name][:-1] + bytes([files[name][-1] ^ 1])
    target = packet.with_name("changed.zip")
    with zipfile.ZipFile(target, "w") as archive:
        for each, content in files.items():
            archive.writestr(each, content)
    return target


def text_of(files: dict[str, bytes]) -> str:
    """The complaint's text as it is to be pasted."""
    return next(content.decode("utf-8-sig") for name, content in files.items() if name.endswith(".txt"))


@pytest.mark.parametrize("locale", WORDS)
def test_extortion_by_review_from_the_review_to_a_packet_that_tells_when_it_was_changed(
    browser: Browser, tmp_path: Path, locale: str
) -> None:
    words = WORDS[locale]
    with shop_of_today(tmp_path / "huoyan.duckdb").warehouse.writing() as cursor:
        cursor.execute("update review set text = '不给我转200红包就全部差评，转了马上改好评'")
    with dashboard(tmp_path / "huoyan.duckdb") as address:
        page = browser.new_context(locale=locale, viewport={"width": 1440, "height": 1200}).new_page()
        page.set_default_timeout(WAIT_MS)
        page.goto(f"{address}/reviews")
        page.get_by_role("button", name=words["open"]).first.click()
        expect(page.get_by_role("heading", name=words["facts"])).to_be_visible(timeout=WAIT_MS)
        settled(page)
        answer_all(page, locale, "客服处理了两天")
        open_drawer(page, words["silent"])
        press(page, "case_keep_exception")
        upload(page, "索要.png", 0)
        upload(page, "旺旺.png", 1)
        press(page, "case_save_text")
        press(page, "case_to_ready")
        expect(page.get_by_role("button", name=words["submit"])).to_be_visible(timeout=WAIT_MS)
        packet = tmp_path / "packet.zip"
        download_packet(page, packet)
        page.context.close()
    files = content_of(packet)
    assert "1001" in text_of(files) and "改好评" in text_of(files)
    assert checked(packet)[0] == 0
    code, said = checked(with_a_byte_changed(packet, ".png"))
    assert code == 1
    assert any(".png" in str(trouble) for trouble in json.loads(said)["troubles"])


def ring_of_today(path: Path) -> Desk:
    """Four accounts with one telephone, each leaving three orders unpaid in a night; eighty ordinary buyers."""
    ago = datetime.now().replace(microsecond=0) - timedelta(days=6)
    warehouse = Warehouse(path)
    with ExitStack() as hold:
        hold.enter_context(warehouse.cursor())
        put(warehouse, "batch", {})
        for n in range(80):
            when = ago - timedelta(days=30) + timedelta(days=n % 20)
            order = {"order_id": f"3{n:04}", "buyer": f"客{n:02}", "created_at": when, "paid_at": when}
            put_orders(warehouse, order | (UNPAID if n % 20 == 0 else {}))
        for place, member in enumerate(MEMBERS):
            for n in range(3):
                placed = ago + timedelta(minutes=20 * place + 5 * n)
                put_orders(warehouse, {"order_id": f"9{place}{n}00", "buyer": member, "created_at": placed} | UNPAID)
        with warehouse.writing() as cursor:
            cursor.execute("update buyer_order set phone_key = 'same' where buyer like '风铃%'")
        verdicts.refresh(warehouse)
    return Desk.at(warehouse)


@pytest.mark.parametrize("locale", WORDS)
def test_a_ring_of_unpaid_orders_becomes_one_case_that_names_all_members(
    browser: Browser, tmp_path: Path, locale: str
) -> None:
    words = WORDS[locale]
    desk = ring_of_today(tmp_path / "huoyan.duckdb")
    with desk.warehouse.cursor() as cursor:
        ref, tier = cursor.execute(
            "select ref, tier from buyer_list where buyer = $buyer", {"buyer": MEMBERS[0]}
        ).fetchall()[0]
    assert tier != "none"
    with dashboard(tmp_path / "huoyan.duckdb") as address:
        page = browser.new_context(locale=locale, viewport={"width": 1440, "height": 1200}).new_page()
        page.set_default_timeout(WAIT_MS)
        page.goto(f"{address}/buyer?buyer={ref}")
        expect(page.get_by_text(words["linked"]).first).to_be_visible(timeout=WAIT_MS)
        page.get_by_role("link", name=words["open"]).click()
        settled(page)
        page.locator(".st-key-new_linked label").click()
        settled(page)
        page.locator(".st-key-new_scene_order").get_by_role("combobox").click()
        page.get_by_role("option").nth(1).click()
        settled(page)
        press(page, "new_open")
        expect(page.get_by_role("heading", name=words["facts"])).to_be_visible(timeout=WAIT_MS)
        settled(page)
        answer_all(page, locale, "热销款被拍下架半天")
        open_drawer(page, words["note"])
        page.locator(".st-key-case_contact_said textarea").fill("请问这些订单还需要吗")
        page.keyboard.press("Control+Enter")
        settled(page)
        press(page, "case_keep_contact")
        upload(page, "订单列表.png", 0)
        press(page, "case_save_text")
        press(page, "case_to_ready")
        expect(page.get_by_role("button", name=words["submit"])).to_be_visible(timeout=WAIT_MS)
        packet = tmp_path / "packet.zip"
        download_packet(page, packet)
        page.context.close()
    files = content_of(packet)
    table = next(content for name, content in files.items() if name.endswith(".xlsx"))
    (tmp_path / "orders.xlsx").write_bytes(table)
    with zipfile.ZipFile(tmp_path / "orders.xlsx") as book:
        cells = b"".join(book.read(name) for name in book.namelist() if name.endswith(".xml")).decode("utf-8")
    for place, member in enumerate(MEMBERS):
        assert member in cells
        assert all(f"9{place}{n}00" in cells for n in range(3))
    assert checked(packet)[0] == 0
    code, said = checked(with_a_byte_changed(packet, ".xlsx"))
    assert code == 1
    assert ".xlsx" in said
