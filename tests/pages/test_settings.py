"""The owner tries another threshold, sees who would come and go, keeps it, and finds it in the history."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from jobs import Job
from risk import settings
from tests.pages.shown import app, texts
from tests.risk.rows import put_orders
from ui import formats
from warehouse import Warehouse

PAGE = "pages/data/settings.py"


def opened(language: str = "zh") -> AppTest:
    at = app(language).run()
    at.switch_page(PAGE).run()
    assert not at.exception
    return at


def ended(at: AppTest, job: str) -> AppTest:
    """The page after the work is through."""
    at.session_state[job].ended.wait(60)
    time.sleep(0.2)
    at.run()
    assert not at.exception
    return at


def listed(store: Warehouse) -> dict[str, int]:
    with store.cursor() as cursor:
        found = cursor.execute(
            "select tier, count(*) from buyer_summary where tier <> 'none' group by tier"
        ).fetchall()
    return dict(found)


@pytest.mark.parametrize(("language", "says"), [("zh", "人会下来"), ("en", "would fall off")])
def test_try_then_save_then_back(store: Warehouse, language: str, says: str) -> None:
    before = listed(store)
    at = opened(language)
    assert at.button(key="settings_try").disabled
    at.number_input(key="setting_high_observed").set_value(9).run()
    at.number_input(key="setting_watch_observed").set_value(9).run()
    at.button(key="settings_try").click().run()
    ended(at, "settings_rehearsal")
    assert says in texts(at)
    assert listed(store) == before
    assert len(at.dataframe[0].value) > 3
    expected = at.session_state["settings_rehearsal"].result.after
    at.button(key="settings_save").click().run()
    ended(at, "settings_saving")
    assert {"high": 0, "watch": 0} | listed(store) == expected != before
    assert settings.current(store)["high_observed"] == 9
    at.button(key="settings_defaults").click().run()
    assert at.number_input(key="setting_high_observed").value == 3
    assert not at.button(key="settings_try").disabled


def test_settings_against_each_other_cannot_be_tried(store: Warehouse) -> None:
    at = opened()
    at.number_input(key="setting_watch_certainty").set_value(99.0).run()
    assert "不能高过高风险的把握" in at.error[0].value
    assert at.button(key="settings_try").disabled
    at.button(key="settings_discard").click().run()
    assert not at.error
    assert store


def test_another_number_makes_the_trial_old(store: Warehouse) -> None:
    at = opened("en")
    at.number_input(key="setting_odds_multiple").set_value(6.0).run()
    at.button(key="settings_try").click().run()
    ended(at, "settings_rehearsal")
    assert at.button(key="settings_save")
    at.number_input(key="setting_odds_multiple").set_value(7.0).run()
    assert "try again" in texts(at)
    assert not [button for button in at.button if button.key == "settings_save"]
    assert store


def test_other_data_make_the_trial_old(store: Warehouse) -> None:
    at = opened()
    at.number_input(key="setting_odds_multiple").set_value(6.0).run()
    at.button(key="settings_try").click().run()
    ended(at, "settings_rehearsal")
    assert at.button(key="settings_save")
    put_orders(store, {"order_id": "9001", "buyer": "客"})
    at.run()
    assert "请再试算一次" in texts(at)
    assert not [button for button in at.button if button.key == "settings_save"]


@pytest.mark.parametrize(("language", "says"), [("zh", "试算已停下"), ("en", "The trial was stopped")])
@pytest.mark.usefixtures("store")
def test_a_stopped_trial_says_so(language: str, says: str) -> None:
    at = opened(language)
    job = Job("rehearse", (), lambda _: None, state="stopped")
    at.session_state["settings_rehearsal"] = job
    at.run()
    assert says in texts(at)


def test_a_primary_button_that_is_off_keeps_a_label_that_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats.st, "context", SimpleNamespace(theme=SimpleNamespace(type="dark")))
    assert formats.primary("先试算", disabled=True) == "先试算"
    assert "先试算" in formats.primary("先试算") != "先试算"
