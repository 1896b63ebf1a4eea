"""Why a mark changed where several things did: each is put back by itself, and the others are held fixed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.batch import contents
from autograder.batch import plan as plans
from autograder.batch.comparison.changes import NAMES, NOISE, Change, Student
from autograder.batch.comparison.side import Checks, Grade, Side, checks
from autograder.batch.comparison.tree import Tree
from autograder.batch.contents import Contents
from autograder.paths import ROOT


@dataclass(frozen=True)
class Means:
    """What there is to grade again with: the hand-ins of both runs, by their hashes, and the old grader."""

    contents: dict[str, Contents]
    old_grader: Path | None


def hand_ins(*sources: Path) -> dict[str, Contents]:
    """Return all versions in some classes by the hash of their files."""
    by_digest = {}
    for source in sources:
        plan = plans.load(source, [])
        for entry in plan.entries:
            for attempt in entry.attempts:
                hand_in = contents.read(attempt, plan.source)
                by_digest[hand_in.digest] = hand_in
    return by_digest


def explain(students: list[Student], old: Side, new: Side, means: Means) -> list[Student]:
    """Return the students with the reasons that grading again can find, one part at a time."""
    with Tree(ROOT) as here, Tree(means.old_grader or ROOT) as there:
        return [_explain(s, old, new, means, here, there) for s in students]


def _explain(student: Student, old: Side, new: Side, means: Means, here: Tree, there: Tree) -> Student:
    if all(change.reasons for change in student.changes):
        return student
    again = dict(_put_back(student, old, new, means, here, there))
    return replace(student, changes=tuple(_with_reasons(c, student, again) for c in student.changes))


def _put_back(
    student: Student, old: Side, new: Side, means: Means, here: Tree, there: Tree
) -> Iterator[tuple[str, Checks]]:
    """Yield for each part that can be had of the old run the checks with it, and all else as it is now.

    Under an empty name everything is as it is now: what differs from the new run even so is noise.
    """
    now = means.contents.get(student.after.origin["submission"])
    if now is None or new.assignment is None:
        return
    identity = _identity(student.after)
    yield "", _checks(here, now, new, identity)
    if "submission" in student.candidates and (
        then := means.contents.get(student.before.origin["submission"])
    ):
        yield "submission", _checks(here, then, new, _identity(student.before))
    if "assignment" in student.candidates and old.assignment is not None:
        yield "assignment", _checks(here, now, old, identity)
    if "tree" in student.candidates and means.old_grader:
        yield "tree", _checks(there, now, new, identity)


def _identity(grade: Grade) -> str:
    """Return the platform's number, empty where the seeds come from the files."""
    return "" if grade.identity == grade.origin["submission"] else grade.identity


def _checks(tree: Tree, files: Contents, side: Side, identity: str) -> Checks:
    assert side.assignment is not None
    with TemporaryDirectory() as folder:
        files.write(Path(folder))
        return checks(tree.grade(Path(folder), side.assignment, identity))


def _with_reasons(change: Change, student: Student, again: dict[str, Checks]) -> Change:
    """Return a change with the parts that bring the old points back; else what could not be put back."""
    if change.reasons:
        return change
    before, after = (side and side[0] for side in (change.before, change.after))
    now = again.get("", {}).get(change.check)
    if now is not None and now[0] != after:
        return replace(change, reasons=(NOISE,))
    back = [p for p, points in again.items() if p and (points.get(change.check) or (None,))[0] == before]
    if not back:
        back = [part for part in student.candidates if part not in again]
    return replace(change, reasons=tuple(NAMES[part] for part in back) or ("several together",))
