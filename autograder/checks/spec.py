"""A check as it is written: its decorators and docstring, read once into a record.

The decorators are gradescope-utils', which only leave their words on the method, and `after`, of ours. What
that library would run around a method (a `set_score` that keeps its score on the function) is not used.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar, get_args

from gradescope_utils.autograder_utils import decorators

from autograder.course.assignment import Visibility
from autograder.sandbox.outside.errors import GraderFault

Group = type[Any]  # a class of `checks.base.Check`, whose objects are made of what is read of it here
PREFIX = "test_"
Method = TypeVar("Method", bound=Callable[..., None])


def after(*checks: str, needed: bool = True) -> Callable[[Method], Method]:
    """Say on which checks, by their ids, a check rests: it runs after them.

    Where one of them has given no points it is not run, unless these are not `needed`.
    """

    def mark(method: Method) -> Method:
        method.__after__ = checks  # type: ignore[attr-defined]
        method.__needs__ = checks if needed else ()  # type: ignore[attr-defined]
        return method

    return mark


@dataclass(frozen=True)
class CheckSpec:
    """What a group's method `test_<id>` says of itself.

    `visibility` and `concealment`, the words that stand in place of a failure's, are empty where nothing is
    said. `takes` are the setters that the method asks for: set_score, set_leaderboard_value.
    """

    id: str
    group: Group
    method: Callable[..., None]
    sentence: str
    number: str
    tags: tuple[str, ...]
    points: float
    visibility: str
    concealment: str
    leaderboard: tuple[str, str] | None
    takes: frozenset[str]
    after: tuple[str, ...]
    needs: tuple[str, ...]

    @property
    def order(self) -> list[str]:
        """A key that puts number 2.2.10 after 2.2.9."""
        return [part.zfill(6) for part in self.number.split(".")]


def specs(groups: Iterable[Group]) -> list[CheckSpec]:
    """Return every check of some groups in the order of their numbers; GraderFault where one is no check."""
    every = [_read(group, name) for group in groups for name in dir(group) if name.startswith(PREFIX)]
    ids = [spec.id for spec in every]
    if twice := {name for name in ids if ids.count(name) > 1}:
        raise GraderFault(f"more than one check has the id {', '.join(sorted(twice))}")
    return sorted(every, key=lambda spec: spec.order)


def in_turn(checks: list[CheckSpec]) -> list[CheckSpec]:
    """Return checks such that each comes after those that it names; what is not among them is ignored."""
    ids, turn = {spec.id for spec in checks}, list[CheckSpec]()
    while len(turn) < len(checks):
        before = {spec.id for spec in turn}
        ready = (s for s in checks if s.id not in before and ids.intersection(s.after) <= before)
        if (following := next(ready, None)) is None:
            raise GraderFault(
                f"each of these checks is to run after another: {', '.join(sorted(ids - before))}"
            )
        turn.append(following)
    return turn


def _read(group: Group, name: str) -> CheckSpec:
    method = getattr(group, name)
    own = name.removeprefix(PREFIX)

    def attribute(key: str, default: Any) -> Any:
        return getattr(method, f"__{key}__", default)

    visibility = attribute("visibility", "")
    if visibility and visibility not in get_args(Visibility):
        raise GraderFault(f"the check {own} has the visibility {visibility!r}")
    column = attribute("leaderboard_column", "")
    return CheckSpec(
        id=own,
        group=group,
        method=_body(method, own),
        sentence=_first_sentence(method.__doc__ or own),
        number=attribute("number", ""),
        tags=tuple(attribute("tags", ())),
        points=float(attribute("weight", 0)),
        visibility=visibility,
        concealment=attribute("hide_errors", ""),
        leaderboard=(column, attribute("leaderboard_sort_order", "")) if column else None,
        takes=frozenset({"set_score", "set_leaderboard_value"} & set(inspect.signature(method).parameters)),
        after=attribute("after", ()),
        needs=attribute("needs", ()),
    )


def _body(method: Callable[..., None], check: str) -> Callable[..., None]:
    """Return a method without gradescope-utils' wrappers; GraderFault where another hides one of these."""

    def is_wrapper(layer: Callable[..., None]) -> bool:
        return layer.__globals__ is vars(decorators)

    layers = [method]
    while (inner := getattr(layers[-1], "__wrapped__", None)) is not None:
        layers.append(inner)
    body = next(layer for layer in layers if not is_wrapper(layer))
    if any(is_wrapper(layer) for layer in layers[layers.index(body) :]):
        raise GraderFault(f"the check {check}: put its own decorators below gradescope-utils'")
    return body


def _first_sentence(docstring: str) -> str:
    """Return a docstring's first sentence, however many lines it takes."""
    paragraph = re.split(r"\n\s*\n", docstring)[0]
    return re.split(r"\.(?:\s|$)", " ".join(paragraph.split()))[0]
