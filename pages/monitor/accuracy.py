"""How right the flags are: what the owner confirmed of the listed, and what a random sample says of the others."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from risk.decisions import share_between
from ui.data import answer, answer_row
from ui.first_run import first_run
from ui.formats import plain_name, share
from ui.i18n import t
from ui.links import arrow_link

LIST = "pages/monitor/buyers.py"
DECIDED = ("confirmed", "dismissed", "returned")
SAMPLE_SIZE = 20
SEED = 2026


def page() -> None:
    """Draw the page."""
    if answer_row("risk/coverage")["is_empty"]:
        first_run()
        return
    st.title(t("ui.page.accuracy"))
    st.caption(t("accuracy.intro"))
    with st.container(border=True):
        seen()
    with st.container(border=True):
        missed()


def seen() -> None:
    """Of the listed buyers that were decided, how many were confirmed."""
    st.subheader(t("accuracy.seen"))
    rows = answer("risk/precision_seen")
    if rows.empty:
        st.caption(t("accuracy.seen_none"))
        arrow_link(LIST, t("accuracy.to_list"), {"list_decisions": "open"})
        return
    between = [share_between(int(row.confirmed), int(row.decided)) for row in rows.itertuples()]
    table = pd.DataFrame(
        {
            "signal": [
                t(f"words.signal.{signal}") if isinstance(signal, str) else t("accuracy.all")
                for signal in rows["signal"]
            ],
            "decided": rows["decided"],
            "confirmed": rows["confirmed"],
            "right": [f"{k / n:.0%}" for k, n in zip(rows["confirmed"], rows["decided"], strict=True)],
            "between": [f"{low:.0%} – {high:.0%}" for low, high in between],
            "stated": [share(value) for value in rows["stated"]],
        }
    )
    st.dataframe(
        table, hide_index=True, key="accuracy_seen", alt=t("accuracy.seen_alt", count=int(rows["decided"].max())),
        column_config={str(name): t(f"accuracy.column.{name}") for name in table},
    )  # fmt: skip
    first = rows.iloc[0]
    low, high = between[0]
    fits = "as_stated" if low <= float(first["stated"]) <= high else "not_as_stated"
    st.markdown(t(f"accuracy.{fits}", stated=share(float(first["stated"])), low=f"{low:.0%}", high=f"{high:.0%}"))
    st.caption(t("accuracy.interval"))
    arrow_link(LIST, t("accuracy.to_decided"), {"list_decisions": DECIDED})


def missed() -> None:
    """A random sample of the others, to look at one by one, and what it says of all."""
    st.subheader(t("accuracy.missed"))
    st.caption(t("accuracy.missed_note", count=SAMPLE_SIZE))
    rows = answer("risk/sample", seed=SEED, size=SAMPLE_SIZE)
    if rows.empty:
        st.caption(t("accuracy.sample_none"))
        return
    decided = rows[rows["verdict"].notna()]
    found = int((decided["verdict"] == "confirmed").sum())
    if len(decided):
        low, high = share_between(found, len(decided))
        many = int(rows["of_all"].iloc[0])
        st.markdown(
            t(
                "accuracy.missed_says", decided=len(decided), found=found, low=f"{low:.1%}", high=f"{high:.1%}",
                fewest=f"{low * many:,.0f}", most=f"{high * many:,.0f}", all=f"{many:,}",
            )
        )  # fmt: skip
    table = pd.DataFrame(
        {
            "buyer": [plain_name(str(name)) for name in rows["buyer"]],
            **{name: rows[name] for name in ("orders", "unpaid", "refunds", "bad_reviews")},
            "verdict": [
                t(f"accuracy.sampled.{verdict}" if isinstance(verdict, str) else "accuracy.sampled.open")
                for verdict in rows["verdict"]
            ],
        }
    )
    event = st.dataframe(
        table, hide_index=True, height="content", key="accuracy_sample", on_select="rerun",
        selection_mode="single-row", alt=t("accuracy.sample_alt", count=len(table)),
        column_config={str(name): t(f"accuracy.column.{name}") for name in table},
    )  # fmt: skip
    st.caption(t("ui.buyers.pick"))
    if picked := event["selection"]["rows"]:
        st.switch_page("pages/monitor/buyer.py", query_params={"buyer": str(rows["ref"].iloc[picked[0]])})


page()
