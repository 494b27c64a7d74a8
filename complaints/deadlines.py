"""Deadlines: each counted from its own event, with what is left of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from complaints.dossier import Dossier, Row
from complaints.rules import Kind, Window
from complaints.stages import PREPARING

# event of a window → kinds of facts that are such an event
FACTS: dict[str, tuple[str, ...]] = {
    "review_created": ("review_bad", "review_neutral", "review_good", "review_other"),
    "refund_started": (
        "asked_refund", "asked_refund_only", "asked_return", "asked_before_dispatch", "asked_exchange",
    ),
    "order_created": ("placed",),
    "order_paid": ("paid",),
    "order_finished": ("finished",),
    "dispute_opened": ("dispute_opened",),
    "goods_returned": ("goods_returned",),
    "ruling_effective": ("ruling_effective",),
}  # fmt: skip
# what a case is about → the event that its own time is
OWN_EVENT = {"review": "review_created", "refund": "refund_started", "order": "order_created"}
# windows counted from these decide whether a complaint can still be made
FILING = ("review_created", "refund_started", "order_created", "order_paid", "order_finished")
SOON_DAYS = 3
# common windows that bind the buyer, or that no complaint waits for
NOT_OURS = ("payment", "warning_report")
ANSWERS = ("refund_before_dispatch", "refund_after_dispatch")


@dataclass(frozen=True)
class Deadline:
    """One window on one event."""

    window: Window
    purpose: str  # file | appeal | answer | beside: runs beside the complaint
    ref: str | None  # order, refund or review it belongs to
    since: datetime
    until: datetime

    def days_left(self, now: datetime) -> int:
        """Whole days until it ends; negative when it is past."""
        return (
            (self.until.date() - now.date()).days
            if self.until > now
            else min((self.until.date() - now.date()).days, -1)
        )

    def is_late(self, now: datetime) -> bool:
        """Whether it is over."""
        return self.until <= now

    def is_soon(self, now: datetime) -> bool:
        """Whether it ends within SOON_DAYS."""
        return not self.is_late(now) and self.days_left(now) <= SOON_DAYS


def end_of(window: Window, since: datetime) -> datetime | None:
    """When a window that began then is over; None where its length is not known."""
    length = window.length.value
    return None if length is None else since + timedelta(**{window.unit: length})


def filing(dossier: Dossier) -> list[Deadline]:
    """Until when the complaint can be made: for each subject the window that ends first."""
    if dossier.kind is None:
        return []
    windows = [window for window in windows_of(dossier) if window.event in FILING]
    found: dict[str, Deadline] = {}
    for deadline in counted(dossier, windows, "file"):
        key = deadline.ref or ""
        if key not in found or deadline.until < found[key].until:
            found[key] = deadline
    return sorted(found.values(), key=lambda each: each.until)


def of_subjects(dossier: Dossier) -> list[tuple[Row, Deadline | None]]:
    """Each subject with what ends first for it: its own window or its order's."""
    ends = {end.ref: end for end in filing(dossier) if end.ref}
    both = [(row, [ends[ref] for ref in (row["ref_id"], row["order_id"]) if ref in ends]) for row in dossier.subjects]
    return [(row, min(found, key=lambda end: end.until, default=None)) for row, found in both]


def past(dossier: Dossier) -> list[Row]:
    """The subjects whose time to complain is over."""
    return [row for row, end in of_subjects(dossier) if end is not None and end.is_late(dossier.now)]


def open_until(kind: Kind, scene: str | None, subject: str, since: datetime | None) -> datetime | None:
    """Until when an order, refund or review of that time can be complained about, before there is a case.

    None where no window is counted from that time: others may be, from facts that the case will gather.
    """
    if since is None:
        return None
    windows = [window for window in windows_in(kind, scene) if window.event == OWN_EVENT[subject]]
    return min((until for window in windows if (until := end_of(window, since)) is not None), default=None)


def windows_of(dossier: Dossier) -> list[Window]:
    """The windows of the case's kind and scene."""
    return windows_in(dossier.kind, dossier.case["scene"] if dossier.scene else None) if dossier.kind else []


def windows_in(kind: Kind, scene: str | None) -> list[Window]:
    """The windows of a scene; while none is chosen, every scene's, so that the earliest counts."""
    return kind.windows_of(scene) if scene else list(kind.windows.values())


def counted(dossier: Dossier, windows: Sequence[Window], purpose: str) -> list[Deadline]:
    """Every window on every fact that is its event."""
    return [
        Deadline(window, purpose, fact["ref_id"] or fact["order_id"], fact["at"], until)
        for window in windows
        for fact in facts_of(dossier, window.event)
        if (until := end_of(window, fact["at"])) is not None
    ]


def facts_of(dossier: Dossier, event: str) -> list[Row]:
    """The dated facts that are such an event."""
    return [fact for fact in dossier.facts if fact["kind"] in FACTS.get(event, ()) and fact["at"] is not None]


def appeal(dossier: Dossier) -> Deadline | None:
    """Until when a rejected complaint can be brought again; None where that is not possible or not known."""
    kind, rejected = dossier.kind, [s for s in dossier.submissions if s["result"] == "rejected"]
    if kind is None or not rejected or kind.appeal.exists.value is False:
        return None
    windows = [window for window in windows_of(dossier) if window.event == "rejected"]
    since = rejected[0]["decided_at"]  # the window runs from the first rejection
    ends = [(until, w) for w in windows if (until := end_of(w, since)) is not None]
    if not ends:
        return None
    until, window = min(ends, key=lambda pair: pair[0])
    return Deadline(window, "appeal", None, since, until)


def beside(dossier: Dossier) -> list[Deadline]:
    """Windows that run beside the complaint and are still open: answering a refund, proof in a dispute."""
    facts = dossier.facts
    answered = {f["ref_id"] for f in facts if f["kind"] in ("refund_success", "refund_refused", "refund_closed")}
    shipped = {fact["order_id"] for fact in facts if fact["kind"] == "shipped"}
    orders = {fact["ref_id"]: fact["order_id"] for fact in facts}
    found = [
        deadline
        for deadline in counted(dossier, [w for w in dossier.book.windows.values() if w.id not in NOT_OURS], "beside")
        if deadline.ref not in answered
        and not deadline.is_late(dossier.now)
        # an answer is due before dispatch or after it, not both
        and deadline.window.id != ANSWERS[orders.get(deadline.ref) not in shipped]
    ]
    return sorted(found, key=lambda each: each.until)


def next_due(dossier: Dossier) -> Deadline | None:
    """What the case waits for next: filing, then the appeal; a late one only where nothing live is left."""
    stage = dossier.case["stage"]
    if stage in PREPARING:
        ends = filing(dossier)
        return next((each for each in ends if not each.is_late(dossier.now)), ends[-1] if ends else None)
    return appeal(dossier) if stage == "rejected" else None
