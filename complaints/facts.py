"""Facts of a case: copied from the data with the file and row they came from, or written by the owner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from complaints.cases import Subject, put_subject, take_out
from complaints.desk import Desk, Writer

# what a fact of the data is compared by: the same kind of thing about the same order, refund or review
IDENTITY = ("kind", "ref_id")
CONTENT = ("at", "amount", "text", "buyer")
# what the owner can write down: events that no export shows
HAND_KINDS = (
    "other", "signed", "demand", "call", "goods_returned", "damaged_return", "reported", "dispute_opened",
    "ruling_effective",
)  # fmt: skip


@dataclass(frozen=True)
class Gathered:
    """What a look at the data brought: facts new, changed, and no longer in the data (kept all the same)."""

    new: int
    changed: int
    gone: int


def gather(desk: Desk, case_id: str) -> Gathered:
    """Copy what the data say of the case's subjects. Running it again adds only what the data say anew."""
    with desk.writing() as writer:
        take_numbers(writer, case_id)
        kept = {
            identity(fact): fact for fact in writer.rows("facts", case_ids=[case_id]) if fact["source"] == "data"
        }  # fmt: skip
        told = {identity(fact): fact for fact in writer.rows("data_facts", case_id=case_id)}
        new = [fact for key, fact in told.items() if key not in kept]
        changed = [fact for key, fact in told.items() if key in kept and differs(fact, kept[key])]
        for fact in changed:
            writer.run("drop_fact", case_id=case_id, number=kept[identity(fact)]["fact_id"], now=writer.now)
        for fact in [*new, *changed]:
            writer.run("add_fact", case_id=case_id, source="data", now=writer.now, **fact)
        found = Gathered(len(new), len(changed), len(kept.keys() - told.keys()))
        if new or changed:
            writer.event(case_id, "facts_gathered", new=found.new, changed=found.changed)
    return found


def take_numbers(writer: Writer, case_id: str) -> None:
    """Call orders and refunds that came without a number by the one that a later file told of them."""
    for told in writer.rows("told_numbers", case_id=case_id):
        take_out(writer, case_id, told["kind"], told["ref_id"], told["order_id"])
        put_subject(writer, case_id, Subject(told["kind"], told["told_ref"], told["order_id"], told["buyer"]))
        writer.run("drop_left_facts", case_id=case_id, now=writer.now)


def identity(fact: Mapping[str, Any]) -> tuple[Any, ...]:
    """What makes two facts of the data the same thing."""
    return tuple(fact[name] for name in IDENTITY)


def differs(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether the data now say something else."""
    return any(one[name] != other[name] for name in CONTENT)


def not_in_data(desk: Desk, case_id: str) -> set[int]:
    """Numbers of facts that came from an import which no longer says so (taken back, or a newer state)."""
    told = {identity(fact) for fact in desk.rows("data_facts", case_id=case_id)}
    kept = [fact for fact in desk.rows("facts", case_ids=[case_id]) if fact["source"] == "data"]
    return {fact["fact_id"] for fact in kept if identity(fact) not in told}


def write_fact(
    desk: Desk, case_id: str, kind: str, at: datetime | None, text: str,
    *, order_id: str | None = None, amount: Decimal | None = None,
) -> None:  # fmt: skip
    """Keep a fact in the owner's words."""
    fact = {"kind": kind, "at": at, "text": text, "order_id": order_id, "amount": amount, "source": "hand"}
    with desk.writing() as writer:
        writer.run(
            "add_fact", case_id=case_id, ref_id=None, buyer=None, file=None, row_number=None, now=writer.now, **fact
        )
        writer.event(case_id, "fact_added", text, fact=kind)


def drop_fact(desk: Desk, case_id: str, fact_id: int) -> None:
    """Take a fact out; its row stays in the database."""
    with desk.writing() as writer:
        writer.run("drop_fact", case_id=case_id, number=fact_id, now=writer.now)
        writer.event(case_id, "fact_dropped", number=fact_id)


@dataclass(frozen=True)
class Loss:
    """Yuan: paid back, what orders closed without payment stood for, and what the owner adds."""

    refunded: Decimal
    unpaid: Decimal
    other: Decimal

    @property
    def at_stake(self) -> Decimal:
        """All of it: what the case is about."""
        return self.refunded + self.unpaid + self.other

    @property
    def lost(self) -> Decimal:
        """Money that is gone: an unpaid order blocks stock but costs nothing by itself."""
        return self.refunded + self.other


def loss_of(facts: Sequence[Mapping[str, Any]], other: Decimal | None) -> Loss:
    """Loss by the facts; each refund and order counts once."""

    def total(kind: str) -> Decimal:
        amounts = {fact["ref_id"]: fact["amount"] for fact in facts if fact["kind"] == kind and fact["amount"]}
        return sum(amounts.values(), Decimal(0))

    return Loss(total("refund_success"), total("unpaid_closed"), other or Decimal(0))
