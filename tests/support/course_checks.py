"""Checks as a course might write them, with every decorator and every way to end."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ClassVar

from gradescope_utils.autograder_utils.decorators import (
    hide_errors,
    leaderboard,
    number,
    partial_credit,
    tags,
    visibility,
    weight,
)

from autograder.checks.base import Check
from autograder.checks.spec import after
from autograder.course.conventions import Function
from autograder.findings import Mismatch, NotRun
from autograder.sandbox.outside.errors import StudentError

MANY = 200_000


class Course(Check):
    """A group that asks for nothing, so that its checks run without a submission."""

    function: ClassVar[Function] = "kl_divergence"
    contract = "passes"

    def prepare(self) -> None:
        """Ask for nothing."""


class Outcomes(Course):
    """One check for each way to end, none of which is the grader's fault."""

    @weight(2)
    @number("1.1")
    @tags("one", "two")
    def test_passes(self) -> None:
        """A check whose name
        takes two lines. This is no longer its name.

        Nor is this.
        """  # noqa: D205 - the point of it

    @weight(2)
    @number("1.2")
    def test_mismatch(self) -> None:
        """A mismatch."""
        raise Mismatch("0.5", "1", "the first example", "a factor of two")

    @weight(2)
    @number("1.3")
    def test_student_error(self) -> None:
        """The student's exception."""
        raise StudentError("crash", "It ended.")

    @weight(2)
    @number("1.4")
    def test_not_run(self) -> None:
        """A missing prerequisite."""
        raise NotRun("it needs something that is not there.")

    @weight(2)
    @number("1.5")
    @hide_errors("It is not right yet.")
    def test_hidden_reason(self) -> None:
        """A reason that the course keeps to itself."""
        raise Mismatch("a secret", "another")

    @weight(2)
    @number("1.6")
    def test_long_reason(self) -> None:
        """A reason longer than the platform shows, with control characters."""
        raise Mismatch("\x1b[31m" + "x" * MANY, "less")

    @weight(0)
    @number("1.7")
    def test_without_points(self) -> None:
        """A check without points."""

    @leaderboard("steps", "asc")
    @weight(2)
    @number("1.8")
    def test_leaderboard(self, set_leaderboard_value: Callable[[float], None]) -> None:
        """A check with a place on the leaderboard."""
        set_leaderboard_value(3.5)

    @weight(2)
    @number("1.9")
    def test_evidence(self) -> None:
        """A check with evidence for staff."""
        self.evidence |= {"p_value": 0.25, "status": "anything"}


class Twice(Course):
    """One mistake seen twice, and another."""

    @weight(2)
    @number("1.1")
    def test_first(self) -> None:
        """The first."""
        raise Mismatch("0.5", "1", cause="a factor of two")

    @weight(2)
    @number("1.2")
    def test_second(self) -> None:
        """The second."""
        raise Mismatch("0.25", "0.5", cause="a factor of two")

    @weight(2)
    @number("1.3")
    def test_third(self) -> None:
        """The third."""
        raise Mismatch("2", "1", cause="another mistake")


class Stopped(Course):
    """A function that hangs, and what is asked of it afterwards."""

    @weight(2)
    @number("1.1")
    def test_hangs(self) -> None:
        """The first."""
        raise StudentError("timeout", "Stopped after 1 s.")

    @weight(2)
    @number("1.2")
    def test_asks_again(self) -> None:
        """The second."""


class Bare(Course):
    """A check with no decorator and no docstring."""

    def test_bare(self) -> None:  # noqa: D102 - the point of it
        pass


class Partial(Course):
    """Partial credit and a leaderboard: `given` and `place` are set, where they are anything."""

    given: ClassVar[Any] = None
    place: ClassVar[Any] = "gold"

    @number("2.1")
    @partial_credit(10)
    def test_partial(self, set_score: Callable[[Any], None]) -> None:
        """Part of the points."""
        if self.given is not None:
            set_score(self.given)

    @number("2.2")
    @partial_credit(10)
    def test_partial_mismatch(self, set_score: Callable[[Any], None]) -> None:
        """Part of the points, then a mismatch."""
        set_score(4)
        raise Mismatch("half of it", "all of it")

    @leaderboard("best")
    @number("2.3")
    @partial_credit(10)
    def test_partial_leaderboard(
        self, set_score: Callable[[Any], None], set_leaderboard_value: Callable[[Any], None]
    ) -> None:
        """Part of the points below another decorator."""
        set_score(7)
        if self.place is not None:
            set_leaderboard_value(self.place)


