"""Which shop the pages speak of: one, or all of them together."""

from __future__ import annotations

import streamlit as st

from ui.data import ALL_SHOPS, answer
from ui.i18n import t


def shop_choice() -> None:
    """The choice of a shop, where there is more than one."""
    names = [str(name) for name in answer("risk/shops")["shop"]]
    if len(names) > 1:
        asked = st.query_params.get("shop")
        if asked in names and "shop" not in st.session_state:
            st.session_state["shop"] = asked
        words = {ALL_SHOPS: t("ui.shop.all", count=len(names))} | {name: shop_name(name) for name in names}
        st.selectbox(
            t("ui.shop.label"), list(words), key="shop", persist_state="session", format_func=words.__getitem__
        )
        # so that the choice outlives a reload
        if (chosen := st.session_state["shop"]) != ALL_SHOPS:
            st.query_params["shop"] = chosen
        else:
            st.query_params.pop("shop", None)
    else:
        st.session_state.pop("shop", None)


def shop_name(name: str) -> str:
    """The shop's name, or words for one that has none."""
    return name or t("ui.shop.unnamed")
