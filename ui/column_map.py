"""Columns by hand: the owner says what each column of a file means; it is remembered for files with that header."""

from __future__ import annotations

import json

import pandas as pd
import streamlit as st

import warehouse
from etl import mapping
from etl.costs import costs
from etl.mapping import ColumnMapping
from etl.outcome import SheetView
from etl.recognise import HEADER_WITHIN_ROWS, Kind, lacking, nearest_kind, of_name
from ui.data import answer
from ui.formats import day, escaped
from ui.i18n import t
from ui.preview import cell_at, shown
from ui.uploads import Entry, look_at, queue

COLUMNS_A_ROW = 4
MOST_ROWS = 5
MOST_EXAMPLES = 2
LONGEST_HEADER = 40
LONGEST_EXAMPLE = 24
KINDS = ("orders", "items", "refunds", "reviews")


def column_map(entry: Entry, is_known: bool) -> None:
    """The editor for one file. `is_known`: it was understood, and the owner may correct it."""
    key = f"map_{entry.number}"
    views = [view for outcome in entry.outcomes for view in outcome.sheets if any(any(row) for row in view.head)]
    if not views:
        return
    label = t("imports.map.change") if is_known else t("imports.map.open")
    place = st.expander(
        f"{label} · {escaped(entry.source.name)}", icon=":material/table_edit:", key=f"{key}_open", on_change="rerun"
    )
    if not place.open:
        return
    with place:
        st.caption(t("imports.map.intro"))
        view = chosen_sheet(views, key)
        editor(entry, view, key)


def chosen_sheet(views: list[SheetView], key: str) -> SheetView:
    """The sheet to speak of: the first, unless the owner takes another."""
    if len(views) == 1:
        return views[0]
    names = {place: view.name or str(place + 1) for place, view in enumerate(views)}
    place = st.selectbox(t("imports.map.sheet"), list(names), format_func=names.__getitem__, key=f"{key}_sheet")
    return views[place or 0]


def editor(entry: Entry, view: SheetView, key: str) -> None:
    """Kind, header row, first rows, a select box a column, what is missing, and the button that remembers."""
    near = nearest_kind(view.head)
    first_guess = view.kind or (near[0].name if near else KINDS[0])
    left, right = st.columns(2)
    words = {kind: t(f"etl.kind.{kind}") for kind in KINDS}
    name = left.selectbox(
        t("imports.map.kind"), KINDS, index=KINDS.index(first_guess), key=f"{key}_kind", format_func=words.__getitem__
    )
    kind = of_name(name or first_guess)[0]
    rows = [number for number, row in enumerate(view.head[:HEADER_WITHIN_ROWS]) if any(row)]
    guess = view.header_row if view.kind else likely_header(view)
    row_words = {number: header_words(view, number) for number in rows}
    header = right.selectbox(
        t("imports.map.header"), rows, index=rows.index(guess), key=f"{key}_header", format_func=row_words.__getitem__
    )
    header = guess if header is None else header
    suggested = {place: column for column, place in mapping.suggested(kind, view.head, header).items()}
    raw_rows(view, header, {
        place: st.session_state.get(f"{key}_{kind.name}_{header}_{place}") or suggested.get(place, "")
        for place in range(len(view.head[header]))
    })  # fmt: skip
    said = select_boxes(view, kind, header, suggested, key)
    verdict(entry, view, kind, header, said, key)


def header_words(view: SheetView, number: int) -> str:
    """第 1 行：订单编号、…"""
    cells = "、".join(cell for cell in view.head[number] if cell)[:LONGEST_HEADER]
    return t("imports.map.header_row", row=number + 1, cells=cells)


def likely_header(view: SheetView) -> int:
    """The row with most filled cells, the first of equals."""
    rows = view.head[:HEADER_WITHIN_ROWS]
    return max(range(len(rows)), key=lambda number: sum(bool(cell) for cell in rows[number]))


