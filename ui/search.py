"""Finding a buyer, product or case from any page: by a part of its name, or the number of an order or a case."""

from __future__ import annotations

import streamlit as st

from ui.data import answer
from ui.formats import escaped, plain_name, shown_tier, tier_glyph
from ui.i18n import t

MOST, MOST_PRODUCTS = 8, 4


def search_box() -> None:
    """The field, and links to what it finds."""
    wanted = st.text_input(
        t("ui.search.label"), type="search", placeholder=t("ui.search.hint"), icon=":material/search:",
        label_visibility="collapsed", key="search", live="400ms",
    )  # fmt: skip
    wanted = (wanted or "").strip()
    if not wanted:
        return
    rows = answer("risk/find", wanted=wanted, most=MOST + 1)
    cases = answer("complaints/find_cases", wanted=wanted, most=MOST)
    products = answer("risk/find_products", wanted=wanted, most=MOST_PRODUCTS)
    if rows.empty and cases.empty and products.empty:
        st.caption(t("ui.search.none", wanted=escaped(wanted)))
        return
    with st.container(gap="xxsmall"):
        for case in cases.itertuples():
            label = t("ui.search.case", case=case.case_id, stage=t(f"desk.stage.{case.stage}"))
            st.page_link("pages/complaints/case.py", label=label, query_params={"case": str(case.case_id)})
        for row in rows.head(MOST).itertuples():
            number = f" · …{str(row.order_id)[-6:]}" if isinstance(row.order_id, str) else ""
            if not isinstance(row.buyer, str):
                st.caption(t("ui.search.nobody", order=escaped(str(row.order_id))))
                continue
            glyph = tier_glyph(shown_tier(str(row.tier), bool(row.is_too_few)))
            label = f"{glyph} {escaped(plain_name(row.buyer))}{number}"
            st.page_link("pages/monitor/buyer.py", label=label, query_params={"buyer": str(row.ref)})
        for product in products.itertuples():
            label = f":material/inventory_2: {escaped(str(product.title))}"
            st.page_link("pages/monitor/product.py", label=label, query_params={"product": str(product.ref)})
    if len(rows) > MOST:
        st.caption(t("ui.search.more", count=MOST))
