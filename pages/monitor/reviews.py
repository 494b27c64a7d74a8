"""Reviews worth a look: what stands in them, whether a complaint type exists, and the way to the buyer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import streamlit as st

import warehouse
from complaints import rulebook
from complaints.cases import Opening, Subject, open_case
from complaints.desk import Desk
from complaints.facts import gather
from complaints.review_scenes import FINDINGS, SCENES, scene_of
from complaints.rules import Rulebook
from risk import review_marks
from ui.data import PERIODS, answer, answer_row, once, records
from ui.first_run import first_run
from ui.formats import day, escaped, shown_name
from ui.i18n import language, t
from ui.records import PRODUCT
from ui.review_words import marked_text

PAGE_SIZE = 8
CHOICES = (*FINDINGS, "bad")
COLORS = {"extortion": "red", "insult": "red", "leak": "red", "copied": "orange", "outlier": "orange"}
FILTERS = ("reviews_findings", "reviews_period", "reviews_name")


def page() -> None:
    """Draw the page."""
    read_new_ones()
    counts = answer_row("risk/review_counts")
    if not counts["reviews"]:
        nothing_imported()
        return
    st.title(t("ui.page.reviews"))
    st.caption(t("reviews.summary", reviews=f"{counts['reviews']:,}", bad=f"{counts['bad_all']:,}"))
    asked = filters(counts)
    number = st.session_state.get("reviews_page", 1)
    found = answer("risk/reviews", **asked, size=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE)
    if found.empty and number > 1:
        found = answer("risk/reviews", **asked, size=PAGE_SIZE, offset=0)
    if found.empty:
        st.info(t("reviews.none"), icon=":material/filter_alt_off:")
        st.button(t("ui.buyers.clear"), on_click=clear_filter, key="reviews_clear")
        return
    total = int(found["found"].iloc[0])
    kinds = asked["findings"] or CHOICES
    order = "found_mixed" if "bad" in kinds and len(kinds) > 1 else "found"
    st.markdown(t(f"reviews.{order}", count=f"{total:,}"))
    book = once("rulebook", lambda: rulebook.read(warehouse.default()))
    for row in records(found):
        review(row, book)
    if total > PAGE_SIZE:
        st.pagination(-(-total // PAGE_SIZE), key="reviews_page")
    st.caption(t("reviews.note"))
    st.page_link("pages/complaints/rules.py", label=t("reviews.to_rules"), icon=":material/menu_book:")


def read_new_ones() -> None:
    """Texts that came in since the last look are read first."""
    store = warehouse.default()
    if not review_marks.is_read(store):
        words = t("reviews.reading")
        bar = st.progress(0.0, text=words)

        def show(share: float) -> None:
            bar.progress(share, text=words)

        review_marks.ensure_read(store, show)
        bar.empty()


def nothing_imported() -> None:
    """No reviews: the first steps, or which file is missing."""
    if answer_row("risk/coverage")["is_empty"]:
        first_run()
        return
    st.title(t("ui.page.reviews"))
    st.info(t("reviews.no_reviews"), icon=":material/upload_file:")
    st.page_link("pages/data/imports.py", label=t("reviews.go_import"), icon=":material/upload_file:")


def filters(counts: dict[str, Any]) -> dict[str, Any]:
    """The filter's widgets; values for risk/reviews."""
    labels = {name: f"{t(f'reviews.finding.{name}')} {counts[name]:,}" for name in CHOICES}
    findings = st.pills(
        t("reviews.findings"), CHOICES, selection_mode="multi", format_func=labels.__getitem__,
        key="reviews_findings", persist_state="session", on_change=first_page,
    )  # fmt: skip
    left, right = st.columns([1, 2])
    periods = {name: t(f"ui.period.{name}") for name in PERIODS}
    period = left.selectbox(
        t("reviews.period"), list(PERIODS), format_func=periods.__getitem__, key="reviews_period",
        persist_state="session", on_change=first_page,
    )  # fmt: skip
    name = right.text_input(
        t("reviews.search"), placeholder=t("reviews.search_hint"), icon=":material/search:", key="reviews_name",
        persist_state="session", on_change=first_page,
    )  # fmt: skip
    days = PERIODS[period or "all"]
    since = (counts["last_at"] - timedelta(days=days)).to_pydatetime() if days else None
    return {"findings": list(findings or []), "since": since, "name": name.strip()}


