"""How a test works the pages of a complaint case in a real Chromium."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.complaints.ready import picture

WAIT_MS = 60_000
TRIES = 5
# by the browser's language: what the pages call what a test looks for
WORDS = {
    "zh-CN": {
        "open": "建立投诉案件", "facts": "事实经过", "note": "记一次", "silent": "这次不沟通",
        "submit": "我已在平台提交", "linked": "相同的",
        "ordinary": "不是", "ours": "查过，不是", "harm": "有", "goal": "维护权益",
    },
    "en-US": {
        "open": "Open a complaint case", "facts": "What happened", "note": "Note a contact",
        "silent": "Not talking to the buyer", "submit": "I have handed it in", "linked": "· same",
        "ordinary": "No", "ours": "Checked: no", "harm": "Yes", "goal": "Protect our rights",
    },
}  # fmt: skip
QUESTIONS = ("ordinary", "ours", "harm", "goal")


def settled(page: Page) -> None:
    """The page has been drawn to its end: the sign that it is being drawn comes late on a slow computer, so the
    state itself is asked."""
    page.wait_for_timeout(600)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=WAIT_MS)
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


def answer_all(page: Page, locale: str, harm: str) -> None:
    """Answer the check so that a case may follow, and say what the harm was."""
    page.locator("[class*=st-key-case_counts_] label").first.click()
    for question in QUESTIONS:
        answer(page, question, WORDS[locale][question])
    page.locator(".st-key-case_harm textarea").fill(harm)
    page.keyboard.press("Control+Enter")
    settled(page)
    press(page, "case_save_check")


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
