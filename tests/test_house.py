"""Rules of the house: one catalogue in two languages, Streamlit where it belongs, a title on each question."""

from __future__ import annotations

import ast
import re
import string

import pytest

from locales import catalogue
from warehouse import MIGRATIONS, ROOT, Warehouse

CODE = [
    path
    for path in ROOT.rglob("*.py")
    if not any(part.startswith(".") or part == "tests" for part in path.relative_to(ROOT).parts)
]


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_both_languages_say_the_same_things() -> None:
    chinese, english = catalogue("zh"), catalogue("en")
    assert set(chinese) == set(english)
    assert {key for key in chinese if fields(chinese[key]) != fields(english[key])} == set()


def test_every_sentence_asked_for_exists() -> None:
    asked = {
        key for path in CODE for key in re.findall(r'\bt\(\s*"([a-z_.0-9]+)"', path.read_text("utf-8"))
    }  # fmt: skip
    assert len(asked) > 80
    assert asked - set(catalogue("zh")) == set()


def test_every_table_says_in_words_what_it_shows() -> None:
    tables = [
        call
        for path in CODE
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "st.dataframe"
    ]
    assert len(tables) > 20
    assert [ast.unparse(call) for call in tables if "alt" not in {each.arg for each in call.keywords}] == []


@pytest.mark.parametrize("room", ["etl", "risk", "complaints", "locales", "simulation"])
def test_rooms_below_the_pages_work_without_streamlit(room: str) -> None:
    for path in (ROOT / room).rglob("*.py"):
        assert not re.search(r"^\s*(import|from) (streamlit|ui|pages)\b", path.read_text("utf-8"), re.M), path


def test_no_word_of_judgement_about_buyers() -> None:
    for language in ("zh", "en"):
        text = "\n".join(catalogue(language).values()).lower()
        for word in ("骗子", "恶意买家", "黑名单", "fraud", "blacklist", "scammer", "criminal"):
            assert word not in text


def test_every_question_has_a_title_and_a_grain() -> None:
    for path in [
        *ROOT.glob("risk/sql/**/*.sql"),
        *ROOT.glob("etl/sql/pages/*.sql"),
        *ROOT.glob("complaints/sql/**/*.sql"),
    ]:
        text = path.read_text("utf-8")
        assert text.startswith("-- Title: "), path
        assert "-- Grain: " in text, path


def test_a_new_database_has_the_newest_layout() -> None:
    with Warehouse().cursor() as cursor:
        [(layout,)] = cursor.execute("select value from meta where key = 'schema_version'").fetchall()
    assert layout == MIGRATIONS[-1].stem
