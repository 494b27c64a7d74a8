"""Opening a case: from a buyer, from a bad review, or by hand; the rulebook first, the orders filled in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from complaints import rulebook
from complaints.cases import Opening, Subject, open_case
from complaints.deadlines import open_until
from complaints.facts import gather
from complaints.rules import Kind, Rulebook
from ui.case.check import explain, scene_words
from ui.case.facts import as_subject, candidates, subject_label
from ui.case.header import own_record
from ui.case.room import PAGE, desk, labels, plain_words, words
from ui.data import answer, chosen_shop
from ui.formats import day, escaped, plain_name, primary, shown_name
from ui.i18n import language, t
from ui.links import arrow_link
from ui.shops import shop_name

ORIGINS = ("buyer", "review", "hand")
# what each kind is mostly about; any other may be chosen
SIGNALS = {"review": "review", "refund": "refund", "order": "unpaid", "extortion": "review"}
MOST_LINKS = 4
KINDS_OF = {"unpaid": "order", "refund": "refund", "review": "review"}


def page() -> None:
    """Draw the page."""
    st.page_link("pages/complaints/cases.py", label=t("ui.page.cases"), icon=":material/arrow_back:")
    st.title(t("ui.page.new_case"))
    st.caption(t("case.new.sub"))
    given = st.query_params.get("buyer"), st.query_params.get("review")
    start = "review" if given[1] else "buyer"
    origin = st.segmented_control(
        t("case.new.origin"),
        ORIGINS,
        default=start,
        format_func=labels(ORIGINS, lambda name: t(f"case.origin.{name}")),
        key="new_origin",
    )
    match origin:
        case "buyer":
            from_buyer(given[0])
        case "review":
            from_review(given[1])
        case _:
            by_hand()


def from_buyer(ref: str | None) -> None:
    """A buyer of the list, or the one that the page was opened with."""
    rows = answer("complaints/flagged_buyers", ref=ref or "")
    if rows.empty:
        st.info(t("case.new.no_buyers"), icon=":material/person_off:")
        return
    refs = [str(value) for value in rows["ref"]]
    chosen = st.selectbox(
        t("case.new.buyer"), refs, index=refs.index(ref) if ref in refs else 0, key="new_buyer",
        format_func=labels(refs, lambda value: plain_name(str(rows["buyer"].iloc[refs.index(value)]))),
    )  # fmt: skip
    row = {str(name): value for name, value in rows.iloc[refs.index(chosen)].to_dict().items()}
    accounts = [str(row["buyer"])]
    linked = [str(name) for name in row["linked"]] if row["linked"] is not None else []
    if linked:
        names = t("ui.comma").join(shown_name(name) for name in linked)
        if st.toggle(t("case.new.linked", names=names), key="new_linked", help=t("case.new.linked_help")):
            accounts += linked
    found = candidates(str(row["shop"]), accounts)
    signals = [str(name) for name in row["signals"]]
    first = KINDS_OF[signals[0]] if signals else "refund"
    details(str(row["shop"]), str(row["buyer"]), "buyer", first, found, None)


def from_review(ref: str | None) -> None:
    """A bad review, newest first, or the one that the page was opened with."""
    rows = answer("complaints/bad_reviews", review=ref or "")
    if rows.empty:
        st.info(t("case.new.no_reviews"), icon=":material/reviews:")
        return
    ids = [str(value) for value in rows["review_id"]]
    by_id = {str(row["review_id"]): row for row in rows.to_dict("records")}

    def label(review: str) -> str:
        row = by_id[review]
        name = plain_name(str(row["buyer"])) if isinstance(row["buyer"], str) else t("case.no_buyer")
        return f"{day(row['created_at'])} {name} {str(row['text'] or '')[:40]}"

    chosen = st.selectbox(
        t("case.new.review"),
        ids,
        index=ids.index(ref) if ref in ids else 0,
        format_func=labels(ids, label),
        key="new_review",
    )
    row = by_id[chosen]
    st.markdown(f"> {escaped(str(row['text'] or '–'))}")
    st.info(t("case.new.honest"), icon=":material/volunteer_activism:")
    buyer = str(row["buyer"]) if isinstance(row["buyer"], str) else None
    found = candidates(str(row["shop"]), [buyer] if buyer else [])
    if not any(each["ref_id"] == chosen for each in found):
        found.insert(0, {
            "kind": "review", "ref_id": chosen, "order_id": row["order_id"], "buyer": buyer, "signal": "review",
            "title": row["title"], "amount": None, "happened_at": row["created_at"], "also_in": None,
        })  # fmt: skip
    details(str(row["shop"]), buyer, "review", "review", found, chosen)


def by_hand() -> None:
    """What no export shows: a call, a damaged return, a malicious report."""
    shops = [str(name) for name in answer("risk/shops")["shop"]] or [""]
    chosen = chosen_shop()
    shop = st.selectbox(
        t("ui.shop.label"), shops, index=shops.index(chosen) if chosen in shops else 0,
        format_func=labels(shops, shop_name), key="new_shop",
    )  # fmt: skip
    buyer = st.text_input(t("case.new.account"), key="new_account").strip() or None
    found = candidates(shop, [buyer]) if buyer else []
    details(shop, buyer, "hand", "harassment", found, None)


def details(
    shop: str, buyer: str | None, origin: str, first: str, found: Sequence[dict[str, Any]], given: str | None
) -> None:
    """Kind and scene with what the rulebook says, the shop's own record, what it is about, a title; then open."""
    book: Rulebook = rulebook.read(desk().warehouse)
    kinds = list(book.kinds)
    left, right = st.columns([2, 1])
    with left.container(border=True):
        columns = st.columns(2)
        kind_key = columns[0].selectbox(
            t("case.check.kind"), kinds, index=kinds.index(first), key=f"new_kind_{origin}_{first}",
            format_func=labels(kinds, lambda key: plain_words(book.kinds[key].name)),
        )  # fmt: skip
        kind = book.kinds[kind_key]
        scenes = ["", *kind.scenes]
        scene_key = columns[1].selectbox(
            t("case.check.scene"), scenes, key=f"new_scene_{kind_key}",
            format_func=labels(scenes, partial(scene_words, kind)),
        )  # fmt: skip
        explain(kind, kind.scenes.get(scene_key))
        for name, rules in (("counts", kind.counts), ("not_counts", kind.not_counts)):
            st.markdown(f"**{t(f'case.check.{name}')}**")
            st.markdown("\n".join(f"- {words(rule)}" for rule in rules.values()))
    with right.container(border=True):
        own_record(kind_key, shop)
        st.caption(t("case.new.last_resort"))
    subjects = chosen_subjects(kind, scene_key or None, buyer, found, given)
    usual_title = kind.name.say(language())
    title = st.text_input(t("case.new.title"), value=usual_title, key=f"new_title_{kind_key}", max_chars=60)
    if st.button(primary(t("case.new.open")), type="primary", icon=":material/create_new_folder:", key="new_open"):
        opening = Opening(
            shop, origin, title.strip() or usual_title, buyer, kind_key, scene_key or None, subjects
        )  # fmt: skip
        case_id = open_case(desk(), opening)
        gather(desk(), case_id)
        st.switch_page(PAGE, query_params={"case": case_id})


