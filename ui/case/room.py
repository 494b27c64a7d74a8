"""What the parts of the complaint pages share: the desk, an opened case, names, and what an action leaves behind."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import streamlit as st

import warehouse
from complaints.cases import all_cases
from complaints.desk import Desk
from complaints.dossier import Dossier, read_dossier
from complaints.overview import Due, due_list
from complaints.rules import Rule, Text
from complaints.vault import State
from ui.formats import badge, escaped, plain_name, shown_name
from ui.i18n import language, t

K = TypeVar("K", bound=Hashable)
PAGE = "pages/complaints/case.py"
STAGE_COLORS = {
    "candidate": "gray", "contacting": "blue", "gathering": "blue", "ready": "blue", "submitted": "blue",
    "appeal": "blue", "upheld": "green", "rejected": "orange", "closed": "gray", "dropped": "gray",
}  # fmt: skip


def desk() -> Desk:
    """The desk of the owner's database."""
    return Desk.at(warehouse.default())


def every_case() -> list[dict[str, Any]]:
    """Rows of all cases, read once per state of the data; not to be changed."""
    store = warehouse.default()
    return cases_as_of(str(store.path), store.version())


@st.cache_resource(max_entries=2, show_spinner=False)
def cases_as_of(database: str, version: int) -> list[dict[str, Any]]:  # noqa: ARG001 - the key
    """every_case() by what it depends on."""
    return all_cases(desk())


def due_now() -> list[Due]:
    """What open cases wait for, worked out once a minute and per state of the data; not to be changed."""
    store = warehouse.default()
    return due_as_of(str(store.path), store.version(), f"{desk().clock():%Y%m%d%H%M}")


@st.cache_resource(max_entries=2, show_spinner=False)
def due_as_of(database: str, version: int, minute: str) -> list[Due]:  # noqa: ARG001 - the key
    """due_now() by what it depends on."""
    return due_list(desk())


def opened(case_id: str, *, anew: bool) -> Dossier:
    """The case; its files are read anew when the page is opened, and within a visit when they look different.

    Raises NoSuchCase.
    """
    dossier = read_dossier(desk(), case_id, check_files=False)
    seen: dict[str, tuple[object, State]] = {} if anew else st.session_state.get(f"files_of_{case_id}", {})
    vault, now = desk().vault, {}
    for piece in dossier.evidence:
        sha, place = piece["sha256"], vault.path(piece["sha256"])
        looks = (place.stat().st_mtime_ns, place.stat().st_size) if place.is_file() else None
        now[sha] = seen[sha] if sha in seen and seen[sha][0] == looks else (looks, vault.state(sha))
    st.session_state[f"files_of_{case_id}"] = now
    return replace(dossier, states={piece["evidence_id"]: now[piece["sha256"]][1] for piece in dossier.evidence})


def labels(options: Iterable[K], name: Callable[[K], str]) -> Callable[[K], str]:
    """Names of a widget's options, made now: it may ask for them where the session's language is not known."""
    return {option: name(option) for option in options}.__getitem__


def done(key: str, **values: object) -> None:
    """Say after the rerun what was done, and draw the page anew."""
    st.session_state["case_done"] = t(key, **values)
    st.rerun()


def show_done() -> None:
    """What the last action did."""
    if said := st.session_state.pop("case_done", None):
        st.toast(said, icon=":material/check_circle:")


def words(text: Text | Rule[Text] | None) -> str:
    """Words of the rulebook in the owner's language, safe inside markdown; – for what is not known."""
    return escaped(plain_words(text))


def plain_words(text: Text | Rule[Text] | None) -> str:
    """The same for tables and boxes to choose from, which do not read markdown."""
    value = text.value if isinstance(text, Rule) else text
    return value.say(language()) if value is not None else "–"


def kind_name(dossier: Dossier) -> str:
    """异常退款 · 收到货却申请未收到货."""
    if dossier.kind is None:
        return t("case.no_kind")
    scene = f" · {words(dossier.scene.name)}" if dossier.scene else ""
    return words(dossier.kind.name) + scene


def buyer_names(case: Mapping[str, Any]) -> str:
    """The account as the owner chose to see it."""
    return shown_name(case["buyer"]) if case["buyer"] else t("case.no_buyer")


def plain_buyer(case: Mapping[str, Any]) -> str:
    """The same for tables."""
    return plain_name(case["buyer"]) if case["buyer"] else t("case.no_buyer")


def stage_badge(stage: str) -> str:
    """The stage as a badge."""
    return badge(t(f"desk.stage.{stage}"), STAGE_COLORS[stage])


def due_badge(days: int | None, purpose: str) -> str:
    """剩 2 天: red within three days and when late, grey otherwise; nothing where there is no date."""
    if days is None or purpose == "none":
        return ""
    if purpose == "answer":
        key, color = ("case.due.answer_late", "orange") if days < 0 else ("case.due.answer", "gray")
    elif days < 0:
        key, color = "case.due.late", "red"
    else:
        key, color = f"case.due.{purpose}", "red" if days <= 3 else "gray"
    return badge(f":material/schedule: {t(key, days=abs(days))}", color)
