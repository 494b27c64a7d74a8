"""The owner looks at a listed buyer, finds nothing to it, and changes their mind; and sees how right the list was."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from complaints.cases import Opening, open_case
from complaints.desk import Desk
from risk.decisions import decide
from risk.masking import masked_name
from tests.pages.shown import app, opened, texts
from warehouse import Warehouse

BUYER, LIST, ACCURACY = "pages/monitor/buyer.py", "pages/monitor/buyers.py", "pages/monitor/accuracy.py"


def listed(store: Warehouse) -> list[tuple[str, str, str]]:
    with store.cursor() as cursor:
        return cursor.execute(
            "select shop, buyer, ref from buyer_list where tier <> 'none' order by tier, certainty desc, buyer"
        ).fetchall()


@pytest.mark.parametrize(("language", "says"), [("zh", "已**判为正常**"), ("en", "dismissed this as normal")])
def test_dismiss_with_a_reason_then_take_back(store: Warehouse, language: str, says: str) -> None:
    before = listed(store)
    ref = before[0][2]
    at = opened(BUYER, language, buyer=ref)
    assert at.button(key=f"decide_normal_{ref}").disabled
    at.selectbox(key=f"decision_reason_{ref}").select_index(0).run()
    at.button(key=f"decide_normal_{ref}").click().run()
    assert not at.exception
    assert says in texts(at)
    assert listed(store) == before[1:]
    at.button(key=f"decide_taken_back_{ref}").click().run()
    assert sorted(listed(store)) == sorted(before)
    assert says not in texts(at)


@pytest.mark.parametrize(
    ("language", "title", "ways"),
    [
        ("zh", "怎样会离开名单？", ("**退款**：其中", "**差评**：其中", "**拍下未付款**：其中", "几项都做到")),
        (
            "en",
            "What would take the flag back?",
            ("**Refunds**: ", "**Bad reviews**: ", "**Unpaid orders**: ", "all of these"),
        ),
    ],
)
def test_who_is_on_the_list_is_told_the_way_off(
    store: Warehouse, language: str, title: str, ways: tuple[str, ...]
) -> None:
    with store.cursor() as cursor:
        shop, buyer, ref = cursor.execute(
            "select shop, buyer, ref from buyer_list where len(string_split(signals, ',')) = 3 order by buyer"
        ).fetchall()[0]
    says = texts(opened(BUYER, language, buyer=ref))
    assert [way for way in (title, *ways) if way not in says] == []
    decide(store, shop, buyer, "normal", "熟客")
    says = texts(opened(BUYER, language, buyer=ref))
    assert [way for way in (title, *ways) if way in says] == []


def test_the_list_offers_decisions_once_there_are_any(store: Warehouse) -> None:
    at = opened(LIST)
    assert not [pill for pill in at.get("button_group") if "list_decisions" in str(pill)]
    [first, second, *_] = listed(store)
    decide(store, first[0], first[1], "normal", "熟客")
    decide(store, second[0], second[1], "confirmed")
    at = opened(LIST, list_decisions="dismissed")
    assert len(at.dataframe[0].value) == 1
    assert list(at.dataframe[0].value["status"]) == [["已判正常"]]


def test_the_list_says_how_far_the_owner_is_with_each(store: Warehouse) -> None:
    [first, second, *_] = listed(store)
    at = opened(LIST)
    assert "status" not in at.dataframe[0].value
    assert not any("badge" in link.proto.label for link in at.sidebar.get("page_link"))
    open_case(Desk.at(store), Opening(first[0], "buyer", "异常退款", first[1]))
    decide(store, second[0], second[1], "confirmed")
    at = opened(LIST)
    assert any(link.proto.label.endswith(":gray-badge[1]") for link in at.sidebar.get("page_link"))
    shown = at.dataframe[0].value
    said = {name: list(words) for name, words in zip(shown["buyer"], shown["status"], strict=True) if len(words)}
    assert said == {masked_name(first[1]): ["案件 0001"], masked_name(second[1]): ["已确认"]}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_how_right_the_flags_are(store: Warehouse, language: str) -> None:
    at = opened(ACCURACY, language)
    assert [len(frame.value) for frame in at.dataframe] == [20]
    for number, (shop, buyer, _) in enumerate(listed(store)[:8]):
        decide(store, shop, buyer, "confirmed" if number else "normal", "x")
    at = opened(ACCURACY, language)
    table = at.dataframe[0].value
    assert (table["decided"].iloc[0], table["confirmed"].iloc[0]) == (8, 7)
    assert table["right"].iloc[0] == "88%"
    assert ("Jeffreys" in texts(at)) and not at.error
    [way] = [link.proto.query_string for link in at.get("page_link") if "list_decisions" in link.proto.query_string]
    at = app(language)
    at.query_params["list_decisions"] = parse_qs(way)["list_decisions"]
    at.run()
    at.switch_page(LIST).run()
    assert len(at.dataframe[0].value) == 8
