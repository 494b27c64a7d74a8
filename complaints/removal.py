"""Deleting a case for good: its rows, and evidence that no other case cites. Only its number is remembered."""

from __future__ import annotations

from complaints.cases import one_case
from complaints.desk import Desk

# a case that still runs is dropped or closed first
DELETABLE = ("closed", "dropped")
PARTS = ("texts", "facts", "contacts", "evidence", "submissions", "subjects", "events", "case")


class CannotDelete(Exception):
    """The case still runs."""


def delete_case(desk: Desk, case_id: str) -> int:
    """Delete a closed or dropped case; how many evidence files went with it. Raises NoSuchCase, CannotDelete.

    The rows go first, in one transaction: a process killed in between leaves bytes that nobody cites, never a case
    whose evidence is gone. Copies in backups made before stay in those backups.
    """
    with desk.writing() as writer:
        case = one_case(writer.rows("case", case_ids=[case_id]), case_id)
        if case["stage"] not in DELETABLE:
            raise CannotDelete(case_id)
        hashes = {row["sha256"] for row in writer.rows("evidence_ever", case_id=case_id)}
        for part in PARTS:
            writer.run(f"delete_{part}", case_id=case_id)
        # keeps the number from being given to another case
        writer.event(case_id, "deleted")
    alone = {sha for sha in hashes if not desk.rows("citing", sha256=sha)}
    for sha in alone:
        desk.vault.remove(sha)
    return len(alone)
