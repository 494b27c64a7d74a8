"""One piece of work in a process of its own: its seconds without the start of Python, and its peak memory.

python -m benchmarks.measured WORK FILE does the work and prints the seconds.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import python_calamine

from warehouse import ROOT, Warehouse

# to ask for the memory of a big process holds it up for some milliseconds
SAMPLE_SECONDS = 0.25
PROC = Path("/proc")


@dataclass(frozen=True)
class Measured:
    """Seconds of the work alone; peak memory of its process and those that it started, None where not known."""

    seconds: float
    peak_bytes: int | None


def quickest(works: Mapping[str, tuple[str, Path]], repeats: int) -> dict[str, Measured]:
    """The quickest of a few runs of each work, and the highest peak; the works take turns, as machines are noisy."""
    runs: dict[str, list[Measured]] = {name: [] for name in works}
    for _ in range(repeats):
        for name, (work, file) in works.items():
            runs[name].append(measure(work, file))
    return {
        name: Measured(
            min(run.seconds for run in found),
            max((run.peak_bytes for run in found if run.peak_bytes is not None), default=None),
        )
        for name, found in runs.items()
    }


def measure(work: str, file: Path) -> Measured:
    """One run."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.measured", work, str(file)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    peak: int | None = None
    while process.poll() is None:
        now = memory_of(process.pid)
        peak = now if peak is None else max(peak, now or 0)
        time.sleep(SAMPLE_SECONDS)
    said = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise RuntimeError(f"{work} {file.name} failed")
    return Measured(float(said.split()[-1]), peak)


def memory_of(process: int) -> int | None:
    """Bytes held by a process and all below it, shared pages counted by their share; None where /proc is missing."""
    if not PROC.exists():
        return None
    total, waiting = 0, [process]
    while waiting:
        here = waiting.pop()
        try:
            rollup = (PROC / str(here) / "smaps_rollup").read_text()
            total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) * 1024
            for thread in (PROC / str(here) / "task").iterdir():
                waiting.extend(int(child) for child in (thread / "children").read_text().split())
        except (OSError, StopIteration):
            continue  # it has just ended
    return total


def parse_with_calamine(file: Path, _: Path) -> Callable[[], object]:
    """A bare parse of the first sheet."""
    return lambda: python_calamine.CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()


def read_csv_into_table(file: Path, folder: Path) -> Callable[[], object]:
    """DuckDB's own reader into a table of a database file."""
    database = duckdb.connect(str(folder / "bare.duckdb"))
    values = {"file": str(file)}
    return lambda: database.execute("create table bare as from read_csv($file, all_varchar = true)", values)


def take_in_only(file: Path, folder: Path) -> Callable[[], object]:
    """The import alone."""
    from etl.intake import Source, take_in

    return lambda: take_in(Warehouse(folder / "huoyan.duckdb"), [Source(file.name, file)])


def take_in_and_judge(file: Path, folder: Path) -> Callable[[], object]:
    """The import with the verdicts, as the page and the command do it."""
    import pipeline
    from etl.intake import Source

    return lambda: pipeline.run(Warehouse(folder / "huoyan.duckdb"), [Source(file.name, file)])


WORK: Mapping[str, Callable[[Path, Path], Callable[[], object]]] = {
    "calamine": parse_with_calamine,
    "read_csv": read_csv_into_table,
    "import": take_in_only,
    "all": take_in_and_judge,
}


def main() -> None:
    """Do the work, print its seconds."""
    with tempfile.TemporaryDirectory() as folder:
        work = WORK[sys.argv[1]](Path(sys.argv[2]), Path(folder))
        started = time.perf_counter()
        work()
        print(time.perf_counter() - started)


if __name__ == "__main__":
    main()
