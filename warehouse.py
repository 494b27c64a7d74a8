"""The one door to the DuckDB file: opens it, lends cursors, runs a question, raises the data version.

Knows DuckDB, not Streamlit. Two facts shape it: a connection shared by threads returns wrong rows without an
error, so every question gets a cursor of its own; and a file open for writing is closed to every other process,
so the last cursor out lets go of it, at once or a moment later.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd

ROOT = Path(__file__).resolve().parent
# the tables that rooms share, those of one room, then the views that the rooms lay over them
DEFINITIONS = (ROOT / "schema.sql", *sorted(ROOT.glob("*/schema.sql")), *sorted(ROOT.glob("*/sql/views/*.sql")))
# steps from the layout of an older Huoyan, named after the version they lead to
MIGRATIONS = sorted((ROOT / "migrations").glob("*.sql"), key=lambda path: int(path.stem))
MEMORY = ":memory:"
# As many rows as one thread reads or packs at a time. With DuckDB's own 122,880 a shop of 100,000 orders, its import
# and its verdicts, would wait for a single thread. Only a file that is attached may have its own number.
ROWS_A_GROUP = 32_768
ATTACH = "attach if not exists $file as huoyan (row_group_size $rows)"
USE = "use huoyan"
# An owner's computer does other things beside this. What needs more goes to a folder beside the database; arrays of
# big shops come on top. HUOYAN_MEMORY says otherwise, e.g. 8GB.
MOST_MEMORY = os.environ.get("HUOYAN_MEMORY") or "2500MB"
SPARE = "set memory_limit = $memory"
WAIT_SECONDS = 20.0
# To open a big shop's file takes as long as drawing some pages. One rerun leaves it open for the next, but never for
# longer than this: a command that waits for the file gets in well within its WAIT_SECONDS.
LINGER_SECONDS = 5.0
ASK_VERSIONS = r"select key, value::integer from meta where key like '%\_version' escape '\'"
# to carry all definitions out takes longer than the rest of opening a file
ASK_DEFINITIONS = "select 1 from meta where key = 'definitions' and value = $definitions"
KEEP_DEFINITIONS = "insert or replace into meta values ('definitions', $definitions)"
RAISE_VERSION = "update meta set value = (value::bigint + 1)::varchar where key = 'data_version'"
# what was made from the data as they were stays fresh
RAISE_ALL = (
    "update meta set value = (value::bigint + 1)::varchar where key = 'data_version' "
    "or key in ('verdict_version', 'review_version') and value = (select value from meta where key = 'data_version')"
)
# transactions of this process by file, whichever Warehouse they went through
WRITES: Counter[str] = Counter()
WRITES_GATE = threading.Lock()


class DatabaseBusy(Exception):
    """Another process has the file open. `holder` is its program and process number as far as DuckDB tells."""

    def __init__(self, path: Path | str, holder: str) -> None:
        super().__init__(f"{path} is in use by {holder}")
        self.path = Path(path)
        self.holder = holder


class QuestionFailed(Exception):
    """A question could not be answered: carries its name and full text, for the log and never for the page."""


class Warehouse:
    """One database file (or `:memory:`), opened when the first cursor is asked for, let go with the last one."""

    def __init__(self, path: Path | str = MEMORY, wait_seconds: float = WAIT_SECONDS) -> None:
        self.path = path if path == MEMORY else Path(path)
        self.wait_seconds = wait_seconds
        self._gate = threading.RLock()
        self._writer = threading.RLock()
        self._users = 0
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._opened = 0.0
        self._letting_go: threading.Timer | None = None
        self._has_schema = False
        self._file = str(id(self)) if path == MEMORY else str(Path(path).absolute())
        self._versions: tuple[int, dict[str, int]] | None = None
        # thread → the cursor of its transaction; a cursor must not be closed while another thread interrupts it
        self._changing: dict[int, duckdb.DuckDBPyConnection] = {}
        self._changing_gate = threading.Lock()

    @contextmanager
    def cursor(self, *, lingers: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor for one thread. Raises DatabaseBusy when another process keeps the file for `wait_seconds`.

        With `lingers` the file may stay open when this was the last cursor, until LINGER_SECONDS after its opening.
        """
        with self._gate:
            if self._connection is None:
                self._connection, self._opened = self._open(), time.monotonic()
            self._users += 1
            lent = self._connection.cursor()
        try:
            if self.path != MEMORY:
                lent.execute(USE)
            yield lent
        finally:
            lent.close()
            with self._gate:
                self._users -= 1
                if self._users == 0 and self.path != MEMORY:
                    self._let_go_after(self._opened + LINGER_SECONDS - time.monotonic() if lingers else 0.0)

    def _let_go_after(self, seconds: float) -> None:
        """Close the file now or later, unless somebody uses it then, who will close it in his turn."""
        if seconds <= 0:
            self._let_go()
        elif self._letting_go is None:
            self._letting_go = threading.Timer(seconds, self._let_go)
            self._letting_go.daemon = True
            self._letting_go.start()
            # a connection that is open when Python ends makes DuckDB fill the owner's terminal with its own affairs
            atexit.unregister(self._let_go)
            atexit.register(self._let_go)

    def _let_go(self) -> None:
        with self._gate:
            if self._letting_go:
                self._letting_go.cancel()
                self._letting_go = None
            if self._users == 0 and self._connection is not None:
                self._connection.close()
                self._connection = None
                self._versions = None

    @contextmanager
    def writing(self, *, remakes_verdicts: bool = True) -> Iterator[duckdb.DuckDBPyConnection]:
        """One transaction that also raises the data version; writers of this process queue.

        `remakes_verdicts=False` for what the verdicts do not stand on: they stay fresh, and no refresh follows.
        """
        with self._writer, self.cursor() as cursor, self._interruptible(cursor):
            cursor.begin()
            try:
                yield cursor
                # In the same transaction, so that nobody caches old rows under the new version.
                cursor.execute(RAISE_VERSION if remakes_verdicts else RAISE_ALL)
                cursor.commit()
            except BaseException:
                cursor.rollback()
                raise
            finally:
                with WRITES_GATE:
                    WRITES[self._file] += 1

    @contextmanager
    def rehearsing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A transaction that is always taken back: shows what would come of a change. Holds up no writer."""
        with self.cursor() as cursor, self._interruptible(cursor):
            cursor.begin()
            try:
                yield cursor
            finally:
                cursor.rollback()

    @contextmanager
    def sparing(self, memory: str) -> Iterator[None]:
        """Let DuckDB put on disk what needs more memory than this; the setting is that of the whole process.

        By a cursor of its own: a transaction that failed takes no more commands.
        """
        with self.cursor() as cursor:
            with suppress(duckdb.OutOfMemoryException):  # other questions hold more at this moment
                cursor.execute(SPARE, {"memory": memory})
            try:
                yield
            finally:
                # not by `reset`, which would allow four fifths of the computer's memory
                cursor.execute(SPARE, {"memory": MOST_MEMORY})

    def interrupt(self, thread: int) -> None:
        """Stop the statement that the transaction of this thread is running, if it is in one: it raises there."""
        with self._changing_gate:
            if thread in self._changing:
                self._changing[thread].interrupt()

    @contextmanager
    def _interruptible(self, cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
        thread = threading.get_ident()
        with self._changing_gate:
            self._changing[thread] = cursor
        try:
            yield
        finally:
            with self._changing_gate:
                self._changing.pop(thread, None)

    @contextmanager
    def closed(self) -> Iterator[None]:
        """The file closed and nobody in it, so that another can take its place; who wants a cursor waits meanwhile.

        Raises DatabaseBusy when somebody, this thread included, holds a cursor or the file for `wait_seconds`.
        """
        deadline = time.monotonic() + self.wait_seconds
        with self._writer:
            while True:
                with self._gate:
                    if self._users == 0:
                        if self.path != MEMORY:
                            self._let_go()
                        if isinstance(self.path, Path) and self.path.exists():
                            # another process must have let go of it; a damaged file opens for nobody
                            with suppress(duckdb.Error):
                                self._reach().close()
                        try:
                            yield
                        finally:
                            self._has_schema = False  # whatever lies there now is looked at anew
                        return
                if time.monotonic() >= deadline:
                    raise DatabaseBusy(self.path, f"Huoyan (PID {os.getpid()})")
                time.sleep(0.05)

    def ask(self, question: Path, values: Mapping[str, object] | None = None) -> pd.DataFrame:
        """Rows that answer the question in an .sql file; `values` are bound to its $names."""
        with self.cursor() as cursor:
            try:
                return cursor.execute(read_sql(question), dict(values or {})).df()
            except duckdb.Error as error:
                raise QuestionFailed(f"{question.name}: {error}\n{read_sql(question)}") from error

    def version(self) -> int:
        """The data version: part of every cache key, so asked for many times while a page is drawn."""
        return self.versions()["data_version"]

    def versions(self) -> dict[str, int]:
        """The version of the data, and those of the data that verdicts and others were made from.

        While this process has the file open no other can write to it, so the answer holds until it is closed or
        written to here. To lend a cursor for each of the many times would take longer than all else here.
        """
        with self._gate:
            if self._versions is not None and self._versions[0] == WRITES[self._file]:
                return self._versions[1]
        with self.cursor() as cursor, self._gate:
            self._versions = WRITES[self._file], dict(cursor.execute(ASK_VERSIONS).fetchall())
            return self._versions[1]

    def _open(self) -> duckdb.DuckDBPyConnection:
        if isinstance(self.path, Path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        is_new = isinstance(self.path, Path) and not self.path.exists()
        connection = self._reach()
        if is_new or not self._has_schema:
            if migrate(connection) or not is_laid_out(connection):
                lay_out(connection)
            self._has_schema = True
        return connection

    def _reach(self) -> duckdb.DuckDBPyConnection:
        """The file opened as it is, as soon as no other process has it. Raises DatabaseBusy."""
        deadline = time.monotonic() + self.wait_seconds
        while True:
            try:
                return connected(self.path)
            except duckdb.IOException as error:
                if not is_held(self.path, str(error)):
                    raise
                if time.monotonic() >= deadline:
                    raise DatabaseBusy(self.path, holder_of(str(error))) from error
                time.sleep(0.1)


def connected(path: Path | str) -> duckdb.DuckDBPyConnection:
    """A connection whose tables are those of the file, or of a memory of its own. Raises duckdb.IOException."""
    if path == MEMORY:
        return duckdb.connect(config={"memory_limit": MOST_MEMORY})
    file = str(Path(path).resolve())
    # By its name a memory is shared, as a file that is opened without attaching it would be: two connections of this
    # process that each attached the file to a memory of its own would write over each other.
    connection = duckdb.connect(MEMORY + file, config={"memory_limit": MOST_MEMORY, "temp_directory": f"{file}.tmp"})
    try:
        connection.execute(ATTACH, {"file": file, "rows": ROWS_A_GROUP})
        connection.execute(USE)
    except BaseException:
        connection.close()
        raise
    return connection


def migrate(connection: duckdb.DuckDBPyConnection) -> bool:
    """Bring the tables of an older Huoyan to today's layout; each step in a transaction. Whether any was."""
    if not has_meta(connection):
        return False
    found = one(connection, "select value::integer from meta where key = 'schema_version'")
    steps = [step for step in MIGRATIONS if int(step.stem) > (found[0] if found else 1)]
    for step in steps:
        connection.begin()
        connection.execute(read_sql(step))
        connection.commit()
    return bool(steps)


