"""A case from the buyer's page to a packet that is checked and tampered with, in a real Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from complaints.cases import all_cases
from complaints.dossier import read_dossier
from complaints.verify import verify
from tests.browser.case_page import QUESTIONS, WAIT_MS, WORDS, answer, choose, download_packet, press, settled, upload
from tests.browser.conftest import dashboard
from tests.complaints.ready import picture
from tests.complaints.today import BUYER, shop_of_today


@pytest.mark.parametrize("locale", WORDS)
def test_a_refund_case_from_the_buyer_to_the_packet(browser: Browser, tmp_path: Path, locale: str) -> None:
    desk, words = shop_of_today(tmp_path / "huoyan.duckdb"), WORDS[locale]
    with desk.warehouse.cursor() as cursor:
        ref = cursor.execute("select ref from buyer_list where buyer = $buyer", {"buyer": BUYER}).fetchall()[0][0]
    with dashboard(tmp_path / "huoyan.duckdb") as address:
        page = browser.new_context(locale=locale, viewport={"width": 1440, "height": 1200}).new_page()
        page.set_default_timeout(WAIT_MS)
        page.goto(f"{address}/buyer?buyer={ref}")
        page.get_by_role("link", name=words["open"]).click()
        settled(page)
        choose(page, "new_kind_buyer_refund", 1)
        choose(page, "new_scene_refund", 3)
        press(page, "new_open")
        expect(page.get_by_role("heading", name=words["facts"])).to_be_visible(timeout=WAIT_MS)
        for question in QUESTIONS:
            answer(page, question, words[question])
        page.locator(".st-key-case_counts_refund_no_return label").click()
        settled(page)
        press(page, "case_save_check")
        page.get_by_text(words["note"], exact=True).click()
        page.locator(".st-key-case_contact_said textarea").fill("请核对取件记录")
        page.keyboard.press("Control+Enter")
        settled(page)
        press(page, "case_keep_contact")
        upload(page, "红章.png", 0)
        upload(page, "旺旺.png", 1)
        press(page, "case_save_text")
        press(page, "case_to_ready")
        expect(page.get_by_role("button", name=words["submit"])).to_be_visible(timeout=WAIT_MS)
        target = tmp_path / "packet.zip"
        download_packet(page, target)
        expect(page.get_by_role("button", name=words["submit"])).to_be_visible(timeout=WAIT_MS)
    dossier = read_dossier(desk, str(all_cases(desk)[0]["case_id"]))
    assert dossier.case["stage"] == "ready"
    assert [desk.vault.read(piece["sha256"]) for piece in dossier.evidence] == [picture(1).read(), picture(2).read()]
    assert verify(target).troubles == ()
    content = target.read_bytes()
    target.write_bytes(content.replace("请核对取件记录".encode(), "请核对取件记彔".encode(), 1))
    assert not verify(target).is_intact
