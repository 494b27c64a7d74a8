"""What charts say, and that they are built once."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from etl.outcome import SheetView
from risk import model
from risk.likelihood import GRID
from ui import beyond_rows, charts, components, hours_chart, timeline, verdict_charts, weekly_bars
from ui.charts import built_once, clicked_ref
from ui.i18n import SPOKEN
from ui.preview import first_rows


def test_a_figure_is_built_once_for_the_same_rows_and_look(monkeypatch: pytest.MonkeyPatch) -> None:
    built = []

    @built_once
    def figure(rows: pd.DataFrame) -> go.Figure:
        built.append(len(rows))
        return go.Figure()

    monkeypatch.setattr(charts, "language", lambda: "zh")
    rows = pd.DataFrame({"x": [1, 2]})
    assert figure(rows) is figure(rows.copy())
    figure(rows.head(1))
    monkeypatch.setattr(charts, "language", lambda: "en")
    figure(rows)
    assert built == [2, 1, 2]


def test_a_copy_of_the_same_rows_or_a_nan_builds_nothing_anew() -> None:
    built = []

    @built_once
    def figure(rows: pd.DataFrame, row: dict[str, Any]) -> go.Figure:
        built.append((len(rows), row["weights"][1]))
        return go.Figure()

    def given(last: float) -> tuple[pd.DataFrame, dict[str, Any]]:
        rows = pd.DataFrame({"name": ["甲", None], "x": [1.5, float("nan")], "all": [np.arange(2000), [None, "乙"]]})
        return pickle.loads(pickle.dumps(rows)), {"much": float("nan"), "weights": np.array([0.5, last])}

    assert figure(*given(0.25)) is figure(*given(0.25))
    assert figure(*given(0.75)) is not figure(*given(0.25))
    assert built == [(2, 0.25), (2, 0.75)]


ORDINARY = np.exp(-2 * GRID**2)


FLAGGED = pd.DataFrame(
    [
        {
            "ref": "a1", "shop": "店", "buyer": "小店42", "tier": "high", "trials": 17, "observed": 13,
            "expected": 1.84, "expected_sd": 0.2, "certainty": 0.99961,
        }
    ]
)  # fmt: skip


def test_a_buyers_line_says_in_words_what_it_draws() -> None:
    token = SPOKEN.set("zh")
    try:
        ranges = beyond_rows.ranges_of(FLAGGED, pd.DataFrame({"shop": ["店"], "weights": [ORDINARY]}))
        drawn = beyond_rows.drawn(FLAGGED, ranges, "一位")
    finally:
        SPOKEN.reset(token)
    [line] = drawn["rows"]
    assert line["cells"] == ["13 / 17", "1.8", "99.9%"]
    assert line["label"] == "◆ 高风险 小**2：17 次机会里 13 次，预计 1.8 次，把握 99.9%；打开档案"
    assert (line["low"], line["high"]) == (0, 5)
    assert line["observed"] < drawn["end"] < 17


def area(points: verdict_charts.Points) -> float:
    return float(np.trapezoid([y for _, y in points], [x for x, _ in points]))


def test_the_filled_part_of_the_curve_is_the_certainty() -> None:
    row: dict[str, Any] = {
        "trials": 17, "observed": 6, "expected": 1.84, "expected_sd": 0.2, "threshold": 3.0, "excess_high": 8.0,
        "weights": np.exp(-(GRID**2) / 4),
    }  # fmt: skip
    at = verdict_charts.places(row)
    multiples, weights = model.posterior(row, 17, 6, 1.84, 0.2)
    beyond = float(weights[multiples >= 3].sum())
    assert 0.4 < beyond < 0.9
    assert area(at.beyond) / (area(at.below) + area(at.beyond)) == pytest.approx(beyond, abs=0.05)
    assert at.below[-1][0] == at.beyond[0][0] == at.threshold
    assert (at.observed, at.expected) == (6 / 17, 1.84 / 17)
    assert at.low <= at.expected <= at.high
    assert [text for _, text in at.ticks] == ["1×", "3×", "10×", "30×"]
    assert at.ticks[1][0] == at.threshold


@pytest.mark.parametrize(
    ("end", "ticks"),
    [(4.24, [0, 1, 2, 3, 4]), (5.3, [0, 2, 4]), (25.4, [0, 10, 20]), (10.6, [0, 5, 10]), (530.0, [0, 200, 400])],
)
def test_a_strip_has_few_whole_numbers(end: float, ticks: list[int]) -> None:
    assert components.ticks(end, 5) == ticks


def test_a_click_on_a_group_of_buyers_leads_nowhere() -> None:
    assert clicked_ref(None) is None
    assert clicked_ref({"selection": {"points": []}}) is None
    assert clicked_ref({"selection": {"points": [{"customdata": [12]}]}}) is None
    assert clicked_ref({"selection": {"points": [{"customdata": ["a1"]}]}}) == "a1"


def course(weeks: int, **everyone: int) -> pd.DataFrame:
    """Rows of risk/weekly that are the same each week, the last of them that of 2026-11-16."""
    dates = pd.date_range(end="2026-11-16", periods=weeks, freq="7D")
    return pd.concat(
        pd.DataFrame({"signal": signal, "week": dates, "everyone": many, "listed": min(many, 1)})
        for signal, many in everyone.items()
    )


def test_each_week_says_how_many_and_a_signal_without_any_is_drawn_from_zero() -> None:
    token = SPOKEN.set("zh")
    try:
        unpaid, refunds, reviews = weekly_bars.panels(course(4, unpaid=3, refund=40, review=0))
    finally:
        SPOKEN.reset(token)
    assert (unpaid.title, unpaid.note) == ("拍下未付款", "上周 3，名单内 1")
    listed, others, said, leads_to = unpaid.columns[-1]
    assert (others, said) == (pytest.approx(2 * listed), "2026-11-16 起一周：3 次，名单内 1 次")
    assert (leads_to, reviews.columns[-1][3]) == ("unpaid w2026-11-16", "")
    assert unpaid.columns[-2][2] == "2026-11-09 起一周：3 次，名单内 1 次 · 双11"
    assert [number for _, number in refunds.ticks] == ["0", "20", "40"]
    assert refunds.columns[0][0] + refunds.columns[0][1] == pytest.approx(refunds.ticks[-1][0])
    assert [column[:2] for column in reviews.columns] == [(0, 0)] * 4
    assert [number for _, number in reviews.ticks] == ["0", "1"]
    assert reviews.labels == [(0.125, "10-26"), (0.375, "11-02"), (0.625, "11-09"), (0.875, "11-16")]
    assert not unpaid.labels


def test_of_ten_years_the_last_one_is_drawn() -> None:
    token = SPOKEN.set("en")
    try:
        drawn = weekly_bars.panels(weekly_bars.latest(course(520, unpaid=3, refund=2, review=1)))
    finally:
        SPOKEN.reset(token)
    assert [len(panel.columns) for panel in drawn] == [52, 52, 52]
    assert (len(drawn[-1].labels), drawn[-1].labels[0][1]) == (6, "11-24")


def test_an_hour_says_its_share_of_listed_buyers_and_of_others() -> None:
    rows = pd.DataFrame({"hour": [3, 3, 21], "weekday": [1, 2, 2], "listed": [3, 0, 1], "others": [10, 10, 60]})
    hours = [str(hour) for hour in range(24)]
    token = SPOKEN.set("zh")
    try:
        panel = hours_chart.panel(hours_chart.by(rows, "hour", range(24)), hours, hours[::3], 1.0)
    finally:
        SPOKEN.reset(token)
    assert panel.columns[3][2] == "3：名单上的买家 75%，其他买家 25%"
    assert panel.columns[21][2] == "21：名单上的买家 25%，其他买家 75%"
    assert panel.columns[3][0] == pytest.approx(panel.columns[21][1])
    assert panel.columns[0][:2] == (0, 0)
    assert [number for _, number in panel.ticks] == ["0%", "50%"]
    assert panel.labels[1] == (3.5 / 24, "3")


def events(*at: str, lane: str = "order", kind: str = "paid") -> pd.DataFrame:
    """Rows of risk/buyer_events."""
    moments = pd.to_datetime(list(at))
    return pd.DataFrame({"lane": lane, "kind": kind, "at": moments, "ordered_at": moments, "title": "茶杯"})


def test_what_happened_at_one_moment_stands_in_the_middle_of_a_fortnight() -> None:
    alone = timeline.timeline_figure(events("2026-11-02 12:00"))
    assert list(alone.layout.xaxis.range) == [pd.Timestamp("2026-10-26 12:00"), pd.Timestamp("2026-11-09 12:00")]
    assert timeline.timeline_figure(events("2026-09-02 12:00", "2026-11-02 12:00")).layout.xaxis.range is None


def test_the_big_sales_of_the_time_are_marked() -> None:
    token = SPOKEN.set("zh")
    try:
        figure = timeline.timeline_figure(events("2026-06-01 12:00", "2026-11-11 00:30"))
        none = timeline.timeline_figure(events("2026-07-01 12:00", "2026-11-10 12:00"))
        years = timeline.timeline_figure(events("2024-06-01 12:00", "2026-11-12 12:00"))
    finally:
        SPOKEN.reset(token)
    assert [note.text for note in figure.layout.annotations] == ["618", "双11"]
    assert not none.layout.annotations
    assert not years.layout.annotations


def test_dealings_have_a_lane_of_their_own_that_is_there_with_them_only() -> None:
    orders = events("2026-09-02 12:00", "2026-11-02 12:00")
    rows = [{"kind": "contact", "case_id": "2026-0001", "at": pd.Timestamp("2026-11-05 09:00"), "word": "phone"}]
    dealings = pd.DataFrame(rows)
    assert timeline.with_dealings(orders, dealings.head(0)) is orders
    token = SPOKEN.set("zh")
    try:
        both = timeline.with_dealings(orders, dealings)
        figure = timeline.timeline_figure(both)
    finally:
        SPOKEN.reset(token)
    assert list(both["title"]) == ["茶杯", "茶杯", "案件 2026-0001 · 电话"]
    assert list(figure.layout.yaxis.ticktext) == ["下单", "退款", "评价", "沟通与案件"]
    assert [list(trace.y) for trace in figure.data] == [[0, 0], [3]]


def test_a_line_leads_from_each_order_to_its_refund_however_many_there_are() -> None:
    """All lines are one trace: figures grow slower with each shape that is added to them."""
    ordered = pd.Timestamp("2026-09-02 12:00") + pd.to_timedelta(range(300), unit="h")
    refunds = pd.DataFrame(
        {"lane": "refund", "kind": "refund_only", "at": ordered + pd.Timedelta(days=3), "ordered_at": ordered,
         "title": "茶杯"}
    )  # fmt: skip
    unknown = refunds.head(1).assign(ordered_at=pd.NaT)
    figure = timeline.timeline_figure(pd.concat([events("2026-09-02 12:00"), unknown, refunds]))
    lines, *marks = figure.data
    assert not figure.layout.shapes
    assert lines.mode == "lines"
    ends = [*zip(lines.x[0::3], lines.x[1::3], strict=True)]
    assert ends == [*zip(refunds["ordered_at"].to_numpy(), refunds["at"].to_numpy(), strict=True)]
    assert list(lines.y) == [0.1, 0.9, None] * 300
    assert np.isnat(lines.x[2::3]).all()
    assert [len(trace.x) for trace in marks] == [1, 301]


def test_titles_of_a_preview_hold_nothing_that_changes_their_quotes() -> None:
    view = SheetView("", [["订单编号", "买家's"], ["1", "x"]], "orders", 0, {"order_id": [0], "buyer_note": [1]})
    token = SPOKEN.set("en")
    try:
        titles = [title for column in first_rows(view).columns for title in column]
    finally:
        SPOKEN.reset(token)
    assert titles == ["订单编号", "order number", "买家’s", "buyer note"]