class Broken(Course):
    """A check that fails by itself, after one that has passed."""

    error: ClassVar[BaseException] = RuntimeError("the secret of the grader")

    @weight(2)
    @number("1.1")
    def test_passes(self) -> None:
        """A check that passes."""

    @weight(2)
    @number("1.2")
    def test_broken(self) -> None:
        """A check that breaks."""
        raise self.error

    @weight(2)
    @number("1.3")
    def test_after(self) -> None:
        """A check that comes later."""


class BrokenPreparation(Course):
    """A group whose preparation fails."""

    error: ClassVar[BaseException] = RuntimeError("no preparation")

    def prepare(self) -> None:
        """Fail before the check has run."""
        raise self.error

    @weight(2)
    @number("1.1")
    def test_never_reached(self) -> None:
        """A check that is never reached."""


class Dependent(Course):
    """Checks that rest on others: on one that passes, on one that gives nothing, on a part."""

    share: ClassVar[float] = 0.0

    @number("1.1")
    @weight(2)
    @after("foundation")
    def test_building(self) -> None:
        """A check that rests on a later number."""

    @number("1.2")
    @weight(2)
    @after("foundation", needed=False)
    def test_neighbour(self) -> None:
        """A check that only wants to know of another."""
        self.remark = "it stands" if self.stands("foundation") else "it does not"

    @number("1.3")
    @partial_credit(10)
    def test_foundation(self, set_score: Callable[[float], None]) -> None:
        """A check that others rest on."""
        set_score(10 * self.share)

    @number("1.4")
    @weight(2)
    @after("building")
    def test_roof(self) -> None:
        """A check that rests on one that rests on another."""

    @number("1.5")
    @weight(2)
    @after("ungraded")
    def test_annexe(self) -> None:
        """A check that rests on one that is not among them."""


class Circular(Course):
    """Checks of which each is to run after the other."""

    @after("hen")
    def test_egg(self) -> None:
        """The egg."""

    @after("egg")
    def test_hen(self) -> None:
        """The hen."""


def twice(method: Callable[..., None]) -> Callable[..., None]:
    """Run a check twice: a decorator of a course's own."""

    @functools.wraps(method)
    def wrapper(*arguments: Any, **named: Any) -> None:
        for _ in range(2):
            method(*arguments, **named)

    return wrapper


class Decorated(Course):
    """A check with a decorator of its own below gradescope-utils'."""

    @number("1.1")
    @partial_credit(4)
    @twice
    def test_decorated(self, set_score: Callable[[float], None]) -> None:
        """A check that runs twice."""
        self.evidence["runs"] = self.evidence.get("runs", 0) + 1
        set_score(self.evidence["runs"])


class Misdecorated(Course):
    """A check with a decorator of its own above gradescope-utils'."""

    @number("1.1")
    @twice
    @partial_credit(4)
    def test_misdecorated(self, set_score: Callable[[float], None]) -> None:
        """A check whose score would be lost."""
        set_score(4)


class Hidden(Course):
    """A check that would hide students' totals."""

    @weight(2)
    @number("1.1")
    @visibility("hidden")
    def test_hidden(self) -> None:
        """A hidden check."""


class Later(Course):
    """A check that is shown later."""

    @weight(2)
    @number("1.1")
    @visibility("after_published")
    def test_later(self) -> None:
        """A check that is shown later."""


class Numbered(Course):
    """Checks whose order as text is not their order as numbers."""

    @number("1.10")
    def test_tenth(self) -> None:
        """The tenth."""

    @number("1.9")
    def test_ninth(self) -> None:
        """The ninth."""


class Again(Course):
    """A check with the id of another group's."""

    @number("3.1")
    def test_passes(self) -> None:
        """A second check of this id."""
