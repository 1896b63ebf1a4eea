"""Whose mark changed between two runs, and at which checks, falls first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from autograder.batch.comparison.side import PARTS, Grade, Side, without_mark
from autograder.batch.people import BatchError

NAMES = {
    "submission": "submission",
    "assignment": "assignment",
    "tree": "grader",
    "environment": "environment",
}
NOISE, PERSON, UNKNOWN = "noise", "a person's decision", "not recorded by the platform"
ABSENT, FAULT = "not in the run", "grader fault"


@dataclass(frozen=True)
class Change:
    """A check whose points changed. `reasons` are of NAMES, or what stands for all of them."""

    check: str
    before: tuple[float, float, str] | None
    after: tuple[float, float, str] | None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Student:
    """A student whose mark or checks changed; `candidates` are the parts that differ."""

    before: Grade
    after: Grade
    changes: tuple[Change, ...]
    candidates: tuple[str, ...]

    @property
    def difference(self) -> float:
        """The points that were gained."""
        return self.after.score - self.before.score

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, over all checks."""
        return tuple(dict.fromkeys(reason for change in self.changes for reason in change.reasons))


def students(old: Side, new: Side) -> list[Student]:
    """Return the students with a change, largest falls first, with reasons where one part alone differs."""
    every = [_student(before, after) for before, after in _pairs(old, new)]
    return sorted((s for s in every if s.changes), key=lambda s: (s.difference, s.after.student))


def _pairs(old: Side, new: Side) -> Iterator[tuple[Grade, Grade]]:
    """Yield both sides of each student: by pseudonym, or by the platform's number of the submission."""
    if old.pseudonyms and old.pseudonyms == new.pseudonyms:
        for student in old.grades | new.grades:
            sides = (side.grades.get(student) or without_mark(student, ABSENT) for side in (old, new))
            yield next(sides), next(sides)
        return
    by_identity = {grade.identity: grade for grade in new.grades.values() if grade.identity}
    pairs = [(g, by_identity[g.identity]) for g in old.grades.values() if g.identity in by_identity]
    if not pairs:
        raise BatchError(
            "The two have no submission in common: they were graded with other keys of pseudonyms."
        )
    yield from pairs


def _student(before: Grade, after: Grade) -> Student:
    if before.state or after.state:
        return _state(before, after)
    parts = _parts(before, after)
    changes = []
    if before.checks or not before.origin:
        for check in sorted({*before.checks, *after.checks}):
            one, other = before.checks.get(check), after.checks.get(check)
            if (one and one[0]) != (other and other[0]):
                changes.append(Change(check, one, other))
    if not changes and before.score != after.score:
        changes.append(Change("total", (before.score, 0.0, ""), (after.score, 0.0, "")))
    has_origin = bool(before.origin)
    with_reasons = tuple(
        replace(change, reasons=_reasons(change, before, after, parts, has_origin)) for change in changes
    )
    return Student(before, after, with_reasons, parts)


def _parts(before: Grade, after: Grade) -> tuple[str, ...]:
    """Return what of PARTS differs, as far as both sides have it."""
    return tuple(p for p in PARTS if before.origin and after.origin and before.origin[p] != after.origin[p])


def _state(before: Grade, after: Grade) -> Student:
    """Return who has no mark on one side, or on both, with all that it can be because of."""
    parts = _parts(before, after)
    if before.state == after.state:
        return Student(before, after, (), parts)
    if FAULT in (before.state, after.state):
        reasons: tuple[str, ...] = (FAULT,)
    elif before.decisions != after.decisions:
        reasons = (PERSON,)
    elif not (before.identity and after.identity):
        reasons = (NAMES["submission"],)
    elif not before.origin:
        reasons = (UNKNOWN,)
    else:
        reasons = tuple(NAMES[part] for part in parts) or (NOISE,)
    change = Change("mark", _mark(before), _mark(after), reasons)
    return Student(before, after, (change,), parts)


def _mark(side: Grade) -> tuple[float, float, str] | None:
    return None if side.state else (side.score, 0.0, "")


def _reasons(
    change: Change, before: Grade, after: Grade, parts: tuple[str, ...], has_origin: bool
) -> tuple[str, ...]:
    """Return why a check changed as far as no grading is needed to know it."""
    if change.check in before.decisions | after.decisions:
        return (PERSON,)
    if not has_origin:
        return (UNKNOWN,)
    if not parts:
        return (NOISE,)
    if len(parts) == 1:
        return (NAMES[parts[0]],)
    return (NAMES["assignment"],) if "assignment" in parts and _only_points(change) else ()


def _only_points(change: Change) -> bool:
    """Whether the same share of other points was given: nothing but the assignment's points can be why."""
    if not (change.before and change.after and change.before[1] and change.after[1]):
        return False
    shares = (side[0] / side[1] for side in (change.before, change.after))
    return change.before[1] != change.after[1] and abs(next(shares) - next(shares)) < 1e-9
