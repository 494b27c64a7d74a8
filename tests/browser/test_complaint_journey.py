"""A case from the buyer's page to a packet that is checked and tampered with, in a real Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from complaints.cases import all_cases
from complaints.dossier import read_dossier
from complaints.verify import verify
from tests.browser.conftest import dashboard
from tests.complaints.ready import picture
from tests.complaints.today import BUYER, shop_of_today

WAIT_MS = 240_000
LANGUAGES = {
    "zh-CN": {"open": "建立投诉案件", "facts": "事实经过", "note": "记一次", "submit": "我已在平台提交",
              "ordinary": "不是", "ours": "查过，不是", "harm": "有", "goal": "维护权益"},
    "en-US": {"open": "Open a complaint case", "facts": "What happened", "note": "Note a contact",
              "submit": "I have handed it in", "ordinary": "No", "ours": "Checked: no", "harm": "Yes",
              "goal": "Protect our rights"},
}  # fmt: skip


def settled(page: Page) -> None:
    """The page has been drawn to its end."""
    page.wait_for_timeout(600)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=WAIT_MS)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=WAIT_MS)


def choose(page: Page, widget: str, number: int) -> None:
    """Pick an option of a select box by its place."""
    page.locator(f".st-key-{widget}").get_by_role("combobox").click()
    page.get_by_role("option").nth(number).click()
    settled(page)


def press(page: Page, key: str) -> None:
    """Press the button with this key."""
    page.locator(f".st-key-{key}").get_by_role("button").click()
    settled(page)


def answer(page: Page, question: str, words: str) -> None:
    """Answer one question of the check."""
    page.locator(f".st-key-case_answer_{question}").get_by_text(words, exact=True).click()
    settled(page)


def upload(page: Page, name: str, number: int) -> None:
    """Keep a picture as the kind that is offered first: what the complaint still lacks."""
    drawer = page.locator(".st-key-case_add_proof details")
    if drawer.get_attribute("open") is None:
        drawer.locator("summary").click()
    page.locator(f".st-key-case_files_{number} input[type=file]").set_input_files(
        {"name": name, "mimeType": "image/png", "buffer": picture(number + 1).read()}
    )
    settled(page)
    page.locator(f".st-key-case_proves_{number} input").fill("9 月 22 日已取走")
    page.keyboard.press("Enter")
    settled(page)
    press(page, "case_keep_proof")


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_refund_case_from_the_buyer_to_the_packet(browser: Browser, tmp_path: Path, locale: str) -> None:
    desk, words = shop_of_today(tmp_path / "huoyan.duckdb"), LANGUAGES[locale]
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
        for question in ("ordinary", "ours", "harm", "goal"):
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
        # a packet offered by a run of the page that another has overtaken is gone
        expect(page.get_by_role("button", name=words["submit"])).to_be_visible(timeout=WAIT_MS)
        settled(page)
        page.wait_for_timeout(1500)
        settled(page)
        with page.expect_download() as downloading:
            page.locator(".st-key-case_packet").get_by_role("button").click()
        target = tmp_path / "packet.zip"
        downloading.value.save_as(target)
        expect(page.get_by_role("button", name=words["submit"])).to_be_visible(timeout=WAIT_MS)
    dossier = read_dossier(desk, str(all_cases(desk)[0]["case_id"]))
    assert dossier.case["stage"] == "ready"
    assert [desk.vault.read(piece["sha256"]) for piece in dossier.evidence] == [picture(1).read(), picture(2).read()]
    assert verify(target).troubles == ()
    content = target.read_bytes()
    target.write_bytes(content.replace("请核对取件记录".encode(), "请核对取件记彔".encode(), 1))
    assert not verify(target).is_intact
