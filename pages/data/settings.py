"""Settings for verdicts: each with what more or less of it does, tried on the shop's own buyers before it is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

import warehouse
from etl.outcome import Progress
from jobs import Job
from risk import settings
from risk.settings import BOUNDS, Rehearsal
from ui.data import answer
from ui.formats import plain_name, primary, share, tier_word
from ui.i18n import t
from ui.uploads import queue
from ui.working import working

GROUPS = {
    "abnormal": ("odds_multiple", "few_trials"),
    "list": ("high_certainty", "high_observed", "watch_certainty", "watch_observed"),
    "left_out": ("payment_hours", "reorder_hours", "crowd_accounts"),
    "costs": ("parcel_cost", "return_cost", "lock_rate"),
}
REASONS = tuple(name for name in BOUNDS if name.startswith("fault_"))
LISTED = ("high", "watch")


def page() -> None:
    """Draw the page."""
    st.title(t("ui.page.settings"))
    st.caption(t("settings.intro"))
    now = settings.current(warehouse.default())
    told()
    with st.container(border=True):
        wanted = fields(now)
        problems = settings.problems_of(wanted)
        for name in problems:
            st.error(t(f"settings.problem.{name}"), icon=":material/error:")
        buttons(now, wanted, bool(problems))
    working()
    tried(wanted)
    with st.container(border=True):
        history()


def fields(now: dict[str, float]) -> dict[str, float]:
    """The settings to choose, three groups; what is chosen."""
    wanted = {}
    for group, names in GROUPS.items():
        st.subheader(t(f"settings.group.{group}"))
        for first in range(0, len(names), 2):
            for column, name in zip(st.columns(2), names[first : first + 2], strict=False):
                with column:
                    wanted[name] = field(name, now[name])
                    st.caption(t(f"settings.effect.{name}"))
        if group == "left_out":
            wanted |= reasons(now)
    return wanted


def reasons(now: dict[str, float]) -> dict[str, float]:
    """Which refund reasons are the shop's own doing."""
    st.subheader(t("settings.group.ours"))
    st.caption(t("settings.ours_note"))
    wanted = {}
    with st.grid(4, min_column_width=220):
        for name in REASONS:
            st.session_state.setdefault(f"setting_{name}", now[name] == 1)
            wanted[name] = float(st.checkbox(t(f"settings.name.{name}"), key=f"setting_{name}"))
    return wanted


def field(name: str, value: float) -> float:
    """One setting; shares are chosen in percent."""
    bounds, key = BOUNDS[name], f"setting_{name}"
    times = 100 if bounds.is_share else 1
    low, high, step = (round(float(number * times), 2) for number in (bounds.low, bounds.high, bounds.step))
    st.session_state.setdefault(key, int(value) if bounds.is_whole else round(value * times, 2))
    note = t("settings.now", now=shown(name, value), default=shown(name, settings.defaults()[name]))
    if bounds.is_whole:
        chosen: float = st.number_input(
            t(f"settings.name.{name}"), int(low), int(high), step=int(step), key=key, help=note
        )
        return float(chosen)
    chosen = st.number_input(
        t(f"settings.name.{name}"),
        low,
        high,
        step=step,
        key=key,
        format="%.1f",
        help=note,
    )
    return round(chosen / times, 4)


def shown(name: str, value: float) -> str:
    """95.0%, 3, 2.5, yes."""
    if name in REASONS:
        return t("settings.yes" if value else "settings.no")
    return share(value) if BOUNDS[name].is_share else f"{value:g}"


def buttons(now: dict[str, float], wanted: dict[str, float], is_wrong: bool) -> None:
    """Try it, or back to the defaults."""
    changed = [name for name in wanted if wanted[name] != now[name]]
    lines = [
        t("settings.change", name=t(f"settings.name.{name}"), before=shown(name, now[name]), after=shown(name, value))
        for name, value in wanted.items()
        if name in changed
    ]
    st.markdown("  \n".join(lines) if lines else f":gray[{t('settings.unchanged')}]")
    is_busy = any(job.kind in ("rehearse", "judge") for job in queue().waiting())
    is_off = is_wrong or is_busy or not changed
    with st.container(horizontal=True):
        st.button(
            primary(t("settings.try"), disabled=is_off), type="primary", icon=":material/science:",
            key="settings_try", disabled=is_off, on_click=rehearse, args=(wanted,),
        )  # fmt: skip
        st.button(
            t("settings.defaults"), icon=":material/restart_alt:", key="settings_defaults",
            disabled=wanted == settings.defaults(), on_click=fill, args=(settings.defaults(),),
        )  # fmt: skip
        if changed:
            st.button(
                t("settings.discard"), icon=":material/undo:", key="settings_discard", on_click=fill, args=(now,)
            )


