"""The due dates as a calendar file; it names cases, never buyers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from complaints.overview import Due
from locales import say

WARN_DAYS = (3, 1)


def calendar(dues: Sequence[Due], now: datetime, language: str) -> bytes:
    """An .ics (RFC 5545) with one whole-day event a date, warned of 3 days and 1 day before."""
    book = Calendar()
    book.add("prodid", "-//Huoyan//complaint desk//ZH")
    book.add("version", "2.0")
    for due in dues:
        if due.on is None:
            continue
        title = say(language, f"desk.calendar.{due.purpose}", case=due.case["case_id"])
        event = Event()
        # the same case and purpose again replace the entry that an earlier file brought
        event.add("uid", f"{due.case['case_id']}-{due.purpose}@huoyan.local")
        event.add("dtstamp", now.astimezone())
        event.add("dtstart", due.on)
        event.add("dtend", due.on + timedelta(days=1))
        event.add("summary", title)
        for days in WARN_DAYS if due.purpose != "answer" else ():
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", title)
            alarm.add("trigger", timedelta(days=-days))
            event.add_component(alarm)
        book.add_component(event)
    return bytes(book.to_ical())
