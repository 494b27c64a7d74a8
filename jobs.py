"""Work that takes long, one piece after the other in a thread of this process, so that pages stay usable meanwhile.

Knows nothing of Streamlit: pages add work, look how far it is, and may stop it. One queue for each database, whoever
adds to it: a second import, also from another browser tab, waits for the first.
"""

from __future__ import annotations

import atexit
import itertools
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import duckdb

from etl.outcome import GivenUp, Outcome, Progress
from etl.problem import Problem
from warehouse import DatabaseBusy, Warehouse, warehouse_at

LOG = logging.getLogger("huoyan")
ENDED = frozenset({"done", "stopped", "failed"})
CHANGING = frozenset({"import", "undo", "unite", "judge"})
# a statement that starts just after an interrupt runs on: interrupt until the work has noticed
INTERRUPT_EVERY_SECONDS = 0.05
CLOSING_SECONDS = 15.0
numbers = itertools.count(1)


@dataclass(eq=False)
class Job:
    """One piece of work. `state`: queued | running | stopping | done | stopped | failed; `result` is there when done,
    `problem` when failed. `files` are what it is about, `outcomes` what came of those that are through."""

    kind: str
    files: tuple[str, ...]
    work: Callable[[Job], object]
    number: int = field(default_factory=lambda: next(numbers))
    state: str = "queued"
    progress: Progress | None = None
    outcomes: list[Outcome] = field(default_factory=list)
    result: object = None
    problem: Problem | None = None
    started_at: float | None = None
    thread: int = 0
    is_restoring: bool = False
    gate: threading.Lock = field(default_factory=threading.Lock)
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def is_over(self) -> bool:
        return self.state in ENDED

    def report(self, progress: Progress) -> None:
        """Say how far it is. Raises GivenUp when it is to stop; not while what was done is being taken back."""
        with self.gate:
            self.progress = progress
            if progress.step == "restoring":
                self.is_restoring = True
            if self.state == "stopping" and not self.is_restoring:
                raise GivenUp

    def came_of(self, outcome: Outcome) -> None:
        """Say what came of one file."""
        self.outcomes.append(outcome)


class Queue:
    """The work on one database: one piece runs, the others wait in the order in which they came."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse
        self._gate = threading.Lock()
        self._jobs: list[Job] = []
        self._thread: threading.Thread | None = None

    def add(self, kind: str, files: tuple[str, ...], work: Callable[[Job], object]) -> Job:
        """Put work at the end of the queue."""
        job = Job(kind, files, work)
        with self._gate:
            self._jobs = [each for each in self._jobs if not each.is_over] + [job]
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="huoyan-jobs", daemon=True)
                self._thread.start()
        return job

    def stop(self, job: Job) -> None:
        """Stop a piece of work: a waiting one never starts, a running one leaves nothing behind."""
        with job.gate:
            if job.state == "queued":
                job.state = "stopped"
                job.ended.set()
            elif job.state == "running" and not job.is_restoring:
                job.state = "stopping"
                threading.Thread(target=self._interrupt, args=(job,), daemon=True).start()

    def close(self) -> None:
        """Stop everything and wait a moment: a thread that is killed in the middle of a statement ends the process
        with a complaint of the system's."""
        jobs = self.waiting()
        for job in jobs:
            self.stop(job)
        deadline = time.monotonic() + CLOSING_SECONDS
        for job in jobs:
            job.ended.wait(max(deadline - time.monotonic(), 0))

    def waiting(self) -> list[Job]:
        """What runs, then what waits."""
        with self._gate:
            return [job for job in self._jobs if not job.is_over]

    def is_changing(self) -> bool:
        """Whether data are about to change: then nobody else need remake the verdicts."""
        return any(job.kind in CHANGING for job in self.waiting())

    def _next(self) -> Job | None:
        with self._gate:
            for job in self._jobs:
                with job.gate:
                    if job.state == "queued":
                        job.state, job.started_at = "running", time.monotonic()
                        return job
            self._thread = None
            return None

    def _run(self) -> None:
        while job := self._next():
            job.thread = threading.get_ident()
            state = "done"
            try:
                job.result = job.work(job)
            except (GivenUp, duckdb.InterruptException):
                state = "stopped"
            except DatabaseBusy as busy:
                state, job.problem = "failed", Problem("ui.busy", {"holder": busy.holder})
            except Exception:
                LOG.exception("%s of %s failed", job.kind, ", ".join(job.files))
                state, job.problem = "failed", Problem("ui.job.failed")
            with job.gate:
                job.state = state
                job.ended.set()

    def _interrupt(self, job: Job) -> None:
        while not job.ended.wait(INTERRUPT_EVERY_SECONDS):
            with job.gate:
                if job.is_restoring or job.is_over:
                    return
                self.warehouse.interrupt(job.thread)


@cache
def queue_of(path: Path) -> Queue:
    """The process's one queue for a database."""
    queue = Queue(warehouse_at(path))
    atexit.register(queue.close)
    return queue
