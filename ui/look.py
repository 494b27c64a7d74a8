"""The look before an import: what each file was taken for, what would change, what is missing, and one button."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import pandas as pd
import streamlit as st

from etl.costs import COST_KEYS
from etl.header_versions import since
from etl.outcome import Outcome
from ui.column_map import column_map
from ui.data import answer
from ui.formats import day, escaped, primary
from ui.i18n import t
from ui.preview import preview
from ui.uploads import Entry, Upload, choose_shop, look_at, open_with, queue, take_in

PASSWORD_KEYS = ("etl.password_needed", "etl.password_wrong")
MOST_REASONS = 8
# no name of a shop: rows say it themselves, or go with their order
BY_ITSELF = ""
COUNTS = ("read", "new", "changed", "unchanged", "rejected")
# said only where a file overlaps with what is in already
OVERLAP = ("changed", "unchanged")
# pixels: a number of six digits, a letter of a title that is longer than its numbers, and what stands beside it
COUNT_WIDTH, LETTER_WIDTH, PADDING = 56, 7, 18
WIDTHS = {"file": 156, "result": 78, "kind": 92, "period": 164, "shop": 84}
# the ground takes what the counts' titles leave, and the file's name what it does not need; together the columns are
# as wide as the page
GROUND_AND_COUNTS, GROUND_WIDTH = 454, 238
COLUMNS = (
    "file", "result", "kind", "ground", "read", "new", "changed", "unchanged", "rejected", "period", "shop",
)  # fmt: skip


def look(upload: Upload) -> None:
    """Draw what is known of the files at hand; nothing where there are none."""
    entries = upload.at_hand
    if not entries:
        return
    with st.container(border=True, key="look"):
        is_looking = any(entry.look and not entry.look.is_over for entry in entries)
        is_waiting = not is_looking and not any(entry.is_ready for entry in entries)
        st.subheader(t("imports.look_waiting" if is_waiting else "imports.look_title", count=len(entries)))
        done = "imports.look_waiting_sub" if is_waiting else "imports.look_sub"
        st.caption(t("imports.look_running" if is_looking else done))
        if any(outcome.error is None for entry in entries for outcome in entry.outcomes):
            table(entries)
            st.caption(t("imports.compared"))
        for entry in entries:
            questions(entry)
        notes([outcome for entry in entries for outcome in entry.outcomes if outcome.error is None])
        whose(upload, entries)
        buttons(upload, entries, is_looking)
    looked = [outcome for entry in entries for outcome in entry.outcomes if outcome.sheets and not outcome.error]
    if looked:
        with st.container(border=True, key="look_preview"):
            chosen = preview(looked)
            for entry in entries:
                if chosen in entry.outcomes:
                    column_map(entry, is_known=True)


def table(entries: list[Entry]) -> None:
    """One row a file, and a row for each file of a zip."""
    rows: list[dict[str, object]] = []
    are_several = len(shops_at_hand(entries)) > 1
    for entry in entries:
        rows.extend(file_row(outcome, entry.source.shop, are_several) for outcome in entry.outcomes)
        if not entry.outcomes:
            failed = entry.look is not None and entry.look.is_over
            rows.append({"file": entry.source.name,
                         "result": t(f"imports.result_{'question' if failed else 'looking'}")})  # fmt: skip
    columns = [name for name in COLUMNS if name not in OVERLAP or any(row.get(name) for row in rows)]
    st.dataframe(
        pd.DataFrame(rows, columns=columns), hide_index=True, height="content", key="look_table",
        placeholder="–", column_config=columns_of_files(columns), alt=t("imports.files_alt", count=len(rows)),
    )  # fmt: skip


def columns_of_files(names: Sequence[str]) -> dict[str, Any]:
    """Titles and widths of a table of files."""
    titles = {name: t(f"imports.column.{name}") for name in names}
    counts = {name: max(COUNT_WIDTH, LETTER_WIDTH * len(titles[name]) + PADDING) for name in names if name in COUNTS}
    left = GROUND_AND_COUNTS - sum(counts.values())
    ground = min(left, GROUND_WIDTH)
    texts = WIDTHS | ({"ground": ground, "file": WIDTHS["file"] + left - ground} if "ground" in names else {})
    return {
        name: st.column_config.NumberColumn(title, format="localized", width=counts[name])
        if name in counts
        else st.column_config.TextColumn(title, width=texts.get(name))
        for name, title in titles.items()
    }


def file_row(outcome: Outcome, chosen: str | None, are_several: bool) -> dict[str, object]:
    """One row of the table. `chosen`: the owner's shop for the file; `are_several`: there is more than one shop."""
    if outcome.error:
        return {"file": outcome.file, "result": t("imports.result_question")}
    is_same = not outcome.rows_new and not outcome.rows_changed
    return {
        "file": outcome.file, "result": t(f"imports.result_{'same' if is_same else 'ready'}"),
        "kind": kinds(outcome), "ground": ground(outcome), "read": outcome.rows_read, "new": outcome.rows_new,
        "changed": outcome.rows_changed, "unchanged": outcome.rows_unchanged, "rejected": outcome.rows_rejected,
        "period": period(outcome), "shop": whose_rows(outcome, chosen, are_several),
    }  # fmt: skip


