"""The complaint pages through dashboard.py: a case from flag to packet, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from complaints.cases import Opening, Subject, add_subjects, all_cases, open_case
from complaints.desk import Desk
from complaints.dossier import read_dossier
from complaints.facts import gather
from complaints.lists import live
from complaints.readiness import move_case
from complaints.submissions import Decision, decide, submit
from risk import verdicts
from tests.complaints.ready import attach, make_ready, talk
from tests.complaints.today import BUYER, shop_of_today
from tests.pages.shown import app, texts
from tests.risk.rows import NOON, SHOP, put

CASES, CASE, NEW = (f"pages/complaints/{name}.py" for name in ("cases", "case", "new"))
LISTS, OUTCOMES, RULES = (f"pages/complaints/{name}.py" for name in ("lists", "outcomes", "rules"))
# a key of the catalogue that stands on a page instead of its sentence
KEYS = re.compile(r"\b(?:ui|words|etl|risk|list|desk|case|tone)\.[a-z_]+\.[a-z_]+")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A shop as of today: a refund, a bad review, and a few unpaid orders of one buyer."""
    path = tmp_path / "huoyan.duckdb"
    monkeypatch.setenv("HUOYAN_DATABASE", str(path))
    return shop_of_today(path)


def at_page(page: str, language: str = "zh", **query: str) -> AppTest:
    at = app(language)
    at.run()
    at.switch_page(page)
    for name, value in query.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def ref_of(store: Desk) -> str:
    with store.warehouse.cursor() as cursor:
        return str(
            cursor.execute("select ref from buyer_list where buyer = $buyer", {"buyer": BUYER}).fetchall()[0][0]
        )


