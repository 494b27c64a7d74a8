"""The catalogue and the code that speaks from it: nothing unsaid, nothing unused, nothing said past it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from locales import LANGUAGES, catalogue, filled, say
from warehouse import ROOT

CODE = [
    path
    for path in ROOT.rglob("*.py")
    if not any(part.startswith(".") or part == "tests" for part in path.relative_to(ROOT).parts)
]
SCREENS = [path for path in CODE if path.relative_to(ROOT).parts[0] in ("dashboard.py", "pages", "ui")]
# areas whose keys are put together where no pattern of this test sees it
PUT_TOGETHER = ("case", "desk")
# what a page shows is the first thing these are given
SHOWN = {
    "title", "header", "subheader", "caption", "markdown", "write", "text", "info", "warning", "error", "success",
    "toast", "button", "download_button", "metric", "selectbox", "multiselect", "pills", "segmented_control",
    "text_input", "text_area", "number_input", "date_input", "toggle", "checkbox", "radio", "file_uploader",
    "expander", "popover", "spinner", "status", "form_submit_button", "slider",
}  # fmt: skip
# proper names and formats, the same in both languages
NAMES = {"CSV", "JSON"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
MARKUP = re.compile(r":material/\w+:|:[a-z-]+\[|&[a-z]+;|foreground=\S+")


def strings(path: Path) -> Iterator[tuple[ast.expr, str]]:
    """Every string of a file that is not a docstring, with ⟨⟩ where an f-string puts a value in."""
    tree = ast.parse(path.read_text("utf-8"))
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent | parts
        ):
            yield node, written(node)


def written(node: ast.expr) -> str:
    """What a string says, its values left out."""
    if isinstance(node, ast.JoinedStr):
        return "".join(written(part) if isinstance(part, ast.Constant) else "⟨⟩" for part in node.values)
    return str(node.value) if isinstance(node, ast.Constant) else "⟨⟩"


def test_no_key_is_said_by_nobody() -> None:
    said = {text for path in CODE for _, text in strings(path)}
    patterns = [
        re.compile(re.escape(text).replace(re.escape("⟨⟩"), r"[\w.]+"))
        for text in said
        if "⟨⟩" in text and re.match(r"[a-z_]+\.", text)
    ]
    unused = {
        key
        for key in catalogue("zh")
        if key.partition(".")[0] not in PUT_TOGETHER
        and key not in said
        and not any(pattern.fullmatch(key) for pattern in patterns)
    }
    assert unused == set()


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_says_nothing_past_the_catalogue(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    past = [text for _, text in strings(path) if CHINESE.search(text) and path.name != "dashboard.py"]
    for call in ast.walk(tree):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr in SHOWN
            and call.args
        ):
            text = written(call.args[0])
            if text not in NAMES and re.search(r"[A-Za-z]{2,}", MARKUP.sub("", text)):
                past.append(text)
    assert past == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sentence_can_be_filled_in(language: str) -> None:
    for key, sentence in catalogue(language).items():
        assert sentence.strip(), key
        assert sentence.count("{") == sentence.count("}"), key


def test_english_says_one_of_a_thing_as_one_says_it() -> None:
    assert say("en", "ui.buyer.out_of_stock", count=1) == "1 order was closed for lack of stock; left out"
    assert say("en", "ui.buyer.out_of_stock", count=2) == "2 orders were closed for lack of stock; left out"
    assert say("en", "desk.contact_warning.day", count=1).startswith("Contacted once within 24 hours")


def test_whole_numbers_are_told_in_thousands() -> None:
    assert say("zh", "ui.buyer.out_of_stock", count=np.int64(12_345)).count("12,345") == 1
    assert "12,345 orders" in say("en", "ui.buyer.out_of_stock", count=12_345)
    assert filled("{share:.1%} of {count}", {"share": 0.5, "count": 1_000}) == "50.0% of 1,000"


@pytest.mark.parametrize("language", LANGUAGES)
def test_bold_words_are_bold(language: str) -> None:
    """Markdown takes ** for letters where a full stop or colon stands inside and a word follows at once."""
    wrong = set()
    for key, text in catalogue(language).items():
        for place, stars in enumerate(re.finditer(r"\*\*", text)):
            outside, inside = text[: stars.start()][-1:], text[stars.end() :][:1]
            if place % 2:
                outside, inside = inside, outside
            if re.match(r"[\w{}]", outside) and re.match(r"[^\w\s{}*]", inside):
                wrong.add(key)
    assert wrong == set()


def test_english_never_puts_a_plural_alone_behind_a_number() -> None:
    """`{count} files` would say "1 files"; numbers that are never one stand here by name."""
    never_one = {
        "etl.too_many_files", "etl.too_many_columns", "imports.shop_open", "ui.buyers.note", "list.guide.line3",
        "ui.search.nobody", "ui.buyer.too_few",
    }  # fmt: skip
    words = (
        r"orders|rows|files|buyers|cases|reviews|refunds|days|lines|products|places|hours|columns|pieces|candidates|"
        r"purchases|times|weeks|months|accounts|marks|imports|signals|shops|texts|words|numbers|names|points|people"
    )
    alone = {
        key for key, text in catalogue("en").items() if re.search(rf"\{{\w+\}}\**( (?!of)\w+)? ({words})\b", text)
    }
    assert alone - never_one == set()


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_choice_is_left_to_ask_in_streamlits_own_words(path: Path) -> None:
    """An empty multiselect or selectbox says "Choose options" in English, unless it is told what to say."""
    silent = []
    for call in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            continue
        given = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
        may_be_empty = call.func.attr == "multiselect" or (
            call.func.attr == "selectbox" and given.get("index") == "None"
        )
        if may_be_empty and "placeholder" not in given:
            silent.append(ast.unparse(call)[:80])
    assert silent == []
