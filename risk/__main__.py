"""python -m risk [--database FILE] [--output FILE] [--all] [--json]: remakes the verdicts, then lists."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pandas as pd

from locales import command_language, say, write_utf8
from risk import verdicts
from risk.listing import flagged, shown_count, write_csv
from warehouse import DatabaseBusy, Warehouse, default_path

SUFFIXES = (".xlsx", ".csv", ".parquet")
# an estimate is never shown as 100 %
MOST_CERTAIN = 0.999


def main(arguments: list[str] | None = None) -> int:
    """Run the command; the exit code."""
    write_utf8()
    language = command_language()
    parser = argparse.ArgumentParser(prog="python -m risk", description=say(language, "risk.command"))
    parser.add_argument("--database", type=Path, default=None, help=say(language, "risk.command_database"))
    parser.add_argument("--output", type=Path, default=None, help=say(language, "risk.command_output"))
    parser.add_argument("--all", action="store_true", help=say(language, "risk.command_all"))
    parser.add_argument("--json", action="store_true", help=say(language, "risk.command_json"))
    options = parser.parse_args(arguments)
    if options.output and options.output.suffix.lower() not in SUFFIXES:
        parser.error(say(language, "risk.command_bad_output", path=options.output))
    warehouse = Warehouse(options.database or default_path())
    try:
        verdicts.refresh(warehouse)
        listed = flagged(warehouse, everyone=options.all, language=language)
        if options.output:
            write(warehouse, listed, options.output, language)
            sys.stderr.write(say(language, "risk.command_written", path=options.output, count=len(listed)) + "\n")
    except DatabaseBusy as busy:
        sys.stderr.write(say(language, "etl.busy", path=busy.path, holder=busy.holder) + "\n")
        return 1
    except OSError as error:
        sys.stderr.write(say(language, "etl.cannot_open", why=error.strerror or error) + "\n")
        return 1
    if options.json:
        sys.stdout.write(listed.to_json(orient="records", date_format="iso", force_ascii=False, double_precision=15))
        sys.stdout.write("\n")
    elif not options.output:
        show(listed, language)
    return 0


def write(warehouse: Warehouse, listed: pd.DataFrame, target: Path, language: str) -> None:
    """The list in the format that the file's name asks for."""
    match target.suffix.lower():
        case ".csv":
            write_csv(listed, target)
        case ".parquet":
            listed.to_parquet(target, index=False)
        case _:
            from risk.workbook import list_workbook

            target.write_bytes(list_workbook(warehouse, listed, language=language, for_programs=True))


def show(listed: pd.DataFrame, language: str) -> None:
    """The list for people at a terminal, with its own error rate."""
    if listed.empty:
        sys.stdout.write(say(language, "risk.command_none") + "\n")
        return
    for row in listed.itertuples():
        line = say(
            language,
            "risk.command_line",
            tier=say(language, f"words.tier.{row.tier}"),
            certainty=f"{min(row.certainty, MOST_CERTAIN):.1%}",
            buyer=row.buyer,
            reasons=row.reasons,
        )
        sys.stdout.write(line + "\n")
    high = listed[listed["tier"] == "high"]
    wrong = shown_count(float((1 - high["certainty"]).sum()))
    sys.stdout.write(say(language, "risk.command_error_rate", high=len(high), wrong=wrong) + "\n")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        # the reader (head, less) has seen enough
        sys.stderr.close()
