"""A shop of several names: which files have named, and making one shop of two."""

from __future__ import annotations

import pandas as pd
import streamlit as st

import pipeline
import warehouse
from etl.shops import part
from jobs import Job
from ui.data import answer
from ui.formats import day, escaped
from ui.i18n import t
from ui.uploads import queue


def shop_names() -> None:
    """The names and what can be done with them; nothing where there is only one."""
    united()
    rows = answer("etl/shop_names")
    if len(rows) < 2 and not any(len(former) for former in rows["former"]):
        return
    with st.expander(t("imports.shops.title"), icon=":material/store:", key="shop_names"):
        st.caption(t("imports.shops.sub"))
        for row in rows.to_dict("records"):
            st.markdown(told(row))
            for name in row["former"]:
                former_name(str(name))
        if len(rows) > 1:
            choice(rows)


def told(row: dict[str, object]) -> str:
    """A shop with its orders."""
    shop = escaped(str(row["shop"]))
    if not row["orders"]:
        return t("imports.shops.one_without", shop=shop)
    return t(
        "imports.shops.one", shop=shop, count=row["orders"], first=day(row["first_at"]), last=day(row["last_at"])
    )


def former_name(name: str) -> None:
    """A name that a shop has had, with a way to let it stand for itself."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(t("imports.shops.former", name=escaped(name)), width="content")
        st.button(
            t("imports.shops.part"), key=f"part_{name}", type="tertiary", icon=":material/call_split:",
            disabled=bool(queue().waiting()), on_click=let_stand, args=(name,),
        )  # fmt: skip


def let_stand(name: str) -> None:
    """Forget a former name."""
    part(warehouse.default(), name)
    st.toast(t("imports.shops.parted", name=name), icon=":material/call_split:")


def choice(rows: pd.DataFrame) -> None:
    """Which name is the former one and which the one of now, and the question whether to unite them."""
    names = [str(name) for name in rows["shop"]]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        old = st.selectbox(
            t("imports.shops.old"), names, index=None, placeholder=t("imports.shops.pick"), key="unite_old"
        )
        new = st.selectbox(
            t("imports.shops.new"), names, index=None, placeholder=t("imports.shops.pick"), key="unite_new"
        )
        st.button(
            t("imports.shops.unite"), key="unite", icon=":material/merge:",
            disabled=old is None or new is None or old == new,
            on_click=st.session_state.__setitem__, args=("unite_wanted", (old, new)),
        )  # fmt: skip
    if old and new and st.session_state.get("unite_wanted") == (old, new):
        confirm(old, new, int(rows.set_index("shop")["orders"][old]))


def confirm(old: str, new: str, orders: int) -> None:
    """Say what will happen, and ask."""
    with st.container(border=True, key="unite_confirm"):
        st.markdown(f"**{t('imports.shops.ask', old=escaped(old), new=escaped(new))}**")
        st.markdown(f"- {t('imports.shops.does', old=escaped(old), new=escaped(new), count=orders)}")
        st.markdown(f"- {t('imports.shops.final')}")
        st.page_link("pages/data/backups.py", label=t("ui.page.backup"), icon=":material/save:")
        with st.container(horizontal=True):
            st.button(
                t("imports.shops.yes"), key="unite_yes", icon=":material/merge:", on_click=unite, args=(old, new)
            )
            st.button(
                t("imports.shops.no"), key="unite_no", type="tertiary",
                on_click=st.session_state.pop, args=("unite_wanted", None),
            )  # fmt: skip


def unite(old: str, new: str) -> None:
    """Queue it behind what runs."""
    store = warehouse.default()

    def work(_: Job) -> object:
        pipeline.unite_shops(store, old, new)
        return old

    st.session_state["unite_job"] = queue().add("unite", (old, new), work)
    st.session_state.pop("unite_wanted", None)


def united() -> None:
    """What came of the last uniting of this tab."""
    job = st.session_state.get("unite_job")
    if not isinstance(job, Job) or not job.is_over:
        return
    if job.state == "done":
        old, new = map(escaped, job.files)
        st.success(t("imports.shops.done", old=old, new=new), icon=":material/merge:")
    elif job.problem:
        why = t(job.problem.key, **job.problem.values)
        st.error(t("imports.shops.failed", why=escaped(why)), icon=":material/error:")
