"""Backup and restore as an owner does it on the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from complaints import rulebook
from tests.pages.shown import app, texts
from warehouse import warehouse_at

PAGE = "pages/data/backups.py"
WINDOW = "review.windows.created.length"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "shop.duckdb"
    monkeypatch.setenv("HUOYAN_DATABASE", str(path))
    evidence = tmp_path / "evidence" / "ab" / "abc"
    evidence.parent.mkdir(parents=True)
    evidence.write_bytes(b"proof")
    return path


def opened(language: str = "zh") -> AppTest:
    at = app(language).run()
    at.switch_page(PAGE).run()
    assert not at.exception
    return at


def test_save_change_restore(shop: Path) -> None:
    rulebook.correct(warehouse_at(shop), WINDOW, 15)
    at = opened()
    at.button(key="backup_save").click().run()
    assert "逐个字节核对" in at.success[0].value
    [file] = (shop.parent / "backups").glob("*.huoyan.zip")
    rulebook.correct(warehouse_at(shop), WINDOW, 7)
    (shop.parent / "evidence" / "ab" / "abc").write_bytes(b"changed")
    at.run()
    assert at.button(key="backup_restore").disabled
    at.checkbox(key="backup_sure").check().run()
    at.button(key="backup_restore").click().run()
    assert not at.exception
    assert "1 个证据文件" in at.success[0].value
    assert rulebook.read(warehouse_at(shop)).rules[WINDOW].value == 15
    assert (shop.parent / "evidence" / "ab" / "abc").read_bytes() == b"proof"
    [kept] = shop.parent.glob("replaced-*")
    assert kept.name in at.success[0].value.replace("\\", "")
    at.button(key=f"backup_check_{file.name}").click().run()
    assert "完好" in at.success[0].value


def test_a_damaged_backup_is_refused_in_words(shop: Path) -> None:
    at = opened("en")
    at.button(key="backup_save").click().run()
    [file] = (shop.parent / "backups").glob("*.huoyan.zip")
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 0xFF
    file.write_bytes(content)
    at.run()
    at.checkbox(key="backup_sure").check().run()
    at.button(key="backup_restore").click().run()
    assert not at.exception
    assert "Your data are unchanged" in at.error[0].value
    assert not list(shop.parent.glob("replaced-*"))


@pytest.mark.usefixtures("shop")
def test_without_backups_it_says_so_and_names_the_commands() -> None:
    at = opened()
    assert "还没有备份" in texts(at)
    assert "python -m backup save" in at.code[0].value
