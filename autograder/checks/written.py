"""What the checks of the written part share: they read files and run nothing."""

from __future__ import annotations

from typing import Any

from autograder.checks.base import Check
from autograder.course.assignment import Assignment, WrittenPart
from autograder.submission.written import Written


class WrittenCheck(Check):
    """A group of checks on the written part, which is judged whatever becomes of the code."""

    written: Written
    part: WrittenPart

    @classmethod
    def listed(cls, assignment: Assignment) -> bool:
        """Whether the assignment has a written part."""
        return assignment.written is not None

    def setUp(self) -> None:
        """Collect evidence; nothing has to be usable first."""
        self.evidence: dict[str, Any] = {}
