"""Takes export files in: one file, one transaction. What a file cannot give is said; the others go on."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import duckdb

from etl import changes, mapping, merge, shops, vocabulary
from etl.ahead import Ahead, Reading
from etl.costs import costs
from etl.elsewhere import origin_of
from etl.joined import joined
from etl.merge import LINES, ORDERS, REFUNDS, REVIEWS, Counts, Target, run
from etl.outcome import Choices, Outcome, Progress, RefusedRows, Report, SheetView, Source, Tell
from etl.problem import Problem, Refused
from etl.readers import Sheet, read_sheets
from etl.recognise import Recognised, nearest_kind
from etl.staging import keep_rejected, moments, stage
from warehouse import Warehouse, one, read_sql

MOST_MEMORY = "1100MB"  # of DuckDB for a long file; what needs more goes to disk
REFUSED_REASONS = merge.SQL / "refused_reasons.sql"
KIND_ORDER = {"orders": 0, "items": 1, "refunds": 2, "reviews": 3}
# kind → (statement that makes staged_rows, table it is merged into); the first gives the counts
STEPS: Mapping[str, Sequence[tuple[str, Target]]] = {
    "orders": (("one_row_an_order", ORDERS), ("lines_of_orders", LINES)),
    "items": (("one_row_a_line", LINES),),
    "refunds": (("one_row_a_refund", REFUNDS),),
    "reviews": (("one_row_a_review", REVIEWS),),
}


@dataclass
class Tally:
    """What the sheets of one file add up to while it is taken in."""

    batch_id: int
    kinds: list[str] = field(default_factory=list)
    shops: set[str] = field(default_factory=set)
    known: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    masked: int = 0
    refused: list[RefusedRows] = field(default_factory=list)


def take_in(
    warehouse: Warehouse,
    sources: Sequence[Source],
    *,
    choices: Choices | None = None,
    progress: Report | None = None,
    came_of: Callable[[Outcome], None] | None = None,
    is_look: bool = False,
) -> list[Outcome]:
    """Take files in, in any order; one outcome a file, and one for each file of a zip.

    A file that is refused leaves nothing behind and does not stop the others. `progress` may raise to give up: the
    file at hand then leaves nothing behind, either. `came_of` gets each outcome as soon as it is known. `is_look`:
    tell what would come of them and change nothing. Raises DatabaseBusy.
    """
    with Ahead(sources, choices) as ahead:
        return take_in_read(warehouse, ahead, progress=progress, came_of=came_of, is_look=is_look)


def take_in_read(
    warehouse: Warehouse,
    ahead: Ahead,
    *,
    progress: Report | None = None,
    came_of: Callable[[Outcome], None] | None = None,
    is_look: bool = False,
) -> list[Outcome]:
    """The same of files whose reading has begun."""
    outcomes = []
    for place, (handed, file) in enumerate(ahead.files):

        def tell(step: str, within: float, rows: int = 0, name: str = name_of(file), at: int = place) -> None:
            if progress:
                progress(Progress(name, at + 1, len(ahead.files), step, (at + within) / len(ahead.files), rows))

        outcome = file if isinstance(file, Outcome) else take_in_file(warehouse, file, place, ahead, tell, is_look)
        outcomes.append(replace(outcome, handed=handed))
        if came_of:
            came_of(outcomes[-1])
    return outcomes


def take_in_file(
    warehouse: Warehouse, source: Source, place: int, ahead: Ahead, tell: Tell, is_look: bool
) -> Outcome:
    """Take one file in, in one transaction."""
    started = time.perf_counter()
    tell("reading", 0.0)
    chosen = ahead.choices
    own = replace(chosen, shop=source.shop or chosen.shop, password=source.password or chosen.password)
    views: list[SheetView] = []
    try:
        with ahead.reading(place, lambda: tell("reading", 0.1)) as reading:
            transaction = warehouse.rehearsing() if is_look else warehouse.writing()
            with transaction as cursor, warehouse.sparing(MOST_MEMORY):
                outcome = import_sheets(cursor, source, reading, own, tell, views, started)
                changes.count_in(cursor)
    except Refused as refusal:
        return Outcome(source.name, error=refusal.problem, sheets=views, seconds=time.perf_counter() - started)
    except OSError as error:
        return Outcome(source.name, error=Problem("etl.cannot_open", {"why": error.strerror or str(error)}))
    except duckdb.Error as error:
        if problem := trouble(error):
            return Outcome(source.name, error=problem)
        raise
    return replace(outcome, seconds=time.perf_counter() - started)


def name_of(file: Source | Outcome) -> str:
    """The name of a file that is to be taken in, or was refused before it came to that."""
    return file.file if isinstance(file, Outcome) else file.name


def trouble(error: duckdb.Error) -> Problem | None:
    """A failure of the disk or of memory as a sentence; None for what is a fault of the program."""
    text = str(error)
    if isinstance(error, duckdb.OutOfMemoryException):
        return Problem("etl.out_of_memory")
    if isinstance(error, duckdb.IOException) or "No space left" in text or "File too large" in text:
        return Problem("etl.disk_full")
    if isinstance(error, duckdb.InvalidInputException) and "line size" in text.lower():
        return Problem("etl.too_large")
    return None


def import_sheets(
    cursor: duckdb.DuckDBPyConnection,
    source: Source,
    reading: Reading,
    chosen: Choices,
    tell: Tell,
    views: list[SheetView],
    started: float,
) -> Outcome:
    """Read, check and merge every sheet that is a known export; raises Refused when none is. `views` gets each."""
    cursor.execute(read_sql(merge.SQL / "macros.sql"))
    vocabulary.register(cursor)
    tally = Tally(next_batch(cursor))
    encoding, sheets = read_sheets(
        cursor, source.path, reading.scratch, chosen.password, still_wanted=lambda: tell("reading", 0.1)
    )
    same_before = {"digest": reading.digest.result()}
    repeat = one(cursor, "select count(*) from batch where sha256 = $digest and undone_at is null", same_before)
    for sheet in sheets:
        found = mapping.recognised(cursor, sheet.head, chosen.mapping)
        views.append(view_of(sheet, found))
        if found is None:
            if any(any(row) for row in sheet.head):
                tally.notes.append(Problem("etl.sheet_left_out", {"sheet": sheet.name}))
            continue
        for part in (found, *joined(found)):
            tell("checking", 0.4, tally.read)
            tally.notes.extend(stage(cursor, sheet, part, chosen.shop))
            tell("merging", 0.7, tally.read + merge.size(cursor, "staged"))
            # before merging, so that a row and the same one under another shop become one
            tally.notes.extend(shops.gather(cursor, part.kind.name))
            merge_sheet(cursor, sheet, part, tally)
    if not tally.kinds:
        refuse_unknown([view.head for view in views])
    kind = "+".join(sorted(set(tally.kinds), key=KIND_ORDER.__getitem__))
    unknown = [cell for cell in tally.unknown if cell not in tally.known]
    values = {
        "batch_id": tally.batch_id, "file": source.name, "sha256": reading.digest.result(), "kind": kind,
        "shop": "\n".join(sorted(tally.shops)), "encoding": encoding,
        "columns_known": tally.known, "columns_unknown": unknown,
        "rows_read": tally.read, "rows_new": tally.new, "rows_changed": tally.changed,
        "rows_unchanged": tally.unchanged, "rows_rejected": tally.rejected,
        "first_at": tally.first_at, "last_at": tally.last_at,
        "imported_at": datetime.now().replace(microsecond=0), "seconds": time.perf_counter() - started,
    }  # fmt: skip
    run(cursor, "keep_batch", values)
    tell("merging", 1.0, tally.read)
    return Outcome(
        source.name, kind=kind, shop=str(values["shop"]).replace("\n", "、"), encoding=encoding,
        batch_id=tally.batch_id, rows_read=tally.read, rows_new=tally.new, rows_changed=tally.changed,
        rows_unchanged=tally.unchanged, rows_rejected=tally.rejected, columns_known=tally.known,
        columns_unknown=unknown, notes=tally.notes, is_repeat=bool(repeat and repeat[0]),
        first_at=tally.first_at, last_at=tally.last_at, masked=tally.masked,
        has_shop_column=any("shop" in view.columns for view in views), sheets=views, refused=tally.refused,
    )  # fmt: skip


def view_of(sheet: Sheet, found: Recognised | None) -> SheetView:
    """The sheet for people: its first rows and what they were taken for."""
    if found is None:
        return SheetView(sheet.name, sheet.head)
    return SheetView(sheet.name, sheet.head, found.kind.name, found.header_row, found.columns, found.is_by_hand)


def merge_sheet(cursor: duckdb.DuckDBPyConnection, sheet: Sheet, found: Recognised, tally: Tally) -> None:
    """Merge the staged rows, keep the refused ones, and add both to the tally."""
    kind = found.kind.name
    span = moments(cursor, kind)
    values = {
        "batch_id": tally.batch_id, "sheet": sheet.name, "seen_at": span.last_at,
        "has_paid_at": "paid_at" in found.columns,
        "has_amounts": not {"paid", "refund_amount"}.isdisjoint(found.columns),
    }  # fmt: skip
    counts: list[Counts] = []
    if kind == "orders":
        run(cursor, "repeated")
    if found.is_joined:
        run(cursor, "leave_refused", values)
    for statement, target in STEPS[kind]:
        merge.prepare(cursor, statement, values)
        counts.append(merge.merge(cursor, target))
    rejected = keep_rejected(cursor, sheet, found, tally.batch_id)
    tally.refused.extend(RefusedRows(*row) for row in cursor.execute(read_sql(REFUSED_REASONS)).fetchall())
    read = merge.size(cursor, "staged")
    tally.kinds.append(kind)
    tally.shops.update(
        row[0] for row in cursor.execute("select distinct shop from staged").fetchall() if row[0] is not None
    )
    tally.known.extend(cell for cell in found.known if cell not in tally.known)
    tally.rejected += rejected
    if kind == "orders":
        hidden = len(cursor.table("staged").filter("contains(buyer_shown, '*')"))
        if hidden:
            tally.masked += hidden
            tally.notes.append(Problem("etl.masked_buyers", {"count": hidden}))
    if found.is_joined:
        return  # its rows have been counted, and its columns are what the owner chose to join
    tally.unknown.extend(cell for cell in found.unknown if cell not in tally.unknown)
    tally.notes.extend(cost for cost in costs(found.kind, found.columns) if cost not in tally.notes)
    if span.furthest:
        tally.notes.append(Problem("etl.ahead_of_time", {"count": span.ahead, "date": f"{span.furthest:%Y-%m-%d}"}))
    tally.read += read
    tally.new += counts[0].new
    tally.changed += counts[0].changed
    tally.unchanged += counts[0].unchanged
    tally.first_at = min(filter(None, (tally.first_at, span.first_at)), default=None)
    tally.last_at = max(filter(None, (tally.last_at, span.last_at)), default=None)


def refuse_unknown(heads: Sequence[Sequence[Sequence[str | None]]]) -> None:
    """Refuse a file of which no sheet is a known export: where it comes from, or the columns that are missing."""
    if origin := next(filter(None, map(origin_of, heads)), None):
        raise Refused(f"etl.from_{origin}")
    nearest = [found for head in heads if (found := nearest_kind(head))]
    if not nearest:
        raise Refused("etl.not_an_export")
    kind, missing = min(nearest, key=lambda found: len(found[1]))
    raise Refused(f"etl.missing_{kind.name}", columns="、".join(f"「{cell}」" for cell in missing[:4]))


def next_batch(cursor: duckdb.DuckDBPyConnection) -> int:
    """A number for the batch."""
    row = one(cursor, "select nextval('batch_number')")
    return int(row[0]) if row else 1
