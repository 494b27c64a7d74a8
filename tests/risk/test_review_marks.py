"""Reviews as they are kept: findings of texts, copies, outliers, and when they are made anew."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from scipy.stats import beta

from risk import review_marks, review_text, verdicts
from tests.risk.rows import NOON, SHOP, answered_within, answers, judged, put, put_orders
from warehouse import Warehouse

LONG = "收到的时候包装已经破了一个大洞，里面也湿了"


HAPPY = """
    insert into review
        (shop, review_id, buyer, item_id, title, rating, text, is_default, created_at, rank, batch_id, row_number)
    select $shop, 'h' || n, '客' || n, '701', '茶杯', 'good', '好', false, $at, 0, 1, n from range(150) as t(n)
"""


def filled() -> Warehouse:
    """150 happy buyers of 茶杯 and one who is not; a product that half of its buyers dislike; two copied texts."""
    store = Warehouse()
    put(store, "batch", {})
    put_orders(store, {"order_id": "o", "buyer": "客59"})
    with store.writing() as cursor:
        cursor.execute(HAPPY, {"shop": SHOP, "at": NOON})
    vase = {"item_id": "702", "title": "花瓶"}
    put(
        store,
        "review",
        {"review_id": "alone", "order_id": "o", "item_id": "701", "title": "茶杯", "rating": "bad", "text": "不好用"},
        *(
            {"review_id": f"s{n}", "buyer": f"乙{n}", "rating": "good" if n % 2 else "bad"} | vase
            for n in range(4, 8)
        ),
        *({"review_id": f"s{n}", "buyer": f"乙{n}", "rating": "bad", "text": LONG} | vase for n in (1, 3)),
        {"review_id": "auto", "text": LONG, "is_default": True},
        {"review_id": "gain", "buyer": "丙", "rating": "bad", "text": "不给我转200红包就全部差评"} | vase,
    )
    judged(store)
    review_marks.ensure_read(store)
    return store


@pytest.fixture(scope="module")
def store() -> Warehouse:
    return filled()


def page(store: Warehouse, **asked: object) -> list[dict[str, Any]]:
    values: dict[str, object] = {"shop": None, "findings": [], "name": "", "since": None, "size": 100, "offset": 0}
    return answers(store, "risk/reviews", **(values | asked))


def ids(store: Warehouse, *findings: str, **asked: object) -> set[str]:
    return {row["review_id"] for row in page(store, findings=list(findings), **asked)}


def test_a_lone_bad_review_of_a_liked_product_is_an_outlier_with_its_probability(store: Warehouse) -> None:
    [row] = page(store, findings=["outlier"])
    with store.cursor() as cursor:
        [(a, b)] = cursor.execute("select prior_a, prior_b from signal_fit where signal = 'review'").fetchall()
    # a former review of 茶杯 by the same buyer is not one of the others
    assert (row["review_id"], row["buyer"], row["others"], row["others_bad"]) == ("alone", "客59", 149, 0)
    assert row["liked"] == pytest.approx(beta(a, b + 149).cdf(0.05))


def test_counts_say_how_many_reviews_of_each_kind_there_are(store: Warehouse) -> None:
    found = {
        "gain": ["extortion", "insult"], "s1": ["copied", "leak"], "s3": ["copied"], "s4": ["insult", "advert"],
        "s5": ["meaningless", "insult"], "alone": ["outlier"],
    }  # fmt: skip
    with store.rehearsing() as cursor:
        cursor.execute("update review_finding set findings = []")
        for review, findings in found.items():
            values = {"findings": findings, "review": review}
            cursor.execute("update review_finding set findings = $findings where review_id = $review", values)
        cursor.execute("update review set created_at = $at where review_id = 's6'", {"at": NOON + timedelta(days=30)})
        counts, elsewhere = (
            answered_within(cursor, "risk/review_counts", shop=shop).to_dict("records")[0]
            for shop in (SHOP, "别的店")
        )
    # s6 is bad and has no finding
    assert counts == {
        "reviews": 158, "bad_all": 6, "bad": 1, "extortion": 1, "insult": 3, "leak": 1, "advert": 1, "meaningless": 1,
        "copied": 2, "outlier": 1, "last_at": NOON + timedelta(days=30),
    }  # fmt: skip
    assert (elsewhere["reviews"], elsewhere["bad_all"]) == (0, 0)


def test_the_same_long_text_of_two_buyers_is_marked_and_short_ones_are_not(store: Warehouse) -> None:
    assert ids(store, "copied") == {"s1", "s3"}
    assert {row["same_buyers"] for row in page(store, findings=["copied"])} == {2}


def test_what_the_system_wrote_is_left_out(store: Warehouse) -> None:
    assert "auto" not in ids(store)


def test_a_page_filters_counts_and_cuts(store: Warehouse) -> None:
    assert ids(store) == {"alone", "s1", "s3", "s4", "s6", "gain"}
    assert ids(store, "extortion") == {"gain"}
    assert ids(store, "extortion", "copied") == {"gain", "s1", "s3"}
    assert ids(store, "bad") == {"s4", "s6"}
    assert ids(store, name="红包") == {"gain"}
    assert ids(store, name="客59") == {"alone"}
    assert ids(store, name="%") == set()
    assert ids(store, shop="别的店") == set()
    assert [len(row["findings"]) > 0 for row in page(store)] == [True] * 4 + [False] * 2
    cut = page(store, size=3, offset=2)
    assert [row["review_id"] for row in cut] == [row["review_id"] for row in page(store)][2:5]
    assert cut[0]["found"] == 6
    [counts] = answers(store, "risk/review_counts", shop=SHOP)
    found = {name: counts[name] for name in ("reviews", "bad_all", "bad", "extortion", "copied", "outlier")}
    assert found == {"reviews": 158, "bad_all": 6, "bad": 2, "extortion": 1, "copied": 2, "outlier": 1}


def test_findings_follow_new_reviews_and_texts_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    store = filled()
    assert review_marks.is_read(store)
    put(store, "review", {"review_id": "new", "buyer": "丁", "rating": "bad", "text": "卖家是骗子"})
    assert not review_marks.is_read(store)
    read: list[str] = []

    def reading(text: str) -> review_text.Reading:
        read.append(text)
        return review_text.read_text(text)

    monkeypatch.setattr(review_marks, "read_text", reading)
    verdicts.refresh(store)
    review_marks.ensure_read(store)
    assert read == ["卖家是骗子"]
    assert ids(store, "insult") == {"new"}
    assert verdicts.is_fresh(store)


def test_each_review_and_each_text_is_kept_once(store: Warehouse) -> None:
    with store.cursor() as cursor:
        for table, key in (("review_finding", "shop || review_id"), ("review_reading", "text_key")):
            keys = [value for (value,) in cursor.table(table).project(key).fetchall()]
            assert len(keys) == len(set(keys)) > 0


def test_other_words_mean_reading_all_texts_again(monkeypatch: pytest.MonkeyPatch) -> None:
    store = filled()
    monkeypatch.setattr(review_marks, "words_key", lambda: "other")
    assert not review_marks.is_read(store)
    review_marks.ensure_read(store)
    assert review_marks.is_read(store)
    assert ids(store, "extortion") == {"gain"}


def test_a_note_of_the_owner_does_not_make_them_stale() -> None:
    store = filled()
    with store.writing(remakes_verdicts=False) as cursor:
        cursor.execute("update setting set value = value")
    assert review_marks.is_read(store)
    assert verdicts.is_fresh(store)


def test_a_followup_is_read_with_its_review() -> None:
    store = Warehouse()
    followup = {"text": "不错", "followup": "想让我删差评，先给我转50元", "followup_at": NOON}
    put(store, "review", {"review_id": "r", "buyer": "甲"} | followup)
    judged(store)
    review_marks.ensure_read(store)
    assert ids(store, "extortion") == {"r"}


def test_a_shop_without_reviews_has_nothing_to_read() -> None:
    store = judged(Warehouse())
    review_marks.ensure_read(store)
    assert page(store) == []
