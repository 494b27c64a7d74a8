"""The contact log warns of nights and of too much."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from complaints.contacts import Contact, drop_contact, has_failed, is_night, log_contact, warnings_for
from complaints.desk import Desk
from complaints.dossier import read_dossier
from complaints.submissions import Decision, decide, submit
from tests.complaints.conftest import Clock
from tests.complaints.ready import make_ready
from tests.risk.rows import SHOP, answers

MORNING = datetime(2026, 11, 20, 10)


@pytest.mark.parametrize(("hour", "night"), [(7, True), (8, False), (21, False), (22, True), (0, True)])
def test_night_is_from_ten_to_eight(hour: int, night: bool) -> None:
    assert is_night(MORNING.replace(hour=hour)) is night


def contacts(*hours: int, who: str = "shop", outcome: str = "no_answer") -> list[dict[str, object]]:
    return [{"at": MORNING - timedelta(hours=h), "who": who, "outcome": outcome} for h in hours]


def test_the_third_contact_of_a_day_and_the_fifth_of_a_week_are_warned_of() -> None:
    assert warnings_for(contacts(3), MORNING) == []
    assert [(w.key, w.count) for w in warnings_for(contacts(3, 5), MORNING)] == [("day", 2)]
    assert [(w.key, w.count) for w in warnings_for(contacts(30, 54, 78, 102), MORNING)] == [("week", 4)]
    assert warnings_for(contacts(30, 54, 78, 102, who="buyer"), MORNING) == []


def test_talk_has_failed_only_after_the_shop_tried_and_nothing_was_agreed() -> None:
    assert not has_failed([])
    assert not has_failed(contacts(5, who="buyer"))
    assert has_failed(contacts(5))
    assert not has_failed(contacts(5) + contacts(1, who="buyer", outcome="agreed"))


def test_a_contact_is_kept_with_offer_and_answer(desk: Desk, refund_case: str) -> None:
    log_contact(desk, refund_case, Contact(MORNING, "phone", "shop", "问取件", "refused", "退一半", "不同意"))
    kept = read_dossier(desk, refund_case)
    assert [(c["offer"], c["answer"]) for c in kept.contacts] == [("退一半", "不同意")]
    assert kept.events[-1]["kind"] == "contact"


def test_a_buyers_dealings_are_contacts_and_steps_of_the_cases_he_is_in(
    desk: Desk, refund_case: str, clock: Clock
) -> None:
    opened = clock.now
    log_contact(desk, refund_case, Contact(MORNING, "phone", "shop", "问取件", "refused"))
    log_contact(desk, refund_case, Contact(MORNING + timedelta(days=3), "sms", "shop", "误记", "open"))
    mistaken = read_dossier(desk, refund_case).contacts[-1]
    drop_contact(desk, refund_case, int(str(mistaken["contact_id"])))
    make_ready(desk, refund_case)
    clock.advance(days=1)
    submit(desk, refund_case)
    clock.advance(days=4)
    decide(desk, refund_case, Decision("rejected", clock.now, reason_class="evidence"))
    found = answers(desk.warehouse, "complaints/dealings", shop=SHOP, buyer="小店常客21")
    assert [(row["kind"], row["word"], row["at"]) for row in found] == [
        ("contact", "phone", MORNING),
        ("contact", "wangwang", opened - timedelta(days=1)),
        ("case", "candidate", opened),
        ("case", "submitted", opened + timedelta(days=1)),
        ("case", "rejected", opened + timedelta(days=5)),
    ]
    assert answers(desk.warehouse, "complaints/dealings", shop=SHOP, buyer="别人") == []
