"""Backup and restore: everything comes back equal, a damaged file changes nothing, nothing that was there is lost."""

from __future__ import annotations

import hashlib
import json
import shutil
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

import backup
from complaints import rulebook
from risk import verdicts
from tests.risk.rows import put, put_orders
from warehouse import DatabaseBusy, Warehouse

NAME = "shop o'clock.duckdb"
WINDOW = "review.windows.created.length"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a shop with orders, verdicts, a correction and three files of evidence; tests work on copies."""
    folder = tmp_path_factory.mktemp("shop")
    store = Warehouse(folder / NAME)
    put(store, "batch", {})
    put_orders(store, *({"order_id": f"o{n}", "buyer": f"客{n}"} for n in range(5)))
    rulebook.correct(store, WINDOW, 15, "千牛页面")
    verdicts.refresh(store)
    for content in (b"chat", b"\x00\xff" * 70_000, b""):
        name = hashlib.sha256(content).hexdigest()
        place = folder / "evidence" / name[:2] / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return folder


@pytest.fixture
def now(shop: Path, tmp_path: Path) -> Warehouse:
    """A shop that is open at this moment."""
    shutil.copytree(shop, tmp_path / "now")
    return Warehouse(tmp_path / "now" / NAME, wait_seconds=1)


@pytest.fixture(scope="module")
def saved(shop: Path) -> Path:
    """The backup of that shop."""
    target = shop.with_name("saved.huoyan.zip")
    backup.save(Warehouse(shop / NAME), target)
    return target


def tables(store: Warehouse) -> dict[str, list[str]]:
    """Every table's rows, but for the counters that a restore raises."""
    with store.cursor() as cursor:
        names = [
            str(name) for (name,) in cursor.execute("select table_name from duckdb_tables() order by 1").fetchall()
        ]
        rows = {name: sorted(map(repr, cursor.table(name).fetchall())) for name in names}
        settings = "select * from meta where key not in ('data_version', 'verdict_version') order by key"
        rows["meta"] = [repr(row) for row in cursor.execute(settings).fetchall()]
    return rows


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_empty_folder_gets_every_table_and_every_file_back(shop: Path, saved: Path, tmp_path: Path) -> None:
    store = Warehouse(shop / NAME)
    new = Warehouse(tmp_path / "new" / "huoyan.duckdb")
    restored = backup.restore(new, saved)
    assert (restored.kept, restored.manifest.evidence_files) == (None, 3)
    assert tables(new) == tables(store)
    assert len(tables(new)["buyer_order"]) == 5
    assert files(tmp_path / "new" / "evidence") == files(shop / "evidence")
    assert rulebook.read(new).rules[WINDOW].value == 15
    assert verdicts.is_fresh(new)
    put(new, "batch", {"file": "next.xlsx"})
    with new.cursor() as cursor:
        numbers = [number for (number,) in cursor.execute("select batch_id from batch").fetchall()]
    assert len(set(numbers)) == len(numbers) == 2
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["evidence", "huoyan.duckdb"]


def test_what_was_there_is_replaced_and_kept_beside(now: Warehouse, saved: Path, tmp_path: Path) -> None:
    folder, store = tmp_path / "now", now
    put_orders(store, {"order_id": "later", "buyer": "客9"})
    (folder / "evidence" / "later").write_bytes(b"later")
    known, former = store.version(), files(folder / "evidence")
    restored = backup.restore(store, saved)
    assert len(tables(store)["buyer_order"]) == 5
    assert "later" not in files(folder / "evidence")
    assert store.version() > known
    assert restored.kept is not None
    assert files(restored.kept / "evidence") == former
    assert len(tables(Warehouse(restored.kept / NAME))["buyer_order"]) == 6


def test_a_database_that_no_longer_opens_can_be_replaced(saved: Path, tmp_path: Path) -> None:
    broken = tmp_path / "now" / "huoyan.duckdb"
    broken.parent.mkdir()
    broken.write_bytes(b"not a database" * 1000)
    store = Warehouse(broken, wait_seconds=1)
    backup.restore(store, saved)
    assert len(tables(store)["buyer_order"]) == 5


