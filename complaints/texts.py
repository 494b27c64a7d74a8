"""The versions of a complaint's text."""

from __future__ import annotations

from complaints.desk import Desk


def save_text(desk: Desk, case_id: str, text: str, author: str = "owner") -> bool:
    """Keep a new version; False where it says the same as the newest. `author`: draft | owner."""
    with desk.writing() as writer:
        versions = writer.rows("texts", case_ids=[case_id])
        if versions and versions[0]["text"] == text:
            return False
        writer.run("add_text", case_id=case_id, author=author, text=text, now=writer.now)
        writer.event(case_id, "text_saved", version=len(versions) + 1, author=author)
    return True
