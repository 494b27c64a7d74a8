"""The complaint's text: its versions, and how long it is in the units that forms count in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from complaints.desk import Desk


@dataclass(frozen=True)
class Length:
    """A text's length: characters as a form counts them, bytes in both encodings."""

    characters: int
    gbk: int
    utf8: int


def length_of(text: str) -> Length:
    """Line ends count as one character; letters that GBK lacks count as GB18030 has them (4 bytes)."""
    plain = text.replace("\r\n", "\n")
    return Length(len(plain), len(plain.encode("gb18030", "replace")), len(plain.encode("utf-8", "replace")))


def save_text(desk: Desk, case_id: str, text: str, author: str = "owner") -> bool:
    """Keep a new version; False where it says the same as the newest. `author`: draft | owner."""
    with desk.writing() as writer:
        versions = writer.rows("texts", case_id=case_id)
        if versions and versions[0]["text"] == text:
            return False
        writer.run("add_text", case_id=case_id, author=author, text=text, now=writer.now)
        writer.event(case_id, "text_saved", version=len(versions) + 1, author=author)
    return True


def texts_of(desk: Desk, case_id: str) -> list[dict[str, Any]]:
    """Every version, newest first."""
    return desk.rows("texts", case_id=case_id)
