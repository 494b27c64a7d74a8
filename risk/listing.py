"""The list of buyers as a table: columns, reasons in plain words, and the file formats of the command."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from locales import say
from warehouse import Warehouse

SQL = Path(__file__).with_name("sql")
COLUMNS = [
    "shop", "buyer", "tier", "certainty", "signals", "orders", "unpaid", "unpaid_expected", "certainty_unpaid",
    "refunds", "refunds_expected", "certainty_refund", "bad_reviews", "bad_reviews_expected", "certainty_review",
    "amount_at_stake", "linked_group", "first_order", "last_order", "reasons",
]  # fmt: skip
# signal → (chances, hits that count, expected) in the list
MEASURES = {
    "unpaid": ("unpaid_trials", "unpaid_counted", "unpaid_expected"),
    "refund": ("refund_trials", "refunds_counted", "refunds_expected"),
    "review": ("review_trials", "bad_reviews_counted", "bad_reviews_expected"),
}
# A spreadsheet runs a cell that begins with one of these; a leading apostrophe makes it text.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def flagged(warehouse: Warehouse, *, everyone: bool = False, language: str = "zh") -> pd.DataFrame:
    """One row a flagged buyer (or every buyer), strongest first: COLUMNS, then the counts behind the reasons."""
    found = warehouse.ask(SQL / "list.sql", {"everyone": everyone})
    found["reasons"] = [reasons(row, language) for row in found.to_dict("records")]
    rest = [column for column in found.columns if column not in COLUMNS]
    return found[COLUMNS + rest]


def reasons(row: dict, language: str) -> str:
    """Why the buyer is listed: one plain sentence a flagged signal; empty for those who are not."""
    parts = [reason(row, signal, language) for signal in str(row["signals"]).split(",") if signal in MEASURES]
    # an account without a group has no string there, but pandas' missing value
    in_group = isinstance(row["linked_group"], str) and (row["is_raised_by_links"] or row["tier"] == "watch")
    if parts and in_group:
        parts.append(say(language, "risk.in_group", group=row["linked_group"]))
    return say(language, "risk.join").join(parts)


def reason(row: dict, signal: str, language: str) -> str:
    """The sentence for one signal: chances, what was seen, what was to be expected."""
    trials, observed, expected = (row[name] for name in MEASURES[signal])
    return say(
        language,
        f"risk.reason.{signal}",
        trials=int(trials),
        observed=int(observed),
        expected=shown_count(expected),
    )


def shown_count(expected: float) -> str:
    """A count to be expected: 2.4, 0.03, <0.01; never 0.0, which would read as if it could not happen. 0: of none."""
    if expected == 0:
        return "0"
    if expected < 0.005:
        return "<0.01"
    return f"{expected:.1f}" if expected >= 0.095 else f"{expected:.2f}"


def as_text_cell(value: object) -> object:
    """The value so that a spreadsheet opening a csv shows it instead of running it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """UTF-8 with BOM, which Excel in Chinese opens right."""
    texts = frame.select_dtypes(include=["object", "string"]).columns
    safe = frame.assign(**{name: frame[name].map(as_text_cell) for name in texts})
    return str(safe.to_csv(index=False, date_format="%Y-%m-%d %H:%M:%S")).encode("utf-8-sig")


def write_csv(frame: pd.DataFrame, target: Path) -> None:
    """csv_bytes() into a file."""
    target.write_bytes(csv_bytes(frame))
