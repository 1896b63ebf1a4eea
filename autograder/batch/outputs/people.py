"""Who is behind each pseudonym: known while a source is at hand, and written only where asked for."""

from __future__ import annotations

from collections.abc import Iterable

from autograder.batch.people import Student
from autograder.batch.plan import Plan
from autograder.batch.privacy import Pseudonyms

People = dict[str, Student]


def people(students: Iterable[Student], pseudonyms: Pseudonyms) -> People:
    """Return the students by their pseudonyms."""
    return {pseudonyms.of(student): student for student in students}


def of_plan(plan: Plan) -> list[Student]:
    """Return everybody who is in a class."""
    return [student for entry in plan.entries for student in entry.students]


def labels(plan: Plan, pseudonyms: Pseudonyms) -> dict[str, str]:
    """Return the name that the LMS takes each student's feedback back under."""
    return {
        pseudonyms.of(student): entry.attempts[-1].label
        for entry in plan.entries
        if entry.attempts
        for student in entry.students
    }
