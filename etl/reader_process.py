"""Reads one workbook in a process of its own: python -m etl.reader_process FOLDER, the request as JSON on stdin.

Readers of workbooks trust the file: one cell at the far corner makes them ask for hundreds of gigabytes, and then
the process dies. Here it is this process, not the dashboard. The sheets come back as Arrow files beside a list.
"""

from __future__ import annotations

import json
import os
import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path

import pyarrow as pa
import pyarrow.ipc

from etl.problem import Refused
from etl.raw_sheets import RawSheet
from etl.workbooks import sheets_of

MOST_MEMORY_BYTES = 3 * 1024**3
ANSWER = "sheets.json"  # as readers.py looks for it


def main() -> int:
    """Read the request, write the answer; 0 also where the file was refused."""
    folder = Path(sys.argv[1])
    request = json.loads(sys.stdin.readline())
    limit_memory()
    sys.meta_path.insert(0, WithoutPandas())
    try:
        found = [
            keep(folder, number, sheet)
            for number, sheet in enumerate(
                sheets_of(Path(request["path"]), request["container"], request["password"], folder)
            )
        ]
        answer: dict[str, object] = {"sheets": found}
    except Refused as refusal:
        answer = {"refused": refusal.problem.key, "values": refusal.problem.values}
    except MemoryError:
        answer = {"refused": "etl.too_large", "values": {}}
    (folder / ANSWER).write_text(json.dumps(answer), "utf-8")
    return 0


class WithoutPandas(MetaPathFinder):
    """pyarrow would load pandas, a tenth of this process's time, to ask whether a list is one of its series."""

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        """Say of pandas that it is not there, of all else that others know."""
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname)
        return None


def keep(folder: Path, number: int, sheet: RawSheet) -> dict[str, object]:
    """Write a sheet as an Arrow file that the caller can map into memory."""
    target = folder / f"sheet{number}.arrow"
    with pa.OSFile(str(target), "wb") as sink, pa.ipc.new_file(sink, sheet.cells.schema) as writer:
        # one batch is read by one thread, so there are several
        writer.write_table(sheet.cells.combine_chunks(), max_chunksize=16_384)
    return {"name": sheet.name, "file": target.name, "first_row": sheet.first_row}


def limit_memory() -> None:
    """Let the system refuse what no export needs. Windows has no such limit; there the caller's time limit holds."""
    try:
        import resource
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, most))


if __name__ == "__main__":
    # the answer is written: to give all memory back piece by piece would only take time
    os._exit(main())