def has_meta(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether Huoyan has been in this file."""
    return one(connection, "select 1 from duckdb_tables() where table_name = 'meta'") is not None


def is_laid_out(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the tables and views of this file were made by these very definitions."""
    return has_meta(connection) and bool(one(connection, ASK_DEFINITIONS, {"definitions": fingerprint()}))


def lay_out(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables that are missing, and all views."""
    connection.begin()
    for definition in DEFINITIONS:
        connection.execute(read_sql(definition))
    connection.execute(KEEP_DEFINITIONS, {"definitions": fingerprint()})
    connection.commit()


@cache
def fingerprint() -> str:
    """What tells these definitions from others."""
    return hashlib.sha256("".join(map(read_sql, DEFINITIONS)).encode()).hexdigest()


def one(cursor: duckdb.DuckDBPyConnection, text: str, values: Mapping[str, object] | None = None) -> tuple | None:
    """The first row. Fetches them all: DuckDB 2 holds a connection back while a result is not read to its end."""
    rows = cursor.execute(text, dict(values)).fetchall() if values else cursor.execute(text).fetchall()
    return rows[0] if rows else None


def is_held(path: Path | str, message: str) -> bool:
    """Whether a file did not open because another process has it.

    On Windows DuckDB passes on what the system says, in the system's language, and adds who has the file where the
    system tells; so the file itself is asked, too: there nobody may even read what a database has open.
    """
    # the message names the file, and a folder may be called what it likes
    said = message.replace(str(path), "")
    if "lock" in said.lower() or "already open" in said:
        return True
    try:
        with Path(path).open("rb"):
            return False
    except PermissionError:
        return sys.platform == "win32"
    except OSError:
        return False


def holder_of(message: str) -> str:
    """The program and PID that DuckDB names in its lock error, e.g. `python3 (PID 4312)`."""
    found = re.search(r"(?:held|already open) in\s+'?(.+?)'? ?\((PID \d+)\)", message)
    return f"{Path(found[1]).name} ({found[2]})" if found else "?"


@cache
def read_sql(question: Path) -> str:
    """The text of an .sql file, read once a process."""
    return question.read_text("utf-8")


def default_path() -> Path:
    """The owner's database: HUOYAN_DATABASE, else data/huoyan.duckdb."""
    return Path(os.environ.get("HUOYAN_DATABASE") or ROOT / "data" / "huoyan.duckdb")


@cache
def warehouse_at(path: Path) -> Warehouse:
    """The process's one warehouse for a file."""
    return Warehouse(path)


def default() -> Warehouse:
    """The process's warehouse for the owner's database."""
    return warehouse_at(default_path())
