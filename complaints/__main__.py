"""python -m complaints list | export CASE [--output FILE] | verify PACKET.zip: the desk without its pages."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from complaints.cases import NoSuchCase
from complaints.desk import Desk
from complaints.dossier import read_dossier
from complaints.overview import due_list
from complaints.packet import save_packet
from complaints.verify import verify
from locales import command_language, say, write_utf8
from risk.masking import masked_name
from warehouse import DatabaseBusy, Warehouse, default_path


def main(arguments: list[str] | None = None) -> int:
    """Run the command. Exit 0: done or intact; 1: not; 2: wrong usage."""
    write_utf8()
    language = command_language()
    options = parser(language).parse_args(arguments)
    try:
        match options.command:
            case "verify":
                return verify_packet(options.packet, language, as_json=options.json)
            case "list":
                return list_cases(desk_of(options.database), language, as_json=options.json)
            case _:
                return export_packet(desk_of(options.database), options.case, options.output, language)
    except DatabaseBusy as busy:
        return complain(say(language, "etl.busy", path=busy.path, holder=busy.holder))
    except NoSuchCase as unknown:
        return complain(say(language, "desk.command.no_case", case=unknown))
    except OSError as error:
        return complain(say(language, "etl.cannot_open", why=error.strerror or error))


def parser(language: str) -> argparse.ArgumentParser:
    """The three commands."""
    top = argparse.ArgumentParser(prog="python -m complaints", description=say(language, "desk.command.about"))
    commands = top.add_subparsers(dest="command", required=True)
    listing = commands.add_parser("list", help=say(language, "desk.command.list"))
    export = commands.add_parser("export", help=say(language, "desk.command.export"))
    check = commands.add_parser("verify", help=say(language, "desk.command.verify"))
    for command in (listing, export):
        command.add_argument("--database", type=Path, default=None, help=say(language, "risk.command_database"))
    export.add_argument("case", help=say(language, "desk.command.case"))
    export.add_argument("--output", type=Path, default=None, help=say(language, "desk.command.output"))
    check.add_argument("packet", type=Path, help=say(language, "desk.command.packet"))
    for command in (listing, check):
        command.add_argument("--json", action="store_true", help=say(language, "desk.command.json"))
    return top


def desk_of(database: Path | None) -> Desk:
    """The desk of a database that exists already."""
    path = database or default_path()
    if not path.exists():
        raise FileNotFoundError(2, f"{path}: No such file")
    return Desk.at(Warehouse(path))


def complain(sentence: str) -> int:
    """One line to the error stream; exit code 1."""
    sys.stderr.write(sentence + "\n")
    return 1


def list_cases(desk: Desk, language: str, *, as_json: bool) -> int:
    """Open cases, the most urgent first; names are masked."""
    rows = [
        {
            "case": due.case["case_id"],
            "stage": due.case["stage"],
            "violation": due.case["violation"],
            "buyer": masked_name(due.case["buyer"]) if due.case["buyer"] else None,
            "due": due.purpose,
            "on": due.on.isoformat() if due.on else None,
            "days": due.days,
            "at_stake": due.at_stake,
        }
        for due in due_list(desk)
    ]
    if as_json:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
        return 0
    if not rows:
        sys.stdout.write(say(language, "desk.command.no_cases") + "\n")
    for row in rows:
        days = row["days"]
        key = f"desk.due.{row['due']}{'_late' if days is not None and days < 0 else ''}"
        until = say(language, key, date=row["on"] or "–", days=abs(days or 0))
        stage = say(language, f"desk.stage.{row['stage']}")
        sys.stdout.write(f"{row['case']}  {stage}  {row['buyer'] or '–'}  ¥{row['at_stake']:,.2f}  {until}\n")
    return 0


def export_packet(desk: Desk, case_id: str, output: Path | None, language: str) -> int:
    """Write the packet and name what it lacks."""
    target = output or Path(f"{case_id}.zip")
    packet = save_packet(desk, read_dossier(desk, case_id), target, language)
    sys.stdout.write(say(language, "desk.command.written", path=target, pieces=packet.pieces, sha256=packet.sha256))
    sys.stdout.write("\n")
    for omission in packet.omitted:
        sys.stdout.write(f"- {omission.text}\n")
    return 0


def verify_packet(packet: Path, language: str, *, as_json: bool) -> int:
    """Whether the packet is as it was written."""
    found = verify(packet)
    if as_json:
        troubles = [vars(trouble) for trouble in found.troubles]
        told = {"case": found.case, "files": found.files, "intact": found.is_intact, "troubles": troubles}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    elif found.is_intact:
        sys.stdout.write(say(language, "desk.verify.intact", case=found.case, files=found.files) + "\n")
    else:
        for trouble in found.troubles:
            sentence = say(language, f"desk.verify.{trouble.key}", path=trouble.path, detail=trouble.detail)
            sys.stdout.write(sentence + "\n")
    return 0 if found.is_intact else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        # the reader (head, less) has seen enough
        sys.stderr.close()
