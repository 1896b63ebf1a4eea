"""Before a class is graded: can code be confined here, and are reference and template marked rightly?"""

from __future__ import annotations

from functools import partial
from types import TracebackType
from typing import get_args

import msgspec
import psutil

from autograder.batch.contents import Contents
from autograder.batch.engine.item import Item, Outcome
from autograder.batch.engine.processes import Processes
from autograder.batch.records.states import possible
from autograder.course.assignment import Assignment, Files
from autograder.course.conventions import Conventions, Function
from autograder.diagnosis.bank import code_alone
from autograder.grading import Zygotes, grade
from autograder.paths import ROOT

PROCESS_MB = 350  # a grading process with its warm workers
SUBMISSION_MB = 512  # what most submissions stay far below
SECONDS = 300


class Examiner:
    """Looks at this machine, in a process of its own."""

    def __init__(self, assignment: Assignment) -> None:
        names: dict[Function, str] = {f: f for f in get_args(Function) if f in assignment.functions}
        self._conventions = assignment.conventions
        self._assignment = msgspec.structs.replace(
            code_alone(assignment), functions=names, submission=Files()
        )

    def grade_one(self, item: Item) -> Outcome:
        """Return the problems, one a line."""
        from autograder.sandbox.walls.places import MACHINE
        from autograder.staff import doctor

        report, fit = doctor.examine(MACHINE)
        return Outcome(item.key, 0.0, "\n".join(self._marks() if fit else report))

    def __enter__(self) -> Examiner:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing is left open."""

    def _marks(self) -> list[str]:
        """Grade what must get every point and what must get none."""
        from autograder.staff.validation.wrapped import wrapped

        problems = []
        with Zygotes() as zygotes:
            for folder in ("reference", "student_template"):
                file, conventions = ROOT / folder / "vae.py", self._conventions
                with wrapped(file, conventions if folder == "reference" else Conventions()) as path:
                    graded = grade(path, self._assignment, zygotes, identity="preflight")
                score, most = graded.results["score"], possible(graded.results)
                if graded.fault:
                    problems.append(f"{folder}: {graded.fault}")
                elif score != (most if folder == "reference" else 0.0):
                    problems.append(f"{folder}: {score:g} of {most:g} points")
        return problems


def problems(assignment: Assignment, processes: int) -> str:
    """Say what keeps a class from being graded here; empty where nothing does."""
    free = psutil.virtual_memory().available >> 20
    need = processes * (PROCESS_MB + min(assignment.limits.memory_mb, SUBMISSION_MB))
    if free < need:
        return f"{free} MB of memory are free, and {processes} processes need {need}: ask for fewer"
    item = Item("preflight", Contents({}), "", "preflight")
    (outcome,) = Processes(partial(Examiner, assignment), 1, item_seconds=SECONDS).run([item])
    return outcome.fault
