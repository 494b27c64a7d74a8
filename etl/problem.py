"""What went wrong with a file, as a key of the catalogue and the values of its sentence."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Problem:
    """One sentence for the owner: `say(language, problem.key, **problem.values)`."""

    key: str
    values: dict[str, object] = field(default_factory=dict)


class Refused(Exception):
    """A file cannot be taken in; `problem` says what is missing and what to do next."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.problem = Problem(key, values)
