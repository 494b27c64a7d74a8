"""How a test works the pages of a complaint case in a real Chromium."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.complaints.ready import picture

WAIT_MS = 60_000
TRIES = 5


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
    keep = page.locator(".st-key-case_keep_proof").get_by_role("button")
    for _ in range(TRIES):
        # what is typed while the page is drawn anew for the file is lost
        settled(page)
        page.locator(f".st-key-case_proves_{number} input").fill("9 月 22 日已取走")
        page.keyboard.press("Enter")
        settled(page)
        if keep.is_enabled():
            break
    press(page, "case_keep_proof")


def open_drawer(page: Page, words: str) -> None:
    """Open an expander by its label."""
    page.locator("summary").filter(has_text=words).click()
    settled(page)


def download_packet(page: Page, target: Path) -> None:
    """The case's packet as the browser saves it."""
    # a packet offered by a run of the page that another has overtaken is gone
    settled(page)
    page.wait_for_timeout(1500)
    settled(page)
    with page.expect_download() as downloading:
        page.locator(".st-key-case_packet").get_by_role("button").click()
    downloading.value.save_as(target)