def test_a_backup_is_of_one_moment_while_others_write(now: Warehouse, tmp_path: Path) -> None:
    store = now
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            put_orders(store, {"order_id": f"w{number}", "buyer": "客0"})
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        backup.save(store, tmp_path / "b.huoyan.zip")
    finally:
        stop.set()
        writer.join()
    new = Warehouse(tmp_path / "new" / "huoyan.duckdb")
    backup.restore(new, tmp_path / "b.huoyan.zip")
    with new.cursor() as cursor:
        # put_orders writes the order first and its line in the next transaction
        [(orders, lines)] = cursor.execute(
            "select (select count(*) from buyer_order), (select count(*) from order_line)"
        ).fetchall()
    assert orders - lines in (0, 1)


def rewritten(source: Path, target: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    """The same zip with members changed or (None) left out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)


def with_manifest(change: Callable[[dict[str, Any]], None]) -> Callable[[str, bytes], bytes]:
    def changed(name: str, content: bytes) -> bytes:
        if name != backup.MANIFEST:
            return content
        told = json.loads(content)
        change(told)
        return json.dumps(told).encode()

    return changed


def rename_first(told: dict[str, Any]) -> None:
    told["members"][1]["path"] = "evidence/../../escaped"


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda name, content: content + b"x" if name.startswith("evidence") else content, "damaged"),
        (lambda name, content: None if name.startswith("evidence") else content, "damaged"),
        (lambda name, content: content[:-1] if name == backup.DATABASE else content, "damaged"),
        (lambda name, content: None if name == backup.MANIFEST else content, "not_a_backup"),
        (lambda name, content: b"{}" if name == backup.MANIFEST else content, "not_a_backup"),
        (with_manifest(rename_first), "damaged"),
        (with_manifest(lambda told: told.update(format=99)), "newer"),
    ],
)
def test_a_changed_backup_is_refused_and_nothing_is_touched(
    now: Warehouse, saved: Path, tmp_path: Path, change: Callable[[str, bytes], bytes | None], key: str
) -> None:
    store = now
    rewritten(saved, tmp_path / "changed.zip", change)
    before = (tables(store), files(tmp_path / "now" / "evidence"))
    with pytest.raises(backup.BackupError) as refused:
        backup.restore(store, tmp_path / "changed.zip")
    assert refused.value.key == key
    assert (tables(store), files(tmp_path / "now" / "evidence")) == before
    assert sorted(path.name for path in (tmp_path / "now").iterdir()) == ["evidence", NAME]
    assert not (tmp_path / "escaped").exists()


@given(st.integers(0, 10**9), st.integers(1, 255))
def test_one_changed_byte_anywhere_is_found_or_harmless(small_backup: Path, place: int, change: int) -> None:
    content = bytearray(small_backup.read_bytes())
    at = place % len(content)
    content[at] ^= change
    changed = small_backup.with_name("changed.zip")
    changed.write_bytes(content)
    try:
        manifest = backup.check(changed)
    except backup.BackupError:
        return
    # bytes of the zip's own book-keeping (times, attributes) may differ; what comes out of it may not
    whole = {m.path: (m.size, m.sha256) for m in backup.check(small_backup).members}
    assert {m.path: (m.size, m.sha256) for m in manifest.members} == whole


def test_a_list_of_contents_that_points_before_the_file_is_told(small_backup: Path, tmp_path: Path) -> None:
    content = bytearray(small_backup.read_bytes())
    content[-4] |= 1  # where the zip says that the list begins: 65,536 bytes too far on
    (tmp_path / "moved.zip").write_bytes(content)
    with pytest.raises(backup.BackupError) as refused:
        backup.check(tmp_path / "moved.zip")
    assert refused.value.key == "damaged"


@pytest.fixture(scope="module")
def small_backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup whose database is three bytes long: check() compares bytes and does not open it."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "db").write_bytes(b"abc")
    (folder / "e").write_bytes(b"evidence" * 20)
    target = folder / "b.zip"
    backup.pack({backup.DATABASE: folder / "db", "evidence/ab/abc": folder / "e"}, target, lambda _: None)
    return target


def test_what_is_no_zip_or_holds_no_database_is_refused(now: Warehouse, tmp_path: Path) -> None:
    for content in (b"", b"PK\x03\x04", b"hello" * 100):
        (tmp_path / "x.zip").write_bytes(content)
        with pytest.raises(backup.BackupError):
            backup.check(tmp_path / "x.zip")
    (tmp_path / "db").write_bytes(b"no database")
    backup.pack({backup.DATABASE: tmp_path / "db"}, tmp_path / "y.zip", lambda _: None)
    with pytest.raises(backup.BackupError):
        backup.restore(now, tmp_path / "y.zip")
    assert len(tables(now)["buyer_order"]) == 5


def test_an_older_layout_is_brought_up_to_date(tmp_path: Path) -> None:
    old = tmp_path / "old.duckdb"
    with duckdb.connect(str(old)) as connection:
        connection.execute((Path(__file__).parent / "data" / "layout_1.sql").read_text("utf-8"))
        connection.execute("insert into buyer_order (shop, order_id, batch_id, row_number) values ('店', '1', 1, 2)")
        connection.execute(
            "insert into refund (shop, refund_id, reason, reason_class, batch_id, row_number) "
            "values ('店', 'r1', '退运费', 'other', 1, 2), ('店', 'r2', '协商一致退款', 'other', 1, 3)"
        )
    backup.pack({backup.DATABASE: old}, tmp_path / "old.zip", lambda _: None)
    new = Warehouse(tmp_path / "new" / "huoyan.duckdb")
    backup.restore(new, tmp_path / "old.zip")
    with new.cursor() as cursor:
        assert cursor.execute("select shop, order_id from buyer_order").fetchall() == [("店", "1")]
        assert cursor.execute("select count(undone_at) from batch").fetchall() == [(0,)]
        known = cursor.execute("select refund_id, reason_class from refund order by refund_id").fetchall()
        assert known == [("r1", "price"), ("r2", "other")]
    verdicts.ensure_fresh(new)
    assert verdicts.is_fresh(new)


def test_a_newer_layout_is_refused(now: Warehouse, saved: Path, tmp_path: Path) -> None:
    with now.writing() as cursor:
        cursor.execute("update meta set value = '999' where key = 'schema_version'")
    backup.save(now, tmp_path / "future.zip")
    with pytest.raises(backup.BackupError) as refused:
        backup.restore(Warehouse(tmp_path / "new" / "huoyan.duckdb"), tmp_path / "future.zip")
    assert (refused.value.key, refused.value.detail) == ("newer", "999")
    backup.restore(now, saved)


def test_a_restored_database_that_does_not_open_is_put_back(
    now: Warehouse, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (tables(now), files(tmp_path / "now" / "evidence"))

    def failing(_: object, text: str) -> tuple[int]:
        if "count" in text:
            raise duckdb.IOException("disk full")
        return (2,)

    monkeypatch.setattr(backup, "one", failing)
    with pytest.raises(duckdb.IOException):
        backup.restore(now, saved)
    assert (tables(now), files(tmp_path / "now" / "evidence")) == before


def test_nothing_is_exchanged_under_a_page_that_is_being_drawn(now: Warehouse, saved: Path) -> None:
    with now.cursor(), pytest.raises(DatabaseBusy):
        backup.restore(now, saved)
    assert len(tables(now)["buyer_order"]) == 5


def test_the_command_saves_checks_and_restores(
    now: Warehouse, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUOYAN_LANGUAGE", "zh")
    file, database = tmp_path / "b.huoyan.zip", str(now.path)
    assert backup.main(["save", str(file), "--database", database]) == 0
    assert backup.main(["check", str(file)]) == 0
    assert "3 个证据文件" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        backup.main(["restore", str(file), "--database", database])
    assert backup.main(["restore", str(file), "--database", database, "--yes"]) == 0
    assert "replaced-" in capsys.readouterr().out
    file.write_bytes(file.read_bytes()[:-30])
    assert backup.main(["restore", str(file), "--database", database, "--yes"]) == 1
    assert "现有数据没有变化" in capsys.readouterr().err
    assert backup.main(["check", str(tmp_path / "none.zip")]) == 1
