"""Before a class is graded: can code be confined here, and are reference and template marked rightly?"""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

import msgspec
import psutil

from autograder.batch.contents import Contents
from autograder.batch.engine.item import Item, Outcome
from autograder.batch.engine.processes import Processes
from autograder.batch.records.states import possible
from autograder.course.assignment import Assignment, Files
from autograder.course.conventions import Function
from autograder.diagnosis.bank import code_alone
from autograder.grading import grade
from autograder.paths import ROOT
from autograder.sandbox.outside.hosts import Zygotes

PROCESS_MB = 350  # a grading process with its warm workers
SUBMISSION_MB = 512  # what most submissions stay far below
SECONDS = 300


class Examiner(ExitStack):
    """Looks at this machine, in a process of its own."""

    def __init__(self, assignment: Assignment) -> None:
        super().__init__()
        self._assignment = assignment

    def grade_one(self, item: Item) -> Outcome:
        """Return the problems, one a line."""
        from autograder.sandbox.walls.places import MACHINE
        from autograder.staff import doctor

        report, fit = doctor.examine(MACHINE)
        return Outcome(item.key, 0.0, "\n".join(self._marks() if fit else report))

    def _marks(self) -> list[str]:
        """Grade what must get every point and what must get none."""
        from autograder.staff.bundle.handout import page
        from autograder.staff.validation.translation import translation

        own = code_alone(self._assignment)
        names: dict[Function, str] = {f: f for f in get_args(Function) if f in own.functions}
        plain = msgspec.structs.replace(own, functions=names, submission=Files())
        with Zygotes() as zygotes, TemporaryDirectory() as folder:
            template = Path(folder) / own.submission.file
            template.write_text(page("vae.py.j2", own, []), encoding="utf-8")
            with translation(ROOT / "reference" / "vae.py", own.conventions) as reference:
                full = grade(reference, plain, zygotes, identity="preflight")
            none = grade(template, own, zygotes, identity="preflight")
        return [
            f"{name}: {grading.fault or _points(grading.results)}"
            for name, grading, share in (("reference", full, 1.0), ("template", none, 0.0))
            if grading.fault or grading.results["score"] != share * possible(grading.results)
        ]


def _points(results: dict[str, Any]) -> str:
    return f"{results['score']:g} of {possible(results):g} points"


def problems(assignment: Assignment, processes: int) -> str:
    """Say what keeps a class from being graded here; empty where nothing does."""
    free = psutil.virtual_memory().available >> 20
    need = processes * (PROCESS_MB + min(assignment.limits.memory_mb, SUBMISSION_MB))
    if free < need:
        return f"{free} MB of memory are free, and {processes} processes need {need}: ask for fewer"
    item = Item("preflight", Contents({}), "", "preflight")
    (outcome,) = Processes(partial(Examiner, assignment), 1, item_seconds=SECONDS).run([item])
    return outcome.fault
