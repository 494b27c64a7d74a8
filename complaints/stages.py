"""The stages of a case and the moves between them; pure."""

from __future__ import annotations

STAGES = (
    "candidate", "contacting", "gathering", "ready", "submitted", "upheld", "rejected", "appeal", "closed", "dropped",
)  # fmt: skip
OPEN_STAGES = ("candidate", "contacting", "gathering", "ready", "submitted", "rejected", "appeal")
# before the platform has it: these may be left in any direction
PREPARING = ("candidate", "contacting", "gathering", "ready")
WAITING = ("submitted", "appeal")
MOVES: dict[str, tuple[str, ...]] = {
    "candidate": ("contacting", "gathering", "ready", "dropped"),
    "contacting": ("gathering", "ready", "candidate", "dropped"),
    "gathering": ("ready", "contacting", "candidate", "dropped"),
    "ready": ("submitted", "gathering", "contacting", "dropped"),
    "submitted": ("upheld", "rejected", "dropped"),
    "upheld": ("closed",),
    "rejected": ("appeal", "closed", "dropped"),
    "appeal": ("upheld", "rejected", "dropped"),
    "closed": (),
    "dropped": ("candidate",),
}
# moves that say nothing without the owner's reason
NEED_REASON = ("dropped", "candidate")
# the columns of the board and the steps above a case, each with the stages that it holds
STEPS: dict[str, tuple[str, ...]] = {
    "candidate": ("candidate",),
    "contacting": ("contacting",),
    "gathering": ("gathering",),
    "ready": ("ready",),
    "submitted": ("submitted", "appeal"),
    "result": ("upheld", "rejected", "closed"),
}


class MoveRefused(Exception):
    """A move that the stages do not have, or that lacks something; `lacking` are keys of desk.lack.<key>."""

    def __init__(self, stage: str, target: str, lacking: tuple[str, ...] = ()) -> None:
        super().__init__(f"{stage} → {target}: {', '.join(lacking) or 'no such move'}")
        self.stage = stage
        self.target = target
        self.lacking = lacking


def check_move(stage: str, target: str, reason: str | None) -> None:
    """Raises MoveRefused unless the stages have this move, with a reason where it needs one."""
    if target not in MOVES[stage]:
        raise MoveRefused(stage, target)
    if target in NEED_REASON and not (reason or "").strip():
        raise MoveRefused(stage, target, ("reason",))


def step_of(stage: str) -> str | None:
    """The step that holds the stage; None for a dropped case."""
    return next((step for step, stages in STEPS.items() if stage in stages), None)