def open_from_buyer(store: Desk, kind: str, scene: str) -> str:
    """A case opened on the page."""
    at = at_page(NEW, buyer=ref_of(store))
    box = next(each for each in at.selectbox if str(each.key).startswith("new_kind"))
    box.set_value(kind).run()
    at.selectbox(key=f"new_scene_{kind}").set_value(scene).run()
    at.button(key="new_open").click().run()
    assert not at.exception
    return str(all_cases(store)[0]["case_id"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_draws_in_both_languages_and_masks_the_name(store: Desk, language: str) -> None:
    case_id = open_from_buyer(store, "refund", "received")
    make_ready(store, case_id)
    submit(store, case_id)
    decide(store, case_id, Decision("rejected", store.clock(), "evidence", "缺证"))
    for page, query in ((CASES, {}), (CASE, {"case": case_id}), (NEW, {}), (LISTS, {}), (OUTCOMES, {})):
        at = at_page(page, language, **query)
        found = texts(at) + "".join(str(button.label) for button in at.button)
        assert not at.error, page
        assert KEYS.findall(found) == [], page
        assert BUYER not in found.replace(read_dossier(store, case_id).text, ""), page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_boxes_to_choose_from_and_tables_show_words_as_they_are(store: Desk, language: str) -> None:
    """Neither reads markdown: what is escaped for it would stand there with backslashes."""
    case_id = open_case(store, Opening(SHOP, "hand", "来电", violation="extortion"))
    attach(store, case_id, "chat_full", 1)
    move_case(store, case_id, "ready", "测试", override=True)
    pages = [at_page(CASE, language, case=case_id), at_page(NEW, language), at_page(RULES, language)]
    submit(store, case_id)
    decide(store, case_id, Decision("upheld", store.clock()))
    pages.append(at_page(OUTCOMES, language))
    choices = [option for at in pages for box in (*at.selectbox, *at.multiselect) for option in box.options]
    cells = [str(cell) for at in pages for table in at.dataframe for cell in table.value.to_numpy().ravel()]
    chat = {"zh": "旺旺完整聊天（授权小二查看）", "en": "Full Wangwang chat (authorised)"}[language]
    assert chat in choices and chat in cells
    assert [text for text in (*choices, *cells) if "\\" in text] == []


def test_a_refund_goes_from_the_buyer_to_a_packet(store: Desk) -> None:
    case_id = open_from_buyer(store, "refund", "received")
    dossier = read_dossier(store, case_id)
    assert [s["ref_id"] for s in dossier.subjects] == ["R1"]
    assert {f["kind"] for f in dossier.facts} >= {"paid", "asked_refund_only", "refund_success"}
    at = at_page(CASE, case=case_id)
    assert at.download_button(key="case_packet").disabled
    for name, value in (("ordinary", "no"), ("ours", "no"), ("harm", "yes"), ("goal", "protect")):
        at.segmented_control(key=f"case_answer_{name}").set_value(value)
    at.checkbox(key="case_counts_refund_no_return").check()
    at.button(key="case_save_check").click().run()
    assert read_dossier(store, case_id).case["guide"]["counts"] == ["no_return"]
    at.text_area(key="case_contact_said").set_value("请核对取件记录").run()
    at.button(key="case_keep_contact").click().run()
    at.button(key="case_save_text").click().run()
    attach(store, case_id, "courier_stamp", 1)
    attach(store, case_id, "chat_full", 2)
    at = at_page(CASE, case=case_id)
    assert not at.download_button(key="case_packet").disabled
    at.button(key="case_to_ready").click().run()
    assert not at.exception and read_dossier(store, case_id).case["stage"] == "ready"
    at.text_input(key="case_platform_no").set_value("TS-1")
    at.button(key="case_submit").click().run()
    assert read_dossier(store, case_id).case["stage"] == "submitted"
    assert "耐心" in at.info[0].value
    assert any("平台给出结果" in str(each.value) for each in at.caption)
    at.segmented_control(key="case_result").set_value("upheld").run()
    at.number_input(key="case_money").set_value(268.0)
    at.button(key="case_decide").click().run()
    assert all_cases(store)[0]["result"] == "upheld"
    assert "1 / 1 成立" in str(at_page(OUTCOMES).metric[0].value)


def test_a_row_of_the_outcomes_shows_its_cases_and_leads_to_them(store: Desk) -> None:
    case_id = open_from_buyer(store, "refund", "received")
    make_ready(store, case_id)
    submit(store, case_id)
    decide(store, case_id, Decision("rejected", store.clock(), "evidence", "缺证"))
    at = at_page(OUTCOMES)
    assert "看它算了哪些案件" in texts(at)
    tables = len(at.dataframe)
    at.session_state["outcome_reason"] = {"selection": {"rows": [0]}}
    at.run()
    assert not at.exception and len(at.dataframe) == tables + 1
    [counted] = [table.value for table in at.dataframe if "case" in table.value]
    assert counted[["case", "result", "money"]].to_numpy().tolist() == [[case_id, "不成立", 0.0]]
    at.session_state["outcome_reason_evidence"] = {"selection": {"rows": [0]}}
    at.run()
    assert not at.exception and at.query_params["case"] == case_id


def test_lessons_are_searched_once_there_are_any(store: Desk) -> None:
    case_id = open_from_buyer(store, "refund", "received")
    make_ready(store, case_id)
    submit(store, case_id)
    assert "lesson_words" not in {each.key for each in at_page(OUTCOMES).text_input}
    decide(store, case_id, Decision("rejected", store.clock(), "evidence", "缺证"))
    at = at_page(OUTCOMES)
    assert "缺证" in texts(at)
    at.text_input(key="lesson_words").set_value("别的").run()
    assert "缺证" not in texts(at) and "没有找到" in texts(at)


def test_lessons_are_shown_ten_at_a_time(store: Desk) -> None:
    for number in range(11):
        case_id = open_case(store, Opening(SHOP, "hand", f"第 {number:02} 件", violation="refund"))
        move_case(store, case_id, "ready", "测试", override=True)
        submit(store, case_id)
        decide(store, case_id, Decision("rejected", store.clock(), "evidence", f"缺 {number:02}"))
    at = at_page(OUTCOMES)
    seen = [f"{number:02}" for number in range(11) if f"缺 {number:02}" in texts(at)]
    assert len(seen) == 10
    at.session_state["lessons_page"] = 2
    at.run()
    [rest] = [f"{number:02}" for number in range(11) if f"缺 {number:02}" in texts(at)]
    assert rest not in seen
    at.text_input(key="lesson_words").set_value(f"缺 {seen[0]}").run()
    assert not at.exception and f"缺 {seen[0]}" in texts(at)


def test_what_is_past_its_time_is_not_chosen_and_leaves_a_case_by_one_press(store: Desk) -> None:
    with store.warehouse.writing() as cursor:
        cursor.execute("update buyer_order set created_at = created_at - interval 1 year where order_id = '2000'")
    verdicts.refresh(store.warehouse)
    case_id = open_from_buyer(store, "order", "bulk")
    assert sorted(subject["ref_id"] for subject in read_dossier(store, case_id).subjects) == ["2001", "2002"]
    add_subjects(store, case_id, [Subject("order", "2000", "2000", BUYER)])
    gather(store, case_id)
    at = at_page(CASE, case=case_id)
    assert len(re.findall(r"可投诉到 \d{4}-\d\d-\d\d", texts(at))) == 2
    assert len(re.findall(r"\d{4}-\d\d-\d\d 已过期限", texts(at))) == 1
    at.button(key="case_drop_late").click().run()
    assert not at.exception
    dossier = read_dossier(store, case_id)
    assert sorted(dossier.order_ids) == ["2001", "2002"] == sorted({str(fact["order_id"]) for fact in dossier.facts})
    assert "case_drop_late" not in {button.key for button in at.button}


def test_a_second_case_about_the_same_leads_to_the_first(store: Desk) -> None:
    case_id = open_from_buyer(store, "refund", "received")
    at = at_page(NEW, buyer=ref_of(store))
    box = next(each for each in at.selectbox if str(each.key).startswith("new_kind"))
    box.set_value("refund").run()
    assert not at.multiselect[0].value
    assert any("有 1 笔已在别的案件里" in str(each.value) for each in at.info)
    links = [link.proto for link in at.get("page_link")]
    assert any(case_id in link.label and f"case={case_id}" in link.query_string for link in links)


def test_an_untouched_draft_follows_the_facts_and_what_the_owner_wrote_is_kept(store: Desk) -> None:
    case_id = open_from_buyer(store, "refund", "received")
    at = at_page(CASE, case=case_id)
    box = f"case_text_{case_id}_0"
    assert "沟通：" not in str(at.text_area(key=box).value)
    talk(store, case_id)
    at.run()
    assert "请核对驿站取件记录" in str(at.text_area(key=box).value)
    at.text_area(key=box).set_value("自己写的").run()
    attach(store, case_id, "chat_full", 2)
    at.run()
    assert at.text_area(key=box).value == "自己写的"
    assert any("正文还没有写进去" in str(each.value) for each in at.info)
    at.button(key="case_save_text").click().run()
    assert not any("正文还没有写进去" in str(each.value) for each in at.info)
    attach(store, case_id, "courier_stamp", 1)
    at.run()
    assert any("正文还没有写进去" in str(each.value) for each in at.info)
    at.button(key="case_redraft").click().run()
    assert "材料1" in str(at.text_area(key=f"case_text_{case_id}_2").value)
    assert not any("正文还没有写进去" in str(each.value) for each in at.info)


def test_evidence_is_pasted_and_a_changed_file_is_red(store: Desk) -> None:
    case_id = open_from_buyer(store, "refund", "received")
    at = at_page(CASE, case=case_id)
    at.text_area(key="case_paste_0").set_value("2026-11-02 买家：收到了，不退").run()
    at.button(key="case_keep_proof").click().run()
    piece = read_dossier(store, case_id).evidence[0]
    assert store.vault.read(piece["sha256"]).decode() == "2026-11-02 买家：收到了，不退"
    assert not at.error
    store.vault.path(piece["sha256"]).write_bytes(b"changed")
    at.run()
    assert "与存入时不同" in at.error[0].value
    at.button(key="case_check_files").click().run()
    assert read_dossier(store, case_id).events[-1]["detail"] == {"files": 1, "broken": 1}


def test_what_ready_lacks_is_listed_and_an_override_is_kept(store: Desk) -> None:
    case_id = open_from_buyer(store, "order", "bulk")
    assert len(read_dossier(store, case_id).subjects) == 3
    at = at_page(CASE, case=case_id)
    assert at.button(key="case_to_ready").disabled
    assert "缺材料：订单记录" in texts(at)
    at.button(key="case_make_order_record").click().run()
    assert "缺材料：订单记录" not in texts(at)
    at.text_area(key="case_override").set_value("对方又在下单").run()
    at.button(key="case_go_on").click().run()
    events = read_dossier(store, case_id).events
    assert [event["text"] for event in events if event["kind"] == "override"] == ["对方又在下单"]
    assert read_dossier(store, case_id).case["stage"] == "ready"


def test_extortion_by_review_says_where_it_is_filed_and_needs_no_talk(store: Desk) -> None:
    at = at_page(NEW, review="V1")
    assert "真实的差评" in "".join(str(each.value) for each in at.info)
    box = next(each for each in at.selectbox if str(each.key).startswith("new_kind"))
    box.set_value("extortion").run()
    at.selectbox(key="new_scene_extortion").set_value("review").run()
    assert "异常评价" in "".join(str(each.value) for each in at.info)
    at.button(key="new_open").click().run()
    case_id = str(all_cases(store)[0]["case_id"])
    assert [(s["kind"], s["ref_id"]) for s in read_dossier(store, case_id).subjects] == [("review", "V1")]
    at = at_page(CASE, case=case_id)
    at.button(key="case_keep_exception").click().run()
    assert read_dossier(store, case_id).case["no_contact_reason"]
    assert "至少沟通一次" not in texts(at)


def test_a_case_is_opened_from_the_review_that_was_asked_for_whatever_its_rating(store: Desk) -> None:
    insult = {"review_id": "V0", "order_id": "1001", "rating": "good", "text": "老板是傻子", "created_at": NOON}
    put(store.warehouse, "review", insult)
    at = at_page(NEW, review="V0")
    assert at.selectbox(key="new_review").value == "V0"
    assert "老板是傻子" in texts(at)


def test_a_kind_without_a_complaint_shows_the_roads(store: Desk) -> None:
    at = at_page(NEW)
    at.segmented_control(key="new_origin").set_value("hand").run()
    assert "平台没有这种投诉类型" in "".join(str(each.value) for each in at.warning)
    at.text_input(key="new_title_harassment").set_value("来电辱骂").run()
    at.button(key="new_open").click().run()
    assert all_cases(store)[0]["title"] == "来电辱骂"


def test_the_board_moves_and_the_overview_reminds(store: Desk) -> None:
    case_id = open_from_buyer(store, "refund", "received")
    at = at_page(CASES)
    assert f"case={case_id}" in str(at.main) or case_id in str(at.main)
    at.button(key=f"move_{case_id}_contacting").click().run()
    assert read_dossier(store, case_id).case["stage"] == "contacting"
    at.button(key=f"move_{case_id}_ready").click().run()
    assert "没有移动" in at.warning[0].value
    at.segmented_control(key="cases_view").set_value("list").run()
    assert list(at.dataframe[0].value["case"]) == [case_id]
    move_case(store, case_id, "ready", "测试", override=True)
    submit(store, case_id)
    overview = app("zh").run()
    assert case_id in texts(overview)


def test_a_column_of_many_cases_draws_the_first_and_leads_to_the_list_of_all(store: Desk) -> None:
    numbers = [open_case(store, Opening(SHOP, "hand", f"来电 {n}")) for n in range(17)]
    at = at_page(CASES)
    drawn = [number for number in numbers if f"move_{number}_contacting" in {str(each.key) for each in at.button}]
    assert drawn == numbers[:15]
    at.button(key="rest_candidate").click().run()
    assert sorted(at.dataframe[0].value["case"]) == numbers
    assert not any(str(each.key).startswith("rest_") for each in at.button)


def test_an_entry_needs_its_reason_and_is_on_the_list(store: Desk) -> None:
    at = at_page(LISTS)
    at.text_input(key="list_buyer_flagged").set_value(BUYER)
    at.button(key="list_put_flagged").click().run()
    assert "请写原因" in at.error[0].value
    at.text_input(key="list_reason_flagged").set_value("11 月 3 笔未付款")
    at.text_input(key="list_evidence_flagged").set_value("订单 2000")
    at.button(key="list_put_flagged").click().run()
    assert [row["buyer"] for row in live(store, SHOP, "flagged")] == [BUYER]
    assert BUYER not in texts(at)


@pytest.mark.usefixtures("store")
def test_an_unknown_case_and_an_empty_desk_say_what_to_do() -> None:
    assert "没有这个案件" in at_page(CASE, case="2026-9999").info[0].value
    assert "还没有案件" in texts(at_page(CASES))


@pytest.mark.parametrize(("many", "shown"), [(14, "lines"), (15, "table")])
def test_what_a_complaint_is_about_is_a_table_where_it_is_much(store: Desk, many: int, shown: str) -> None:
    subjects = [Subject("order", f"99{n:02}", f"99{n:02}", BUYER) for n in range(many)]
    case_id = open_case(store, Opening(SHOP, "buyer", "大量拍下", BUYER, "order", None, subjects))
    at = at_page(CASE, case=case_id)
    buttons = {str(button.key) for button in at.button}
    numbers = [table.value["number"].tolist() for table in at.dataframe if "number" in table.value]
    if shown == "lines":
        assert numbers == []
        assert {f"case_drop_order_{subject.ref_id}" for subject in subjects} <= buttons
    else:
        assert numbers == [[subject.ref_id for subject in subjects]]
        assert not any(key.startswith("case_drop_order_") for key in buttons)
        assert at.button(key="case_drop_chosen").disabled