def fill(values: dict[str, float]) -> None:
    """Put these values into the fields."""
    for name, value in values.items():
        bounds = BOUNDS[name]
        chosen: float = int(value) if bounds.is_whole else round(value * (100 if bounds.is_share else 1), 2)
        chosen = bool(value) if name in REASONS else chosen
        st.session_state[f"setting_{name}"] = chosen
    st.session_state.pop("settings_rehearsal", None)


def rehearse(values: dict[str, float]) -> None:
    """Queue a run of the whole judgement that is taken back."""
    store = warehouse.default()
    st.session_state["settings_rehearsal"] = queue().add(
        "rehearse", (), lambda job: settings.rehearse(store, values, told_to(job))
    )


def keep(values: dict[str, float]) -> None:
    """Queue the saving."""
    store = warehouse.default()
    st.session_state.pop("settings_rehearsal", None)
    st.session_state["settings_saving"] = queue().add(
        "judge", (), lambda job: settings.save(store, values, told_to(job))
    )


def told_to(job: Job) -> Callable[[str, float], None]:
    """The progress of the verdicts as the job's."""
    return lambda _, share: job.report(Progress("", 0, 0, "judging", share))


def told() -> None:
    """What came of the last saving."""
    job = st.session_state.get("settings_saving")
    if not isinstance(job, Job) or not job.is_over:
        return
    del st.session_state["settings_saving"]
    if job.state == "done":
        st.success(t("settings.saved"), icon=":material/check_circle:")
    elif job.state == "failed" and job.problem:
        st.error(t(job.problem.key, **job.problem.values), icon=":material/error:")
    else:
        st.info(t("settings.not_saved"), icon=":material/info:")


def tried(wanted: dict[str, float]) -> None:
    """What the last trial found: numbers by tier, who would come and go, and the button that keeps it."""
    job = st.session_state.get("settings_rehearsal")
    if not isinstance(job, Job) or not job.is_over:
        return
    if job.state == "failed" and job.problem:
        st.error(t(job.problem.key, **job.problem.values), icon=":material/error:")
    elif job.state == "stopped":
        st.info(t("settings.not_tried"), icon=":material/info:")
    if not isinstance(job.result, Rehearsal):
        return
    found = job.result
    with st.container(border=True):
        st.subheader(t("settings.tried"))
        if found.values != wanted or found.version != warehouse.default().version():
            st.info(t("settings.tried_old"), icon=":material/info:")
            return
        st.markdown(t("settings.tried_says", on=found.on, off=found.off, other=found.moved - found.on - found.off))
        with st.container(horizontal=True):
            for tier in LISTED:
                change = found.after[tier] - found.before[tier]
                st.metric(
                    tier_word(tier), f"{found.before[tier]:,} → {found.after[tier]:,}",
                    f"{change:+,}" if change else None, delta_color="off", width=220,
                )  # fmt: skip
        if found.moved:
            moves(found)
        st.button(
            primary(t("settings.save")), type="primary", icon=":material/save:", key="settings_save", on_click=keep,
            args=(wanted,),
        )  # fmt: skip
        st.caption(t("settings.save_note"))


def moves(found: Rehearsal) -> None:
    """Those who would move, one a row."""
    rows = found.moves
    table = pd.DataFrame(
        {
            "buyer": [plain_name(name) for name in rows["buyer"]],
            "before": [tier_word(tier) for tier in rows["tier_before"]],
            "after": [tier_word(tier) for tier in rows["tier"]],
            "signals": [
                t("etl.and").join(t(f"words.signal.{signal}") for signal in str(signals).split(",") if signal)
                for signals in rows["signals"]
            ],
            "certainty": [share(value) for value in rows["certainty"]],
        }
    )
    names = {str(name): t(f"settings.move.{name}") for name in table}
    st.dataframe(
        table, hide_index=True, column_config=names, key="settings_moves",
        alt=t("settings.moves_alt", on=found.on, off=found.off),
    )  # fmt: skip
    if found.moved > len(rows):
        st.caption(t("settings.moves_more", shown=len(rows), all=found.moved))


def history() -> None:
    """What was changed when."""
    st.subheader(t("settings.history"))
    rows = answer("risk/setting_history")
    if rows.empty:
        st.caption(t("settings.history_none"))
        return
    table = pd.DataFrame(
        {
            "at": rows["changed_at"],
            "name": [t(f"settings.name.{name}") for name in rows["name"]],
            "before": [shown(row.name, row.value_before) for row in rows.itertuples(index=False)],
            "after": [shown(row.name, row.value) for row in rows.itertuples(index=False)],
        }
    )
    config: dict[str, Any] = {str(name): t(f"settings.log.{name}") for name in table if name != "at"}
    config["at"] = st.column_config.DatetimeColumn(t("settings.log.at"), format="YYYY-MM-DD HH:mm")
    st.dataframe(
        table, hide_index=True, column_config=config, key="settings_log", alt=t("settings.log_alt", count=len(table))
    )


page()
