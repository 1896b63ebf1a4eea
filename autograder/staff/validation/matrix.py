"""What the gradings of known submissions add up to: a matrix of submissions and checks, and its summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from scipy import special

from autograder.diagnosis.bank import Specimen

Kind = Literal["right", "wrong", "person", "misconception", "yours"]
CONFIDENCE = 0.95
Verdict = Literal[
    "ok", "false failure", "missed", "wrong diagnosis", "unsteady score", "decided", "grader fault"
]


@dataclass(frozen=True)
class Grading:
    """What one grading came to: the checks that failed, or could not be run, and what was diagnosed."""

    failures: tuple[str, ...]
    score: float
    diagnoses: frozenset[str] = frozenset()
    not_run: tuple[str, ...] = ()
    fault: str = ""
    person: tuple[str, ...] = ()  # checks without a verdict, which a person gives


@dataclass(frozen=True)
class Row:
    """A known submission with its gradings.

    `checks` are those that it is judged on: all of the assignment's for a right submission, and for a
    wrong one those that some known submission is meant to fail. Of a course's own checks the project's wrong
    submissions know nothing, so that these are held against none of them.
    """

    kind: Kind
    specimen: Specimen
    checks: tuple[str, ...]
    gradings: tuple[Grading, ...]

    @cached_property
    def must_fail(self) -> tuple[str, ...]:
        """The checks of this assignment that it must fail."""
        return tuple(check for check in self.specimen.fails if check in self.checks)

    def charges(self, grading: Grading) -> set[str]:
        """Return the checks held against it; one that was not run is what a failure of another entails."""
        if self.kind == "person":
            return set()
        not_run = set() if self.must_fail else {*grading.not_run, *grading.person} & set(self.checks)
        return set(grading.failures) | not_run

    @cached_property
    def failures(self) -> Counter[str]:
        """How many gradings each check was held against it in."""
        return Counter(check for grading in self.gradings for check in self.charges(grading))

    @property
    def first(self) -> str:
        """The check that fired first, in most gradings."""
        firsts = Counter(grading.failures[0] for grading in self.gradings if grading.failures)
        return firsts.most_common(1)[0][0] if firsts else ""

    @property
    def due_diagnoses(self) -> frozenset[str] | None:
        """The diagnoses that must be given, all of them and no other; None where any may be.

        That is where not all that is wrong is graded, and for a course's own files that name none.
        """
        if self.must_fail != self.specimen.fails or (self.kind == "yours" and not self.specimen.diagnosis):
            return None
        return frozenset({self.specimen.diagnosis} - {""})

    @property
    def diagnoses(self) -> Counter[str]:
        """How often each diagnosis was given."""
        return Counter(name for grading in self.gradings for name in sorted(grading.diagnoses))

    def is_wrong_at(self, check: str) -> bool:
        """Whether a check failed in another number of gradings than it must."""
        due = len(self.gradings) if check in self.must_fail else 0
        return check in self.checks and self.failures[check] != due

    def words(self) -> list[tuple[str, bool]]:
        """Say of each check that failed, or had to, how often it did, and whether that is wrong."""
        every = len(self.gradings)
        phrases = []
        for check in dict.fromkeys((*self.must_fail, *sorted(self.failures))):
            count, wrong = self.failures[check], self.is_wrong_at(check)
            often = "" if count == every else f" in {count} of {every}" if count else " in none"
            due = " and must fail" if wrong and check in self.must_fail else " and must pass" if wrong else ""
            phrases.append((f"{check}{often}{due}", wrong))
        return phrases

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What is wrong with how it was marked, or "ok"."""
        others = [check for check in self.checks if check not in self.must_fail]
        due = self.due_diagnoses
        conditions: dict[Verdict, bool] = {
            "grader fault": any(g.fault for g in self.gradings),
            "false failure": any(self.is_wrong_at(check) for check in others),
            "missed": any(self.is_wrong_at(check) for check in self.must_fail),
            "wrong diagnosis": due is not None and any(g.diagnoses != due for g in self.gradings),
            "decided": self.kind == "person"
            and any(set(g.person) != (set(self.specimen.person) or set(self.checks)) for g in self.gradings),
            "unsteady score": len({g.score for g in self.gradings}) > 1,
        }
        return tuple(verdict for verdict, holds in conditions.items() if holds) or ("ok",)