def chosen_subjects(
    kind: Kind, scene: str | None, buyer: str | None, found: Sequence[dict[str, Any]], given: str | None
) -> list[Subject]:
    """What the case is about: at first all that fits the kind, is in time and in no other case."""
    numbers = range(len(found))
    late = {n for n in numbers if is_past(kind, scene, found[n])}
    usual = [n for n in numbers if found[n]["signal"] == SIGNALS.get(kind.id)]
    free = [n for n in usual if not found[n]["also_in"]]
    in_time = [n for n in free if n not in late]
    default = [n for n in numbers if found[n]["ref_id"] == given] if given else in_time
    about = st.multiselect(
        t("case.new.about"), numbers, default=default,
        format_func=labels(numbers, lambda n: subject_label(found[n], is_late=n in late)),
        key=f"new_about_{kind.id}_{buyer}_{given}_{len(found)}_{len(default)}", help=t("case.new.about_help"),
        placeholder=t("case.new.about_pick" if found else "case.new.about_none"),
    )  # fmt: skip
    if not given and len(in_time) < len(free):
        st.caption(t("case.new.left_out" if in_time else "case.new.all_late", count=len(free) - len(in_time)))
    taken = [str(found[n]["also_in"]) for n in usual if found[n]["also_in"]]
    if taken:
        st.info(t("case.new.taken", count=len(taken)), icon=":material/info:")
        with st.container(horizontal=True):
            for case in sorted({case for each in taken for case in each.split(", ")})[:MOST_LINKS]:
                arrow_link(PAGE, t("case.new.go", case=case), {"case": case})
    return [as_subject(found[n]) for n in about]


def is_past(kind: Kind, scene: str | None, row: dict[str, Any]) -> bool:
    """Whether its time to complain is over."""
    until = open_until(kind, scene, row["kind"], row["happened_at"])
    return until is not None and until <= desk().clock()


page()