def period(outcome: Outcome) -> str | None:
    """From when to when the rows speak; None where they name no time."""
    if outcome.first_at is None:
        return None
    return t("imports.period", first=day(outcome.first_at), last=day(outcome.last_at))


def whose_rows(outcome: Outcome, chosen: str | None, are_several: bool) -> str:
    """The shop as far as the look can tell: the orders that say it may be in another of the files."""
    if "orders" in str(outcome.kind):
        return outcome.shop or t("imports.shop_none")
    is_open = are_several and not outcome.has_shop_column and not chosen
    return t("imports.shop_by_order") if is_open or not outcome.shop else outcome.shop


def kinds(outcome: Outcome) -> str:
    """订单报表、宝贝报表."""
    return t("etl.and").join(t(f"etl.kind.{kind}") for kind in str(outcome.kind or "").split("+") if kind) or "–"


def ground(outcome: Outcome) -> str:
    """Why it was taken for that: the columns understood, and how the file is written."""
    known, of = len(outcome.columns_known), len(outcome.columns_known) + len(outcome.columns_unknown)
    parts = [t("imports.ground.columns", known=known, all=of)]
    if any(sheet.is_by_hand for sheet in outcome.sheets):
        parts.append(t("imports.ground.by_hand"))
    for sheet in outcome.sheets:
        year = since(sheet.kind, sheet.head[sheet.header_row]) if sheet.kind and not sheet.is_by_hand else None
        if year and (said := t("imports.ground.since", year=str(year))) not in parts:
            parts.append(said)
    if outcome.encoding:
        parts.append(t(f"imports.ground.{outcome.encoding.replace('-', '_')}"))
    return " · ".join(parts)


def questions(entry: Entry) -> None:
    """What the owner must say before a file can go in: its password, or what its columns are."""
    if entry.look and entry.look.state == "failed" and entry.look.problem:
        problem = entry.look.problem
        st.error(t(problem.key, **problem.values), icon=":material/error:")
    for outcome in entry.outcomes:
        if outcome.error is None:
            continue
        why = t(outcome.error.key, **outcome.error.values)
        text = t("imports.cannot_yet", file=escaped(outcome.file), why=escaped(why))
        st.warning(text, icon=":material/lock:" if outcome.error.key in PASSWORD_KEYS else ":material/help:")
    if any(outcome.error and outcome.error.key in PASSWORD_KEYS for outcome in entry.outcomes):
        password_box(entry)
    elif any(outcome.error and outcome.sheets for outcome in entry.outcomes):
        column_map(entry, is_known=False)


