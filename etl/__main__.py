"""python -m etl PATH… [--database FILE] [--shop NAME] [--password WORD] [--mapping FILE] [--json]

Takes exports in and remakes the verdicts. `--password -` asks for the password, which then is in no history.

Exit 0: all taken; 1: a file was refused (the others are in); 2: wrong usage.
"""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from pathlib import Path

import pipeline
from etl.mapping import from_file
from etl.outcome import Choices, Outcome, Progress, Source
from etl.problem import Problem, Refused
from locales import command_language, say, write_utf8
from warehouse import DatabaseBusy, Warehouse, default_path

SKIPPED_NAMES = (".", "~$")


def main(arguments: list[str] | None = None) -> int:
    """Run the command; the exit code."""
    write_utf8()
    language = command_language()
    parser = argparse.ArgumentParser(prog="python -m etl", description=say(language, "etl.command"))
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=say(language, "etl.command_path"))
    parser.add_argument("--database", type=Path, default=None, help=say(language, "etl.command_database"))
    parser.add_argument("--shop", default=None, help=say(language, "etl.command_shop"))
    parser.add_argument("--password", default=None, help=say(language, "etl.command_password"))
    parser.add_argument("--mapping", type=Path, default=None, help=say(language, "etl.command_mapping"))
    parser.add_argument("--json", action="store_true", help=say(language, "etl.command_json"))
    options = parser.parse_args(arguments)
    missing = [path for path in options.paths if not path.exists()]
    if missing:
        parser.error(say(language, "etl.no_such_path", path=missing[0]))
    sources = files_in(options.paths)
    try:
        by_hand = from_file(options.mapping) if options.mapping else None
    except (Refused, OSError) as refusal:
        problem = refusal.problem if isinstance(refusal, Refused) else Problem("etl.cannot_open", {"why": refusal})
        parser.error(say(language, problem.key, **problem.values))
    password = getpass.getpass(say(language, "etl.ask_password")) if options.password == "-" else options.password
    try:
        result = pipeline.run(
            Warehouse(options.database or default_path()),
            sources,
            choices=Choices(options.shop, password, by_hand),
            progress=None if options.json or not sys.stderr.isatty() else show_progress,
        )
    except DatabaseBusy as busy:
        sys.stderr.write(say(language, "etl.busy", path=busy.path, holder=busy.holder) + "\n")
        return 1
    for outcome in result.outcomes:
        sys.stdout.write((as_json(outcome, language) if options.json else as_text(outcome, language)) + "\n")
    if not options.json:
        sys.stdout.write(say(language, "etl.command_high", count=result.verdicts.high_after) + "\n")
    return 1 if any(outcome.error for outcome in result.outcomes) else 0


def files_in(paths: list[Path]) -> list[Source]:
    """Every file named, and every file of every folder named; lock and hidden files are left out."""
    found: list[Source] = []
    for path in paths:
        inside = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
        found.extend(
            Source(each.name if each == path else str(each.relative_to(path)), each)
            for each in inside
            if each == path or not each.name.startswith(SKIPPED_NAMES)
        )
    return found


def as_json(outcome: Outcome, language: str) -> str:
    """One line of JSON a file."""
    error = say(language, outcome.error.key, **outcome.error.values) if outcome.error else None
    return json.dumps(
        {
            "file": outcome.file,
            "kind": outcome.kind,
            "rows_read": outcome.rows_read,
            "rows_new": outcome.rows_new,
            "rows_changed": outcome.rows_changed,
            "rows_rejected": outcome.rows_rejected,
            "error": error,
        },
        ensure_ascii=False,
    )


def as_text(outcome: Outcome, language: str) -> str:
    """A sentence or two for people."""
    if outcome.error:
        why = say(language, outcome.error.key, **outcome.error.values)
        return say(language, "etl.file_refused", file=outcome.file, why=why)
    kinds = say(language, "etl.and").join(say(language, f"etl.kind.{kind}") for kind in str(outcome.kind).split("+"))
    lines = [
        say(
            language,
            "etl.file_taken",
            file=outcome.file,
            kind=kinds,
            read=outcome.rows_read,
            new=outcome.rows_new,
            changed=outcome.rows_changed,
            unchanged=outcome.rows_unchanged,
            rejected=outcome.rows_rejected,
        )
    ]
    lines.extend("  " + say(language, note.key, **note.values) for note in outcome.notes)
    return "\n".join(lines)


def show_progress(progress: Progress) -> None:
    """A line that is written over, on a terminal; with spaces, since Windows' old console prints escape codes."""
    sys.stderr.write(f"\r{progress.share:4.0%} {progress.file:<60}" + ("\n" if progress.share >= 1 else ""))


if __name__ == "__main__":
    sys.exit(main())
