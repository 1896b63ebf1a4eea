"""What the checks of the written part share: they read files and run nothing."""

from __future__ import annotations

from autograder.checks.base import Check
from autograder.course.assignment import Assignment, WrittenPart
from autograder.submission.writing import Writing


class WrittenCheck(Check):
    """A group of checks on the written part, which is judged whatever becomes of the code."""

    writing: Writing
    part: WrittenPart

    @classmethod
    def applies(cls, assignment: Assignment) -> bool:
        """Whether the assignment has a written part."""
        return assignment.written is not None

    def prepare(self) -> None:
        """Ask for nothing: no function has to be usable first."""
