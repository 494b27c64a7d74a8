"""Files read ahead of their turn: while one is checked and merged, a process of its own already reads the next."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from etl.outcome import Choices, GivenUp, Outcome, Source
from etl.readers import POLL_SECONDS, read_ahead
from etl.unpacking import sha256, unpacked

WORKERS = 2  # one has a file read while the other works out its digest


@dataclass(frozen=True)
class Reading:
    """One file while it is read into the folder `scratch`."""

    scratch: Path
    digest: Future[str]
    whole: Future[None]


class Ahead:
    """What there is to take in, zips unpacked; entered, it reads the first file, and then one ahead of who asks.

    `files`: the place of the source that each came in, and the file, or the outcome of what cannot be read at all.
    """

    def __init__(self, sources: Sequence[Source], choices: Choices | None = None) -> None:
        self.choices = choices or Choices()
        self.files: list[tuple[int, Source | Outcome]] = []
        self._sources = sources
        self._begun: dict[int, Reading] = {}
        self._given_up = threading.Event()

    def __enter__(self) -> Ahead:
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        inside = Path(self._folder.name) / "unpacked"
        inside.mkdir()
        self.files = [
            (handed, file)
            for handed, source in enumerate(self._sources)
            for file in unpacked(source, inside, source.password or self.choices.password)
        ]
        self._workers = ThreadPoolExecutor(WORKERS)
        self._begin(0)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.give_up()
        self._workers.shutdown(cancel_futures=True)
        self._folder.cleanup()

    def give_up(self) -> None:
        """Let what is still being read be given up, without waiting for it."""
        self._given_up.set()

    @contextmanager
    def reading(self, place: int, still_wanted: Callable[[], None]) -> Iterator[Reading]:
        """The file at this place of `files`, read; what was read of it is there until its turn is over.

        `still_wanted` is called while waiting and may raise to give up. Raises Refused, OSError.
        """
        self._begin(place)
        found = self._begun.pop(place)
        try:
            while not found.whole.done():
                still_wanted()
                wait([found.whole], POLL_SECONDS)
            found.whole.result()
            # what goes wrong with the next file is told when its turn comes, not of this one
            with suppress(OSError):
                self._begin(place + 1)
            yield found
        finally:
            if found.scratch.is_relative_to(self._folder.name):
                shutil.rmtree(found.scratch, ignore_errors=True)

    def _begin(self, place: int) -> None:
        source = self.files[place][1] if place < len(self.files) else None
        if place in self._begun or not isinstance(source, Source):
            return
        # for as long as its owner wants, or until it is taken in
        scratch = source.kept or Path(self._folder.name) / str(place)
        scratch.mkdir(parents=True, exist_ok=True)
        password = source.password or self.choices.password
        # a long file is read for its digest while it is looked through
        digest = self._workers.submit(sha256, source.path)
        whole = self._workers.submit(read_ahead, source.path, scratch, password, self._check)
        self._begun[place] = Reading(scratch, digest, whole)

    def _check(self) -> None:
        if self._given_up.is_set():
            raise GivenUp
