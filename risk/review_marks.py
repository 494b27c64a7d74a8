"""Keeps what reviews were found to contain: new texts are read once, then joined with copies and outliers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
from scipy.special import betainc

from risk.review_text import WORDS, read_text
from risk.word_lists import FOLDER, word_list
from warehouse import Warehouse, one, read_sql

SQL = Path(__file__).with_name("sql") / "reviews"
CHUNK = 2_000
# what decides a reading: another list or another rule means reading all texts again
DECIDING = (
    *sorted(FOLDER.glob("*.toml")),
    *(Path(__file__).with_name(f"{n}.py") for n in ("review_text", "personal_data")),
)


def ensure_read(warehouse: Warehouse, progress: Callable[[float], None] | None = None) -> None:
    """Bring review_finding up to the data. `progress` gets the share of texts read, 0..1. Raises DatabaseBusy."""
    if is_read(warehouse):
        return
    with warehouse.writing(remakes_verdicts=False) as cursor:
        forget_other_words(cursor)
        texts = cursor.execute(read_sql(SQL / "unread_texts.sql")).df()
        for start in range(0, len(texts), CHUNK):
            read_texts(cursor, texts.iloc[start : start + CHUNK])
            if progress:
                progress(min(1.0, (start + CHUNK) / len(texts)))
        find(cursor)
        # writing() raises the data version once more when it commits, and this one with it
        cursor.execute(
            "update meta set value = (select value from meta where key = 'data_version') where key = 'review_version'"
        )


def is_read(warehouse: Warehouse) -> bool:
    """Whether the findings were made from the data as they are now, with the words as they are now."""
    with warehouse.cursor() as cursor:
        known = dict(cursor.execute("select key, value from meta").fetchall())
    return known["review_version"] == known["data_version"] and known["review_words"] == words_key()


def forget_other_words(cursor: duckdb.DuckDBPyConnection) -> None:
    """Readings made with other words are of no use."""
    known = one(cursor, "select value from meta where key = 'review_words'")
    if known != (words_key(),):
        cursor.execute("delete from review_reading")
        cursor.execute("update meta set value = $key where key = 'review_words'", {"key": words_key()})


def words_key() -> str:
    """Stands for the word lists and the rules that read with them."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in DECIDING)).hexdigest()[:16]


def read_texts(cursor: duckdb.DuckDBPyConnection, texts: pd.DataFrame) -> None:
    """Read some texts and keep what they contain."""
    readings = pd.DataFrame(
        {"text_key": texts["text_key"], "findings": [list(read_text(text).findings) for text in texts["text"]]}
    )
    cursor.register("readings", readings)
    cursor.execute("insert into review_reading select text_key, findings::varchar[] from readings")
    cursor.unregister("readings")


def find(cursor: duckdb.DuckDBPyConnection) -> None:
    """Remake review_finding from texts, copies and outliers."""
    rules = word_list(WORDS)
    bad = cursor.execute(read_sql(SQL / "bad_reviews.sql")).df()
    # P(rate < liked) under Beta(a + bad, b + good): the regularised incomplete beta function
    misses = bad["others"] - bad["others_bad"]
    bad["liked"] = betainc(bad["a"] + bad["others_bad"], bad["b"] + misses, float(rules["outlier"]["liked"]))
    cursor.execute("delete from review_finding")
    cursor.register("judged_reviews", bad[["shop", "review_id", "others", "others_bad", "liked"]])
    cursor.execute(
        read_sql(SQL / "review_finding.sql"),
        {"shortest": rules["copies"]["shortest"], "certainty": rules["outlier"]["certainty"]},
    )
    cursor.unregister("judged_reviews")