def password_box(entry: Entry) -> None:
    """Ask for a password; the widget's own copy of it is forgotten at once."""
    with (
        st.form(f"password_{entry.number}", clear_on_submit=True, border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        typed = st.text_input(
            t("imports.password", file=entry.source.name), type="password", key=f"password_text_{entry.number}",
            autocomplete="off",
        )  # fmt: skip
        wanted = st.form_submit_button(t("imports.password_open"), icon=":material/lock_open:")
    st.caption(t("imports.password_note"))
    if wanted and typed:
        open_with(entry, typed)
        st.rerun()


def notes(outcomes: list[Outcome]) -> None:
    """Missing columns with their cost, rows that would be refused with their reasons, and repeats."""
    said = [(outcome.file, note) for outcome in outcomes for note in outcome.notes]
    missing = [(file, note) for file, note in said if note.key in COST_KEYS]
    if missing:
        st.markdown(f"**{t('imports.missing_title')}**")
    for file, lines in groupby([*missing, *[each for each in said if each not in missing]], key=lambda each: each[0]):
        for _, note in lines:
            sign = ":orange[:material/view_column:]" if note.key in COST_KEYS else ":gray[:material/info:]"
            st.caption(f"{sign} **{escaped(file)}** {escaped(t(note.key, **note.values))}")
    for outcome in outcomes:
        if outcome.is_repeat:
            st.caption(f":gray[:material/history:] **{escaped(outcome.file)}** {t('imports.repeat')}")
    refused = [(outcome, each) for outcome in outcomes for each in outcome.refused]
    if refused:
        st.markdown(f"**{t('imports.refused_title', count=sum(each.count for _, each in refused))}**")
        for outcome, each in refused[:MOST_REASONS]:
            rows = "、".join(str(row) for row in each.rows) + ("…" if each.count > len(each.rows) else "")
            st.markdown(t("imports.refused_line", count=each.count, reason=t(f"etl.reason.{each.reason}")))
            st.caption(f"{escaped(outcome.file)} · {t('imports.refused_rows', rows=rows)}")
        st.caption(t("imports.refused_note"))


def whose(upload: Upload, entries: list[Entry]) -> None:
    """Ask whose files these are where a file does not say."""
    silent = [
        entry for entry in entries
        if any(outcome.error is None and not outcome.has_shop_column for outcome in entry.outcomes)
    ]  # fmt: skip
    if not silent:
        return
    shops = shops_at_hand(entries)
    if len(shops) > 1 and not upload.shop:
        st.info(t("imports.shop_open", count=len(shops)), icon=":material/store:")
    by_itself = t("imports.shop_auto_only", shop=shops[0]) if len(shops) == 1 else t("imports.shop_auto")
    options = list(dict.fromkeys([BY_ITSELF, *shops, upload.shop or BY_ITSELF]))
    words = {BY_ITSELF: by_itself}
    chosen = st.selectbox(
        t("imports.shop"), options, accept_new_options=True, key="look_shop", help=t("imports.shop_help"),
        index=options.index(upload.shop or BY_ITSELF), format_func=lambda shop: words.get(shop, shop),
    )  # fmt: skip
    wanted = (chosen or BY_ITSELF).strip() or None
    if any(entry.source.shop != wanted for entry in silent):
        choose_shop(silent, wanted)
        st.rerun()


def shops_at_hand(entries: Sequence[Entry]) -> list[str]:
    """The shops that imports or these files name."""
    named = {
        name
        for entry in entries
        for outcome in entry.outcomes
        if outcome.error is None and outcome.has_shop_column
        for name in filter(None, outcome.shop.split("、"))
    }
    return sorted({str(shop) for shop in answer("etl/shops")["shop"]} | named)


def wanted(entries: list[Entry]) -> list[Entry]:
    """The files that can go in, less those that the owner leaves out."""
    ready = {entry.number: entry for entry in entries if entry.is_ready}
    if len(ready) < 2:
        return list(ready.values())
    names = {number: entry.source.name for number, entry in ready.items()}
    chosen = st.pills(
        t("imports.choose"), list(names), selection_mode="multi", default=list(names), format_func=names.__getitem__,
        key="look_chosen_" + "_".join(str(number) for number in names),
    )  # fmt: skip
    return [ready[number] for number in chosen]


def buttons(upload: Upload, entries: list[Entry], is_looking: bool) -> None:
    """The one primary button, and the way out."""
    ready = wanted(entries) if not is_looking else []
    unlooked = [entry for entry in entries if entry.look and entry.look.state in ("stopped", "failed")]
    files = [outcome for entry in ready for outcome in entry.outcomes if outcome.error is None]
    if not is_looking and files and not any(each.rows_new or each.rows_changed for each in files):
        st.info(t("imports.all_in_already"), icon=":material/done_all:")
    with st.container(horizontal=True, vertical_alignment="center"):
        if is_looking:
            skip_button(entries)
        elif ready:
            st.button(
                primary(t("imports.start", count=len(files))), type="primary", icon=":material/download_done:",
                key="import_start", on_click=take_in, args=(ready,),
            )  # fmt: skip
        elif unlooked:
            st.caption(t("imports.look_stopped"), width="content")
        elif any(entry.is_ready for entry in entries):
            st.caption(t("imports.choose_none"), width="content")
        else:
            st.caption(t("imports.nothing_ready"), width="content")
        if unlooked and not is_looking:
            st.button(
                t("imports.look_again"),
                key="look_again",
                icon=":material/refresh:",
                on_click=look_at,
                args=(unlooked,),
            )
            skip_button(unlooked)
        st.button(t("imports.drop_all"), key="drop_all", on_click=drop, args=(upload, entries), type="tertiary")


def skip_button(entries: list[Entry]) -> None:
    """Take in without a look."""
    st.button(t("imports.look_skip"), key="look_skip", icon=":material/skip_next:", on_click=take_in, args=(entries,))


def drop(upload: Upload, entries: list[Entry]) -> None:
    """Let the files go and stop looking at them."""
    for entry in entries:
        if entry.look:
            queue().stop(entry.look)
    upload.drop(entries)
