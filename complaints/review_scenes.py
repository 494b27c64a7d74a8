"""Which kind and scene of the rulebook a finding in a review leads to."""

from __future__ import annotations

from complaints.rules import Rulebook, Scene

# What is not here has no complaint type: the same text elsewhere or an outlier says nothing about a motive.
SCENES = {
    "extortion": ("review", "gain"),
    "insult": ("review", "abuse"),
    "leak": ("review", "leak"),
    "advert": ("review", "advert"),
    "meaningless": ("review", "meaningless"),
}
FINDINGS = (*SCENES, "copied", "outlier")


def scene_of(book: Rulebook, finding: str) -> Scene | None:
    """The scene under which a complaint is possible; None where there is no complaint type."""
    if finding not in SCENES:
        return None
    kind, scene = SCENES[finding]
    found = book.kinds[kind].scenes[scene]
    has_type = book.kinds[kind].complaint.value is not False and found.complaint.value is not False
    return found if has_type else None
