"""What came of looking for a function: how it is to be judged, what is said of it, and who decides."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeVar

import msgspec

from autograder.course.conventions import NAME, Argument, Conventions, Function, Scale
from autograder.course.words import Words
from autograder.openform.names import Claim
from autograder.openform.parameters import Way
from autograder.openform.table import SCALE_OF, Verdict
from autograder.session.manner import Manner

SCALES: dict[Scale, str] = {
    "log_var": "the logarithm of the variance",
    "log_std": "the logarithm of the standard deviation",
    "std": "a standard deviation",
    "var": "a variance",
}
MOST_OTHERS = 2  # that are tried where the first fails
OTHERWISE = "The name {} says something else than it is: {}."
ELSEWHERE = "Gradescope reads the rest of your file too, where the name {} may turn out to be a slip."
UNSURE = "What your function does and what its names say can be read in more than one way."


@dataclass(frozen=True)
class Opening:
    """What came of looking for one of the course's functions.

    `messages` are for the student. `person` is too, where it is not empty: why a person has to decide.
    `evidence` is for staff. `others` are to be tried where the first fails: other functions that do the same.
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


class Reading(Protocol):
    """A way to call a function, and whether what came of it is what the course asks for."""

    @property
    def way(self) -> Way:
        """How it is called."""
        ...

    @property
    def is_exact(self) -> bool:
        """Whether its numbers are right."""
        ...


R = TypeVar("R", bound=Reading)


def decide(
    function: Function,
    readings: Sequence[R],
    missing: str,
    verdict: Callable[[R], Verdict],
    understand: Callable[[R, Verdict, dict[str, Any]], Opening],
) -> Opening:
    """Return the likeliest of the right readings, each of another function, with others to try after it.

    The likeliest of all where none is right, and the reason `missing` where there is none. What `understand`
    returns holds the evidence that it is given.
    """
    first_of: dict[str, R] = {}
    for reading in readings:
        first_of.setdefault(reading.way.signature.signature(), reading)
    evidence = {"functions": list(first_of)}
    if not first_of:
        return absent(function, missing, evidence)
    every = [(r, verdict(r)) for r in [*first_of.values()][: MOST_OTHERS + 1]]
    right = [e for e in every if e[0].is_exact and e[1] in ("accept", "remark")] or every[:1]
    first, *others = (understand(reading, kind, evidence) for reading, kind in right)
    return replace(first, others=tuple(others))


def remarks(name: str, claim: Claim, scale: Scale, verdict: Verdict, *, elsewhere: bool) -> list[str]:
    """Return what is to be said of a width whose name claims what it is; `elsewhere` the file is read too."""
    sentences = []
    if verdict == "remark" and SCALE_OF[claim] not in (None, scale):
        sentences.append(OTHERWISE.format(name, SCALES[scale]))
    if verdict in ("reject", "person") and elsewhere:
        sentences.append(ELSEWHERE.format(name))
    return sentences


def manner(
    function: Function,
    name: str,
    conventions: Conventions,
    names: Mapping[Argument, str],
    plan: Mapping[str, Any] | None,
) -> Manner:
    """Return how a function is spoken of and called: by its own name and those of its parameters."""
    own_names = {argument: own for argument, own in names.items() if re.match(NAME, own)}
    with contextlib.suppress(ValueError):  # two of them have one name
        conventions = msgspec.structs.replace(conventions, names={**conventions.names, **own_names})
    own = name if re.match(NAME, name) else function
    return Manner(Words(conventions, {function: own}), plan)


def absent(function: Function, reason: str, evidence: dict[str, Any]) -> Opening:
    """Return that a function was not found, so that a person has to look."""
    own = manner(function, function, Conventions(), {}, None)
    return Opening(function, own, person=reason, evidence=evidence)
