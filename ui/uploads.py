"""The files that an owner has handed over and not yet taken in: where they lie, what a look at them found."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import streamlit as st

import jobs
import pipeline
import warehouse
from etl import mapping
from etl.mapping import ColumnMapping
from etl.outcome import Outcome, Source
from jobs import Job, Queue

numbers = itertools.count(1)


@dataclass(eq=False)
class Entry:
    """One file handed over, in a folder of its own that goes with it. `look` is the newest look at it, in which it
    is the source at `place`; `taking_in` the import that it is part of."""

    source: Source
    folder: tempfile.TemporaryDirectory[str]
    look: Job | None = None
    place: int = 0
    taking_in: Job | None = None
    number: int = field(default_factory=lambda: next(numbers))

    @property
    def outcomes(self) -> list[Outcome]:
        """What the look found: one for the file, several for a zip; none as long as it was not looked at."""
        return [each for each in self.look.outcomes if each.handed == self.place] if self.look else []

    @property
    def is_looked_at(self) -> bool:
        return self.look is not None and self.look.state == "done"

    @property
    def is_ready(self) -> bool:
        """Whether anything of it can be taken in."""
        return any(outcome.error is None for outcome in self.outcomes)


@dataclass(eq=False)
class Upload:
    """All files that this browser tab has handed over and not taken in yet."""

    entries: list[Entry] = field(default_factory=list)
    shop: str | None = None

    def settle(self) -> None:
        """Let go of what is in; files of an import that was stopped or failed are there again."""
        for entry in [each for each in self.entries if each.taking_in and each.taking_in.is_over]:
            if entry.taking_in and entry.taking_in.state == "done":
                self.drop([entry])
            else:
                entry.taking_in = None
        if not self.entries:
            self.shop = None

    @property
    def at_hand(self) -> list[Entry]:
        """Files that are not being taken in right now."""
        return [entry for entry in self.entries if entry.taking_in is None]

    def drop(self, entries: Sequence[Entry]) -> None:
        """Let go of files; our copies of them are deleted."""
        for entry in entries:
            self.entries.remove(entry)
            entry.folder.cleanup()


def upload() -> Upload:
    """This tab's files."""
    return st.session_state.setdefault("upload", Upload())


def queue() -> Queue:
    """The queue of the owner's database."""
    return jobs.queue_of(warehouse.default_path())


def hand_over(name: str, content: bytes | memoryview) -> Entry:
    """Keep a file for a look; it is a copy of ours under a name of ours: a name from outside is no path."""
    folder = tempfile.TemporaryDirectory(prefix="huoyan-", ignore_cleanup_errors=True)
    path = Path(folder.name) / "file"
    path.write_bytes(content)
    entry = Entry(Source(Path(name).name, path, shop=upload().shop, kept=Path(folder.name) / "kept"), folder)
    upload().entries.append(entry)
    return entry


def look_at(entries: Sequence[Entry], said: tuple[Sequence[str | None], ColumnMapping] | None = None) -> None:
    """Queue a look at these files. `said`: a header and what the owner says of it, to be remembered before."""
    for entry in entries:
        if entry.look:
            queue().stop(entry.look)
    store, held, sources = warehouse.default(), tuple(entries), [entry.source for entry in entries]

    def work(job: Job) -> object:
        if said:
            mapping.remember(store, *said)
        # the files stay as long as somebody looks at them, whatever becomes of the browser tab
        return held and pipeline.look(store, sources, progress=job.report, came_of=job.came_of)

    job = queue().add("look", tuple(source.name for source in sources), work)
    for place, entry in enumerate(entries):
        entry.look, entry.place = job, place


def open_with(entry: Entry, password: str) -> None:
    """Look again with a password, which stays with the file and goes with it."""
    entry.source = replace(entry.source, password=password)
    look_at([entry])


def choose_shop(entries: Sequence[Entry], shop: str | None) -> None:
    """Say whose files these are, and look again."""
    upload().shop = shop
    for entry in entries:
        entry.source = replace(entry.source, shop=shop)
    look_at(entries)


def take_in(entries: Sequence[Entry]) -> None:
    """Queue the import of these files."""
    store, held, sources = warehouse.default(), tuple(entries), [entry.source for entry in entries]

    def work(job: Job) -> object:
        return held and pipeline.run(store, sources, progress=job.report, came_of=job.came_of)

    job = queue().add("import", tuple(source.name for source in sources), work)
    for entry in entries:
        entry.taking_in = job
        if entry.look:
            queue().stop(entry.look)
    st.session_state["import_job"] = job