def first_page() -> None:
    """A changed filter begins at its first page."""
    st.session_state["reviews_page"] = 1


def clear_filter() -> None:
    """Forget the filter."""
    for key in FILTERS:
        st.session_state.pop(key, None)
    first_page()


def review(row: dict[str, Any], book: Rulebook) -> None:
    """One review: its words marked, what was found, what can be done."""
    findings = list(row["findings"])
    with st.container(border=True):
        badges = " ".join(f":{COLORS.get(name, 'gray')}-badge[{t(f'reviews.finding.{name}')}]" for name in findings)
        rating = t(f"reviews.rating.{row['rating']}") if isinstance(row["rating"], str) else ""
        st.markdown(f"**{rating}** {badges}")
        for part in ("text", "followup"):
            if isinstance(row[part], str) and row[part].strip():
                label = f":small[:gray[{t('reviews.followup')}]] " if part == "followup" else ""
                st.markdown(label + marked_text(row[part]))
        st.caption(t("ui.join").join(about(row)))
        for finding in findings:
            what_to_do(row, finding, book)
        if not findings:
            st.markdown(f":gray[:material/forum:] {t('reviews.honest')}")
        lead_on(row, findings, book)


def lead_on(row: dict[str, Any], findings: list[str], book: Rulebook) -> None:
    """To the buyer and the product, and to a case where there is a complaint type."""
    with st.container(horizontal=True, vertical_alignment="center"):
        kinds = [name for name in findings if scene_of(book, name) is not None]
        if kinds and st.button(
            t("reviews.open_case"), key=f"review_case_{row['shop']}_{row['review_id']}",
            icon=":material/create_new_folder:",
        ):  # fmt: skip
            case_id = case_from(row, kinds[0])
            st.switch_page("pages/complaints/case.py", query_params={"case": case_id})
        if isinstance(row["buyer"], str):
            st.page_link(
                "pages/monitor/buyer.py", label=t("reviews.to_buyer", buyer=shown_name(row["buyer"])),
                icon=":material/person:", query_params={"buyer": row["ref"]},
            )  # fmt: skip
        if isinstance(row["product_ref"], str):
            st.page_link(
                PRODUCT, label=t("reviews.to_product"), icon=":material/inventory_2:",
                query_params={"product": row["product_ref"]},
            )  # fmt: skip


def case_from(row: dict[str, Any], finding: str) -> str:
    """Open a case about the review, the facts of the data in it; its number."""
    desk = Desk.at(warehouse.default())
    kind, scene = SCENES[finding]
    order, buyer = (row[name] if isinstance(row[name], str) else None for name in ("order_id", "buyer"))
    subjects = [Subject("review", row["review_id"], order, buyer)]
    title = rulebook.load().kinds[kind].scenes[scene].name.zh
    case_id = open_case(desk, Opening(row["shop"], "review", title, buyer, kind, scene, subjects))
    gather(desk, case_id)
    return case_id


def about(row: dict[str, Any]) -> list[str]:
    """When, which product and order, and where it was read."""
    parts = [day(row["created_at"])]
    parts += [escaped(row["title"])] if isinstance(row["title"], str) else []
    parts += [t("reviews.order", order=row["order_id"])] if isinstance(row["order_id"], str) else []
    if isinstance(row["file"], str):
        parts.append(t("reviews.source", file=escaped(row["file"]), row=row["row_number"]))
    return parts


def what_to_do(row: dict[str, Any], finding: str, book: Rulebook) -> None:
    """Why it is marked, and whether there is a complaint type for it."""
    values: dict[str, object] = {}
    if finding == "outlier":
        values = {
            "others": int(row["others"]),
            "bad": int(row["others_bad"]),
            "share": f"{min(row['liked'], 0.999):.1%}",
        }
    elif finding == "copied":
        values = {"buyers": int(row["same_buyers"]), "products": int(row["same_products"])}
    scene = scene_of(book, finding)
    if scene is None:
        way = f":orange[:material/forum:] {t('reviews.no_type')}"
    else:
        name = book.kinds["review"].platform_name.value
        shown = t("reviews.path", kind=name.say(language()) if name else "", scene=scene.name.say(language()))
        way = f":green[:material/check_circle:] {t('reviews.has_type', path=escaped(shown))}"
    st.markdown(f"{t(f'reviews.why.{finding}', **values)}  \n{way}")


page()
