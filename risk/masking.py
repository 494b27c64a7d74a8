"""Names as they are shown unless the owner asks for the real ones."""

from __future__ import annotations


def masked_name(name: str) -> str:
    """The first and last characters with ** between: 小店常客21 → 小店**21, ab → a**."""
    if len(name) <= 2:
        return f"{name[:1]}**"
    head = 1 if len(name) <= 5 else 2
    tail = 1 if len(name) <= 6 else 2
    return f"{name[:head]}**{name[-tail:]}"
