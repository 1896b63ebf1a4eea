"""Whose mark changed between two runs, and at which checks, falls first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from autograder.batch.comparison.side import PARTS, Graded, Side
from autograder.batch.people import BatchError

NAMES = {
    "submission": "submission",
    "assignment": "assignment",
    "tree": "grader",
    "environment": "environment",
}
NOISE, PERSON, UNKNOWN = "noise", "a person's decision", "not recorded by the platform"


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

    before: Graded
    after: Graded
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
    found = [_student(before, after) for before, after in _pairs(old, new)]
    return sorted((s for s in found if s.changes), key=lambda s: (s.difference, s.after.student))


def _pairs(old: Side, new: Side) -> Iterator[tuple[Graded, Graded]]:
    """Yield both sides of each student: by pseudonym, or by the platform's number of the submission."""
    if old.pseudonyms and old.pseudonyms == new.pseudonyms:
        yield from ((old.graded[s], new.graded[s]) for s in old.graded if s in new.graded)
        return
    by_identity = {graded.identity: graded for graded in new.graded.values()}
    pairs = [(g, by_identity[g.identity]) for g in old.graded.values() if g.identity in by_identity]
    if not pairs:
        raise BatchError(
            "The two have no submission in common: they were graded with other keys of pseudonyms."
        )
    yield from pairs


def _student(before: Graded, after: Graded) -> Student:
    parts = tuple(part for part in PARTS if before.origin and before.origin[part] != after.origin[part])
    changes = []
    if before.checks or not before.origin:
        for check in sorted({*before.checks, *after.checks}):
            one, other = before.checks.get(check), after.checks.get(check)
            if (one and one[0]) != (other and other[0]):
                changes.append(Change(check, one, other))
    if not changes and before.score != after.score:
        changes.append(Change("total", (before.score, 0.0, ""), (after.score, 0.0, "")))
    known = bool(before.origin)
    named = tuple(
        replace(change, reasons=_reasons(change, before, after, parts, known)) for change in changes
    )
    return Student(before, after, named, parts)


def _reasons(
    change: Change, before: Graded, after: Graded, parts: tuple[str, ...], known: bool
) -> tuple[str, ...]:
    """Return why a check changed as far as no grading is needed to know it."""
    if change.check in before.decided | after.decided:
        return (PERSON,)
    if not known:
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
