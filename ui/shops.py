"""Which shop the pages speak of: one, or all of them together."""

from __future__ import annotations

import streamlit as st

from ui.data import ALL_SHOPS, answer
from ui.i18n import t


def shop_choice() -> None:
    """The choice of a shop, where there is more than one."""
    names = [str(name) for name in answer("risk/shops")["shop"]]
    if len(names) > 1:
        st.selectbox(
            t("ui.shop.label"), [ALL_SHOPS, *names], key="shop", persist_state="session",
            format_func=lambda name: t("ui.shop.all", count=len(names)) if name == ALL_SHOPS else shop_name(name),
        )  # fmt: skip
    else:
        st.session_state.pop("shop", None)


def shop_name(name: str) -> str:
    """The shop's name, or words for one that has none."""
    return name or t("ui.shop.unnamed")
