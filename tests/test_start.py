"""What the program does in the terminal it is started from."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.served import free_port, wait_for
from locales import command_language
from tests.etl.files import header, write
from warehouse import ROOT


@pytest.mark.skipif(sys.platform == "win32", reason="has no pseudo-terminals")
def test_a_first_start_in_a_terminal_waits_for_no_answer(tmp_path: Path) -> None:
    import pty

    port = free_port()
    terminal, process_side = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port),
         "--server.headless", "false"],
        cwd=ROOT, stdin=process_side, stdout=process_side, stderr=process_side,
        env=os.environ | {"HOME": str(tmp_path), "BROWSER": "true", "HUOYAN_DATABASE": str(tmp_path / "x.duckdb")},
    )  # fmt: skip
    try:
        wait_for(f"http://localhost:{port}/_stcore/health")
    finally:
        process.terminate()
        process.wait()
        os.close(process_side)
        os.close(terminal)


def test_a_name_that_the_code_page_lacks_is_written_all_the_same(tmp_path: Path) -> None:
    file = write(tmp_path / "订单😀.csv", header("O-E"), [])
    told = subprocess.run(
        [sys.executable, "-m", "etl", str(file), "--database", str(tmp_path / "x.duckdb")],
        cwd=ROOT, env=os.environ | {"PYTHONIOENCODING": "cp1252"}, capture_output=True, check=False,
    )  # fmt: skip
    assert "订单😀.csv" in told.stdout.decode("utf-8"), told.stderr


@pytest.mark.parametrize(
    ("system", "language"),
    [("Chinese (Simplified)_China", "zh"), ("zh_CN", "zh"), ("English_United States", "en"), (None, "en")],
)
def test_commands_speak_the_language_of_the_system(
    monkeypatch: pytest.MonkeyPatch, system: str | None, language: str
) -> None:
    for name in ("HUOYAN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("locale.getlocale", lambda: (system, None))
    assert command_language() == language
