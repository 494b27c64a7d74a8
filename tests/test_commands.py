"""python -m etl and python -m risk as an owner would run them."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import etl.__main__ as etl_command
import risk.__main__ as risk_command
from risk.listing import COLUMNS
from tests.conftest import DEMO_FOLDER


def test_a_bad_file_is_named_and_the_others_are_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "对账单.csv"
    bad.write_text("流水号,金额\n1,2\n", "utf-8")
    code = etl_command.main([str(DEMO_FOLDER), str(bad), "--database", str(tmp_path / "x.duckdb"), "--json"])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert code == 1
    assert [row["file"] for row in rows if row["error"]] == ["对账单.csv"]
    assert sum(row["rows_new"] for row in rows) == sum(row["rows_read"] for row in rows) > 10_000
    assert set(rows[0]) == {
        "file", "kind", "rows_read", "rows_new", "rows_changed", "rows_rejected", "error",
    }  # fmt: skip
    again = etl_command.main([str(DEMO_FOLDER), "--database", str(tmp_path / "x.duckdb"), "--json"])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert again == 0
    assert sum(row["rows_new"] + row["rows_changed"] for row in rows) == 0


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_the_list_is_the_same_in_every_format(demo_path: Path, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"list.{suffix}"
    assert risk_command.main(["--database", str(demo_path), "--output", str(target)]) == 0
    match suffix:
        case "csv":
            assert target.read_bytes().startswith(b"\xef\xbb\xbf")
            found = pd.read_csv(target)
            assert list(found.columns[: len(COLUMNS)]) == COLUMNS
        case "parquet":
            found = pd.read_parquet(target)
            assert list(found.columns[: len(COLUMNS)]) == COLUMNS
        case _:
            found = pd.read_excel(target, dtype=str, engine="openpyxl")
            assert list(found.columns) == COLUMNS
            assert set(found["tier"]) <= {"high", "watch"}
    assert len(found) > 5


def test_every_buyer_is_listed_when_asked(demo_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert risk_command.main(["--database", str(demo_path), "--all", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert len(listed) > 2500
    assert {"high", "watch", "none"} == {row["tier"] for row in listed}
