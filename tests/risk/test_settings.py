"""Settings: tried on everybody and taken back, kept with their history, refused when they make no sense."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import pytest

from risk import settings, verdicts
from risk.decisions import decide
from risk.refresh import STEPS
from risk.settings import BOUNDS, NotAllowed
from tests.risk.rows import NOON, UNPAID, answers, judged, put_orders
from warehouse import Warehouse

DAY = timedelta(days=1)
KEPT = (
    "order_chance", "review_chance", "buyer_product", "buyer_facts", "product_risk", "buyer_risk", "signal_fit",
    "buyer_summary", "list_change", "setting", "meta", "linked_account", "group_risk", "setting_change",
    "changed_order", "changed_review", "title_item", "signal_change",
)  # fmt: skip


@pytest.fixture
def store() -> Warehouse:
    """Sixty buyers who pay; 甲 leaves thirty orders unpaid, 乙 four."""
    store = Warehouse()
    put_orders(store, *({"order_id": f"o{n}-{k}", "buyer": f"客{n:02}"} for n in range(60) for k in range(3)))
    for buyer, many in (("甲", 30), ("乙", 4)):
        orders = [{"order_id": f"{buyer}{n}", "buyer": buyer, "created_at": NOON + n * DAY} for n in range(many)]
        put_orders(store, *(order | UNPAID for order in orders))
    return judged(store)


def tiers(store: Warehouse) -> dict[str, str]:
    with store.cursor() as cursor:
        return dict(cursor.execute("select buyer, tier from buyer_summary where tier <> 'none'").fetchall())


def content(store: Warehouse) -> dict[str, pd.DataFrame]:
    with store.cursor() as cursor:
        return {name: cursor.table(name).order("all").df() for name in KEPT}


def changed(store: Warehouse, **values: float) -> dict[str, float]:
    return settings.current(store) | values


def test_a_trial_says_who_would_move_and_leaves_everything_as_it_was(store: Warehouse) -> None:
    assert tiers(store) == {"甲": "high", "乙": "high"}
    before = content(store)
    found = settings.rehearse(store, changed(store, high_observed=6, watch_observed=5))
    assert (found.before, found.after) == ({"high": 2, "watch": 0}, {"high": 1, "watch": 0})
    assert (found.moved, found.on, found.off) == (1, 0, 1)
    [move] = found.moves.to_dict("records")
    assert (move["buyer"], move["tier_before"], move["tier"], move["signals"]) == ("乙", "high", "none", "unpaid")
    for name, frame in content(store).items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_the_owner_may_decide_on_a_buyer_while_a_trial_is_under_way(store: Warehouse) -> None:
    def decides(_: str, share: float) -> None:
        decide(store, "木禾家居店", f"客{share:.2f}", "normal")

    found = settings.rehearse(store, changed(store, high_observed=6), decides)
    assert found.after == {"high": 1, "watch": 1}
    with store.cursor() as cursor:
        [(decisions,)] = cursor.execute("select count(*) from owner_decision").fetchall()
    assert decisions == len(STEPS) + 1
    assert verdicts.is_fresh(store)


def test_saving_does_what_the_trial_said_and_notes_what_was_changed(store: Warehouse) -> None:
    wanted = changed(store, high_observed=6)
    found = settings.rehearse(store, wanted)
    settings.save(store, wanted)
    assert tiers(store) == {"甲": "high", "乙": "watch"}
    assert found.after == {"high": 1, "watch": 1}
    [row] = answers(store, "risk/setting_history")
    assert (row["name"], row["value_before"], row["value"]) == ("high_observed", 3, 6)
    settings.save(store, settings.defaults())
    assert tiers(store) == {"甲": "high", "乙": "high"}


def test_a_longer_time_to_order_again_is_heeded(store: Warehouse) -> None:
    at = [NOON + 4 * n * DAY for n in range(12)]
    put_orders(
        store, *({"order_id": f"u{n}", "buyer": "丙", "created_at": when} | UNPAID for n, when in enumerate(at))
    )
    put_orders(store, *({"order_id": f"p{n}", "buyer": "丙", "created_at": at[n] + 1.25 * DAY} for n in range(12)))
    assert tiers(judged(store))["丙"] == "high"
    found = settings.rehearse(store, changed(store, reorder_hours=48))
    assert ("丙", "none") in set(zip(found.moves["buyer"], found.moves["tier"], strict=True))


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"odds_multiple": 1.0}, "odds_multiple"),
        ({"high_certainty": 0.999}, "high_certainty"),
        ({"watch_certainty": 0.99}, "watch_certainty"),
        ({"watch_observed": 4}, "watch_observed"),
        ({"reorder_hours": -1}, "reorder_hours"),
        ({"crowd_accounts": float("nan")}, "crowd_accounts"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_kept(
    store: Warehouse, values: dict[str, float], problem: str
) -> None:
    before = settings.current(store)
    for work in (settings.rehearse, settings.save):
        with pytest.raises(NotAllowed) as refused:
            work(store, changed(store, **values))
        assert refused.value.problems == [problem]
    assert settings.current(store) == before


def test_a_trial_that_is_stopped_leaves_everything_as_it_was(store: Warehouse) -> None:
    before = content(store)

    def stop(_: str, share: float) -> None:
        if share > 0.5:
            raise RuntimeError

    for work in (settings.rehearse, settings.save):
        with pytest.raises(RuntimeError):
            work(store, changed(store, high_observed=6), stop)
    for name, frame in content(store).items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_every_setting_can_be_set_and_its_default_is_allowed() -> None:
    with Warehouse().cursor() as cursor:
        assert {name for (name,) in cursor.execute("select name from setting").fetchall()} == set(BOUNDS)
    assert settings.problems_of(settings.defaults()) == []