@dataclass(frozen=True)
class Matrix:
    """All rows, with the assignment's checks and their numbers in order.

    `gaps` are checks that no known submission is meant to fail: whether they see anything is not known.
    `own` are the course's own.
    """

    checks: dict[str, str]
    rows: tuple[Row, ...]
    gaps: tuple[str, ...] = ()
    own: tuple[str, ...] = ()

    @property
    def problems(self) -> list[Row]:
        """The submissions that were not marked as they must be."""
        return [row for row in self.rows if row.verdicts != ("ok",)]

    @property
    def problems_first(self) -> list[Row]:
        """All rows, those first that were not marked as they must be."""
        return sorted(self.rows, key=lambda row: row.verdicts == ("ok",))

    def summary(self) -> list[str]:
        """Say in sentences how the grader did."""
        person = [row for row in self.rows if row.kind == "person"]
        right = [row for row in self.rows if not row.must_fail and row.kind != "person"]
        wrong = [row for row in self.rows if row.must_fail]
        with_diagnosis = [row for row in wrong if row.due_diagnoses]
        comparable = [row for row in self.rows if row.due_diagnoses is not None]
        false, total = _count(right, lambda row, g: bool(row.charges(g) & set(row.checks)))
        catches = _count(wrong, lambda row, g: set(row.must_fail) <= set(g.failures))
        right_names = _count(with_diagnosis, lambda row, g: g.diagnoses == row.due_diagnoses)
        wrong_names, judgements = _count(
            comparable, lambda row, g: bool(g.diagnoses - (row.due_diagnoses or set()))
        )
        bound = f"{upper_bound(false, total):.2g} with {CONFIDENCE:.0%} confidence (exact binomial bound)"
        every = self.rows
        strict = [c for c in self.own if any(row.kind == "right" and row.failures[c] for row in self.rows)]
        sentences = {
            f"{_number(right, 'right submission')}, {total} gradings: {false} false failures; the chance of "
            f"one is at most {bound}": right,
            f"{_number(wrong, 'wrong submission')}: all checks that must fail did so in "
            f"{_share(*catches)}": wrong,
            f"{_number(person, 'submission')} that a person marks: "
            f"{_decision_count(person)} were decided": person,
            f"{len(with_diagnosis)} of them with a known misconception: named in "
            f"{_share(*right_names)}": with_diagnosis,
            f"A wrong name was given in {wrong_names} of {judgements} gradings": comparable,
            f"The course's own checks: {', '.join(self.own)}": self.own,
            f"Not proved: {', '.join(self.gaps)}. No known submission is meant to fail this. Add one to "
            "your folder, with a line # fails: and the check's name": self.gaps,
            f"Of the course's own checks, right submissions of the project fail "
            f"{', '.join(strict)}: this asks "
            "for more than the assignment does, or is wrong": strict,
            f"{len(self.problems)} of {len(self.rows)} submissions were not marked as they must be": every,
        }
        return [sentence for sentence, holds in sentences.items() if holds]


def upper_bound(events: int, trials: int) -> float:
    """Return the upper confidence bound on the chance of an event (Clopper and Pearson 1934), one-sided."""
    if events >= trials:
        return 1.0
    return float(special.betaincinv(events + 1, trials - events, CONFIDENCE))


def _decision_count(rows: list[Row]) -> int:
    """Count the submissions that were given a verdict, and are a person's to mark."""
    return sum("decided" in row.verdicts for row in rows)


def _count(rows: Iterable[Row], holds: Callable[[Row, Grading], bool]) -> tuple[int, int]:
    """Count the gradings for which something holds, and all of them."""
    answers = [holds(row, grading) for row in rows for grading in row.gradings]
    return sum(answers), len(answers)


def _number(things: Sequence[object], name: str) -> str:
    """Return how many things there are, with their name: "1 right submission"."""
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} gradings ({part / whole:.1%})" if whole else "none"
