"""A Streamlit page in a server of its own, for as long as it is looked at."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from warehouse import ROOT

START_SECONDS = 120


@dataclass(frozen=True)
class Server:
    """Where it answers, and its process number."""

    address: str
    process: int


@contextmanager
def served(script: Path, database: Path) -> Iterator[Server]:
    """The page on that database, on a port that was free. Raises TimeoutError when it does not start."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port),
         "--server.headless", "true"],
        cwd=ROOT, env=os.environ | {"HUOYAN_DATABASE": str(database)},
    )  # fmt: skip
    try:
        address = f"http://localhost:{port}"
        wait_for(f"{address}/_stcore/health")
        yield Server(address, process.pid)
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        return int(free.getsockname()[1])


def wait_for(address: str) -> None:
    """Until the server answers. Raises TimeoutError."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=1)
            return
        except OSError:
            time.sleep(0.25)
    raise TimeoutError(address)