def raw_rows(view: SheetView, header: int, meant: dict[int, str]) -> None:
    """The first rows as they stand in the file; what is taken for a name or an address is masked."""
    names = [(cell or "").strip() for cell in view.head[header]]
    filled = [place for place, name in enumerate(names) if name]
    below = [row for row in view.head[header + 1 :] if any(row)][:MOST_ROWS]
    cells = [[shown(meant[place], cell_at(row, place)) for place in filled] for row in below]
    heads = [names[place] if names.count(names[place]) == 1 else f"{names[place]} ({place + 1})" for place in filled]
    st.dataframe(
        pd.DataFrame(cells, columns=heads), hide_index=True, height="content",
        alt=t("imports.preview_alt", count=len(cells)),
    )  # fmt: skip


def select_boxes(
    view: SheetView, kind: Kind, header: int, suggested: dict[int, str], key: str
) -> dict[str, list[int]]:
    """Our column → the places that the owner says mean it; a box a column, set to what is suggested."""
    said: dict[str, list[int]] = {}
    options = [None, *kind.aliases]
    words = {column: t(f"etl.field.{column}") if column else t("imports.map.unused") for column in options}
    filled = [place for place, cell in enumerate(view.head[header]) if (cell or "").strip()]
    below = view.head[header + 1 :]
    for start in range(0, len(filled), COLUMNS_A_ROW):
        for box, place in zip(st.columns(COLUMNS_A_ROW), filled[start : start + COLUMNS_A_ROW], strict=False):
            guess = suggested.get(place)
            column = box.selectbox(
                escaped(str(view.head[header][place]).strip()), options, index=options.index(guess),
                key=f"{key}_{kind.name}_{header}_{place}", format_func=words.__getitem__,
            )  # fmt: skip
            values = [cell for row in below if (cell := shown(column or "", cell_at(row, place)))][:MOST_EXAMPLES]
            said_of = " / ".join(value[:LONGEST_EXAMPLE] for value in values) or "–"
            box.caption(escaped(t("imports.map.example", values=said_of)))
            if column:
                said.setdefault(column, []).append(place)
    return said


def verdict(entry: Entry, view: SheetView, kind: Kind, header: int, said: dict[str, list[int]], key: str) -> None:
    """What the missing columns cost, and the button."""
    for column, places in said.items():
        if len(places) > 1:
            st.caption(t("imports.map.twice", column=t(f"etl.field.{column}")))
    if needed := lacking(kind.name, said):
        words = "、".join(t(f"etl.field.{column}") for column in needed)
        st.warning(t("imports.map.needed", columns=words), icon=":material/help:")
    for cost in costs(kind, said):
        st.caption(f":orange[:material/view_column:] {t(cost.key, **cost.values)}")
    row = view.head[header]
    meaning = ColumnMapping(kind.name, {column: str(row[places[0]]) for column, places in said.items()})
    st.button(
        t("imports.map.save"), key=f"{key}_save", type="secondary", icon=":material/bookmark_add:",
        disabled=bool(needed), on_click=look_at, args=([entry], (row, meaning)),
    )  # fmt: skip


def remembered() -> None:
    """What the owner said before, header by header, each with a way to forget it."""
    rows = answer("etl/mappings")
    with st.expander(t("imports.map.remembered"), icon=":material/bookmarks:", key="mappings_open"):
        st.caption(t("imports.map.remembered_sub") if len(rows) else t("imports.map.remembered_none"))
        for number, row in enumerate(rows.itertuples(), 1):
            columns = json.loads(str(row.columns))
            with st.container(horizontal=True, vertical_alignment="center"):
                about = t(
                    "imports.map.saved_at", kind=t(f"etl.kind.{row.kind}"), date=day(row.saved_at), count=len(columns)
                )
                pairs = "、".join(f"{cell} → {t(f'etl.field.{column}')}" for column, cell in columns.items())
                st.markdown(f"**{about}**  \n:small[:gray[{escaped(pairs)}]]", width="stretch")
                st.button(
                    t("imports.map.forget"), key=f"forget_{number}", icon=":material/bookmark_remove:",
                    disabled=bool(queue().waiting()), on_click=forget, args=(row.header_key,),
                )  # fmt: skip


def forget(key: str) -> None:
    """Forget one header."""
    mapping.forget(warehouse.default(), key)
    st.toast(t("imports.map.forgotten"), icon=":material/bookmark_remove:")
