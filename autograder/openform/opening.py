"""What came of looking for a function: how it is to be judged, what is said of it, and who decides."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from autograder.course.conventions import NAME, Argument, Conventions, Function, Scale
from autograder.course.words import Words
from autograder.session.session import Manner

SCALES: dict[Scale, str] = {
    "log_var": "the logarithm of the variance",
    "log_std": "the logarithm of the standard deviation",
    "std": "a standard deviation",
    "var": "a variance",
}
MOST_OTHERS = 2  # that are tried where the first fails
ELSEWHERE = "Gradescope reads the rest of your file too, where the name {} may turn out to be a slip."
UNSURE = "What your function does and what its names say can be read in more than one way."


@dataclass(frozen=True)
class Opening:
    """What came of looking for one of the course's functions.

    `person` says why a person has to decide; it is empty where the grader can. `evidence` is for staff.
    `others` are to be tried where the first fails: other functions that do the same.
    """

    function: Function
    manner: Manner
    messages: tuple[str, ...] = ()
    person: str = ""
    evidence: dict[str, Any] = field(default_factory=dict)
    others: tuple[Opening, ...] = ()

    @property
    def name(self) -> str:
        """The function's name, as its author wrote it."""
        return self.manner.words[self.function]


def manner(
    function: Function,
    name: str,
    conventions: Conventions,
    names: Mapping[Argument, str],
    plan: Mapping[str, Any] | None,
) -> Manner:
    """Return how a function is spoken of and called: by its own name and those of its parameters."""
    kept = {argument: own for argument, own in names.items() if re.match(NAME, own)}
    with contextlib.suppress(ValueError):  # two of them have one name
        conventions = msgspec.structs.replace(conventions, names={**conventions.names, **kept})
    own = name if re.match(NAME, name) else function
    return Manner(Words(conventions, {function: own}), plan)


def absent(function: Function, reason: str, evidence: dict[str, Any]) -> Opening:
    """Return that a function was not found, so that a person has to look."""
    return Opening(function, manner(function, function, Conventions(), {}, None), (reason,), reason, evidence)
