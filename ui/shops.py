"""Which shop the pages speak of: one, or all of them together."""

from __future__ import annotations

import streamlit as st

from ui.data import ALL_SHOPS, answer
from ui.i18n import t


def shop_choice() -> None:
    """The choice of a shop, where there is more than one."""
    names = [str(name) for name in answer("risk/shops")["shop"]]
    if len(names) > 1:
        words = {ALL_SHOPS: t("ui.shop.all", count=len(names))} | {name: shop_name(name) for name in names}
        st.selectbox(
            t("ui.shop.label"), list(words), key="shop", persist_state="session", format_func=words.__getitem__
        )
    else:
        st.session_state.pop("shop", None)


def shop_name(name: str) -> str:
    """The shop's name, or words for one that has none."""
    return name or t("ui.shop.unnamed")
