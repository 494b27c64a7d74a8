"""The guided check on the page: kind and scene, the rulebook's signs, four questions, and the harm."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import streamlit as st

from complaints.cases import change_case
from complaints.dossier import Dossier
from complaints.guide import QUESTIONS, answer_guide, findings
from complaints.rules import Kind, Scene
from ui.case.room import desk, done, labels, plain_words, words
from ui.i18n import t

MARKS = {
    "ok": ":green[:material/check_circle:]", "open": ":gray[:material/circle:]", "stop": ":orange[:material/error:]"
}  # fmt: skip
# answers that speak against a complaint are said with the same weight as those that speak for it
NONE = ""


def render_check(dossier: Dossier) -> None:
    """The card: every condition with its state; the questions below while one is open."""
    states = findings(dossier)
    is_open = any(finding.state != "ok" for finding in states)
    with st.container(border=True):
        st.subheader(t("case.check.title"))
        st.caption(t("case.check.sub"))
        with st.container(horizontal=True):
            for finding in states:
                st.markdown(f"{MARKS[finding.state]} {t(f'desk.gate.{finding.key}')}", width="content")
        with st.expander(t("case.check.questions"), expanded=is_open, icon=":material/fact_check:"):
            questions(dossier)


def questions(dossier: Dossier) -> None:
    """Kind and scene, signs, answers, harm; saved together."""
    case, told, kinds = dossier.case, dossier.case["guide"], dossier.book.kinds
    left, right = st.columns(2)

    def kind_words(key: str) -> str:
        return plain_words(kinds[key].name) if key else t("case.check.choose")

    chosen = left.selectbox(
        t("case.check.kind"), [NONE, *kinds], index=[NONE, *kinds].index(case["violation"] or NONE),
        format_func=labels([NONE, *kinds], kind_words),
        key="case_kind",
    )  # fmt: skip
    kind = kinds.get(chosen or NONE)
    scenes = [NONE, *(kind.scenes if kind else ())]
    scene_key = right.selectbox(
        t("case.check.scene"), scenes, index=scenes.index(case["scene"]) if case["scene"] in scenes else 0,
        format_func=labels(scenes, partial(scene_words, kind)),
        key=f"case_scene_{chosen}", disabled=kind is None,
    )  # fmt: skip
    signs: dict[str, list[str]] = {"counts": [], "not_counts": []}
    if kind is not None:
        scene = kind.scenes.get(scene_key or NONE)
        explain(kind, scene)
        for column, name, rules in (
            (left, "counts", kind.counts),
            (right, "not_counts", kind.not_counts),
        ):
            column.markdown(f"**{t(f'case.check.{name}')}**")
            for key, rule in rules.items():
                is_told, widget = key in told.get(name, ()), f"case_{name}_{chosen}_{key}"
                if column.checkbox(words(rule), value=is_told, key=widget, wrap=True):
                    signs[name].append(key)
    answers: dict[str, str | None] = {}
    for place, (name, options) in enumerate(QUESTIONS.items()):
        answers[name] = (left, right)[place % 2].segmented_control(
            t(f"case.question.{name}"), options, default=told.get(name), key=f"case_answer_{name}",
            format_func=labels(options, partial(answer_words, name)),
        )  # fmt: skip
    harm = st.text_area(
        t("case.check.harm"), value=case["harm"] or "", key="case_harm", help=t("case.check.harm_help"), height=80
    )
    other = st.number_input(
        t("case.check.other_loss"),
        min_value=0.0,
        value=float(case["other_loss"] or 0),
        step=10.0,
        key="case_other_loss",
    )
    if st.button(t("case.save"), key="case_save_check", icon=":material/save:"):
        change_case(
            desk(), dossier.case_id, violation=chosen or None, scene=scene_key or None, harm=harm.strip() or None,
            other_loss=Decimal(str(other)).quantize(Decimal("0.01")) if other else None,
        )  # fmt: skip
        answer_guide(desk(), dossier.case_id, {**answers, **signs})
        done("case.saved")


def scene_words(kind: Kind | None, scene: str) -> str:
    """A scene's name, or that none is chosen; for a box to choose from."""
    return plain_words(kind.scenes[scene].name) if kind and scene else t("case.check.choose")


def answer_words(question: str, answer: str) -> str:
    """An answer of a question."""
    return t(f"case.answer.{question}_{answer}")


def explain(kind: Kind, scene: Scene | None) -> None:
    """What the kind is, and whether the platform takes such a complaint at all; else the roads there are."""
    st.caption(words(scene.covers if scene else kind.definition))
    has_complaint = scene.complaint.value if scene else kind.complaint.value
    if scene is not None and scene.files_as:
        st.info(t("case.check.files_as", scene=words(scene.covers)), icon=":material/alt_route:")
    if has_complaint is False:
        roads = "\n".join(f"- {words(rule)}" for rule in kind.roads.values())
        st.warning(f"{t('case.check.no_type')}\n\n{roads}", icon=":material/signpost:")
    st.caption(t("case.decides"))
