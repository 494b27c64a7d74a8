"""The rulebook: complete, sourced, and correctable without losing what it said."""

from __future__ import annotations

import re
from typing import Any

import pytest

from complaints import rulebook
from complaints.rule_files import Reader, RulebookError
from complaints.rules import Source, Text
from risk import verdicts
from warehouse import Warehouse

BOOK = rulebook.load()
WINDOW = "review.windows.created.length"


def test_every_value_names_its_source_and_how_far_it_can_be_trusted() -> None:
    for rule in BOOK.rules.values():
        assert (rule.default is None) != bool(rule.sources), rule.id
        assert rule.confidence in (("H", "M", "L") if rule.sources else ("",)), rule.id


def test_sources_are_dated_as_their_page_shows_and_are_all_used() -> None:
    cited = {source for rule in BOOK.rules.values() for source in rule.sources}
    assert {source.key for source in cited} == set(rulebook.tables("sources"))
    for source in cited:
        assert re.fullmatch(r"|\d{4}(-\d\d){0,2}", source.date), source.key
        assert not source.address or source.address.startswith(("http://", "https://")), source.key


@pytest.mark.parametrize("kind", rulebook.KINDS)
def test_scenes_evidence_and_windows_refer_to_what_exists(kind: str) -> None:
    known = BOOK.kinds[kind]
    for requirement in known.evidence.values():
        assert set(requirement.any_of) <= set(BOOK.evidence)
        assert set(requirement.scenes) <= set(known.scenes)
    for window in known.windows.values():
        assert set(window.scenes) <= set(known.scenes)
    for scene in known.scenes.values():
        if scene.files_as:
            other, there = scene.files_as
            assert there in BOOK.kinds[other].scenes


def test_a_kind_without_a_complaint_type_shows_a_road() -> None:
    without = {name for name, kind in BOOK.kinds.items() if kind.complaint.value is False}
    assert without == {"harassment", "demand"}
    assert all(BOOK.kinds[name].roads for name in without)


@pytest.mark.parametrize(
    ("kind", "scene", "event", "days"),
    [
        ("review", "gain", "review_created", 30),
        ("review", "leak", "review_created", 30),
        ("refund", "received", "refund_started", 60),
        ("order", "bulk", "order_created", 180),
        ("report", "late", "order_created", 180),
        ("extortion", "review", "review_created", 30),
    ],
)
def test_windows_count_from_the_right_event(kind: str, scene: str, event: str, days: int) -> None:
    found = [window for window in BOOK.kinds[kind].windows_of(scene) if window.event == event]
    assert [(window.length.value, window.unit) for window in found] == [(days, "days")]


def test_an_abnormal_complaint_has_no_appeal_and_the_others_thirty_days() -> None:
    assert BOOK.kinds["report"].appeal.exists.value is False
    assert not [window for window in BOOK.kinds["report"].windows.values() if window.event == "rejected"]
    for kind, scene in (("review", "gain"), ("refund", "received"), ("order", "bulk")):
        assert BOOK.kinds[kind].appeal.exists.value is True
        [appeal] = [w for w in BOOK.kinds[kind].windows_of(scene) if w.event == "rejected"]
        assert appeal.length.value == 30


def test_insults_in_a_review_need_no_evidence_and_partial_captures_are_never_taken() -> None:
    needs = {requirement.id: requirement.need.value for requirement in BOOK.kinds["review"].evidence_of("abuse")}
    assert needs["abuse"] == "none"
    assert "required" not in needs.values()
    assert all(kind.evidence["chat_partial"].need.value == "not_accepted" for kind in BOOK.kinds.values())
    [threat] = [r for r in BOOK.kinds["review"].evidence_of("gain") if "chat_full" in r.any_of]
    assert (threat.need.value, set(threat.any_of)) == ("required", {"chat_full", "voice_ancun", "sms", "qq_wechat"})


def test_only_extortion_and_abuse_may_go_without_a_word_to_the_buyer() -> None:
    first = {name: kind.contact.first.value for name, kind in BOOK.kinds.items()}
    assert {name for name, needed in first.items() if not needed} == {"extortion", "harassment"}
    assert {"threat", "abuse"} <= set(BOOK.kinds["review"].contact.exceptions)


def test_what_nobody_published_stays_unknown() -> None:
    limits = BOOK.kinds["refund"].limits
    for name in ("text_bytes", "pictures", "picture_mb", "video_mb"):
        assert limits[name].value is None
        assert limits[name].note


def test_a_correction_holds_is_marked_and_can_be_taken_back() -> None:
    store = Warehouse()
    rulebook.correct(store, WINDOW, 15, " 千牛页面写 15 天 ")
    book = rulebook.read(store)
    rule = book.kinds["review"].windows["created"].length
    assert (rule.value, rule.default) == (15, 30)
    assert rule.correction is not None
    assert rule.correction.note == "千牛页面写 15 天"
    assert book.rules[WINDOW] == rule
    rulebook.correct(store, WINDOW, 20)
    assert rulebook.read(store).rules[WINDOW].value == 20
    rulebook.take_back(store, WINDOW)
    assert rulebook.read(store).rules[WINDOW] == BOOK.rules[WINDOW]


def test_a_correction_of_what_kinds_share_holds_in_each() -> None:
    store = Warehouse()
    rulebook.correct(store, "common.limits.text_chars", None)
    rulebook.correct(store, "common.entry", "千牛 → 客服 → 投诉")
    book = rulebook.read(store)
    assert {kind.limits["text_chars"].value for kind in book.kinds.values()} == {None}
    assert book.kinds["order"].entry.value == Text("千牛 → 客服 → 投诉", "千牛 → 客服 → 投诉")


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        (WINDOW, "15"), (WINDOW, True), (WINDOW, -1), ("review.complaint", 1), ("review.definition", "  "),
        ("review.definition", 3), ("review.evidence.gain.need", "sometimes"), ("review.definition", "长" * 2001),
    ],
)  # fmt: skip
def test_a_value_of_another_form_is_refused(rule: str, value: Any) -> None:  # noqa: ANN401 - wrong on purpose
    store = Warehouse()
    with pytest.raises(rulebook.WrongValue):
        rulebook.correct(store, rule, value)
    assert rulebook.read(store).rules == BOOK.rules


def test_a_rule_that_does_not_exist_cannot_be_corrected() -> None:
    with pytest.raises(rulebook.UnknownRule):
        rulebook.correct(Warehouse(), "review.windows.nothing", 3)


def test_a_correction_is_news_for_pages_but_not_for_the_verdicts() -> None:
    store = Warehouse()
    verdicts.refresh(store)
    before = store.version()
    rulebook.correct(store, WINDOW, 15)
    assert store.version() == before + 1
    assert verdicts.is_fresh(store)


@pytest.mark.parametrize(
    "entry",
    [
        {"zh": "只有中文", "from": ["a"], "confidence": "M"},
        {"value": 3, "confidence": "M"},
        {"value": 3, "from": ["a"]},
        {"value": 3, "from": ["b"], "confidence": "M"},
        {"value": 3, "unknown": "number", "from": ["a"], "confidence": "M"},
        {"value": 3.5, "from": ["a"], "confidence": "M"},
        {},
    ],
)
def test_a_value_without_source_confidence_or_language_is_no_rule(entry: dict[str, Any]) -> None:
    with pytest.raises(RulebookError, match=r"review\.once"):
        Reader({"a": Source("a", "a")}).rule("review.once", entry)
