"""The way through the house: submission -> worker -> checks -> results.

Heavy imports happen inside, after the zygote has been started: it warms up on the other core.
"""

from __future__ import annotations

import platform
import time
import traceback
import unittest
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from autograder.assignment import Assignment, AssignmentError, unknown_checks
from autograder.sandbox.errors import GraderFault, StudentError
from autograder.sandbox.warm import Framework, Zygote
from autograder.submission import Submission, SubmissionError, read

if TYPE_CHECKING:
    from autograder.checks.base import Check
    from autograder.results import Results

FAULT = "Grader fault, not your mark; staff will regrade."
UNFINISHED = f"The autograder did not finish. {FAULT}"
NOT_JUDGED = f"Not run. {FAULT}"
NOT_LOADED = "Not run: your file could not be graded; see the message at the top."
Row = dict[str, Any]
Json = dict[str, Any]


@dataclass(frozen=True)
class Graded:
    """results.json's content, and the traceback for staff where the grader itself failed."""

    results: Json
    fault: str = ""


class Zygotes:
    """Warm processes, one for each framework, started when first needed."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._warm: dict[Framework, Zygote] = {}

    def of(self, framework: Framework) -> Zygote:
        """Return the warm process for a framework, which may still be warming up."""
        if framework not in self._warm:
            self._warm[framework] = self._stack.enter_context(Zygote(framework))
        return self._warm[framework]

    def __enter__(self) -> Zygotes:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()
        self._warm.clear()


def grade(
    path: Path,
    assignment: Assignment,
    zygotes: Zygotes,
    *,
    identity: str = "",
    on_start: Callable[[Json], None] = lambda _: None,
    on_row: Callable[[Row], None] = lambda _: None,
) -> Graded:
    """Grade a submitted folder, or file, and return its results, whatever happens.

    `identity` is the platform's id of the submission; without one the hash of its files is used.
    `on_start` is given results that say that grading did not finish, `on_row` each finished test.
    """
    started = time.perf_counter()
    submission, problem = _read(path, assignment)
    if submission is not None:
        zygotes.of(submission.framework)  # warms up while this process imports what follows
    from autograder.results import Results

    results = Results(_checks(assignment), assignment, on_row)
    extra_data: Json = {"versions": _versions(), "salted": bool(assignment.statistics.salt)}

    def finish(output: str) -> Json:
        seconds = time.perf_counter() - started
        return results.to_json(seconds=seconds, output=output, extra_data=extra_data)

    on_start(finish(UNFINISHED))
    try:
        if submission is None:
            raise SubmissionError(problem)
        extra_data |= {"framework": submission.framework, "digest": submission.digest}
        extra_data["identity"] = identity or submission.digest
        return Graded(finish(_run(submission, assignment, zygotes, extra_data, results)))
    except (SubmissionError, StudentError) as error:
        results.fail_all(NOT_LOADED)
        return Graded(finish(str(error)))
    except Exception:
        results.fail_all(NOT_JUDGED)
        extra_data["fault"] = traceback.format_exc()
        return Graded(finish(FAULT), extra_data["fault"])


def not_graded(assignment: Assignment, fault: str) -> Graded:
    """Return results with every test and no point judged, for a fault that came before grading."""
    from autograder.results import Results

    results = Results(_checks(assignment), assignment, lambda _: None)
    results.fail_all(NOT_JUDGED)
    return Graded(results.to_json(seconds=0.0, output=FAULT, extra_data={"fault": fault}), fault)


def _run(
    submission: Submission,
    assignment: Assignment,
    zygotes: Zygotes,
    extra_data: Json,
    results: Results,
) -> str:
    """Load the submission, run every check, and return what is to be said above them."""
    import numpy as np

    from autograder.seeds import Seeds
    from autograder.session import Session

    seeds = Seeds(assignment.statistics.salt, extra_data["identity"])
    session = Session(assignment, submission, zygotes.of(submission.framework), seeds)
    with session, np.errstate(all="ignore"):  # student numbers may be anything
        loading = time.perf_counter()
        session.load()
        extra_data["import_seconds"] = round(time.perf_counter() - loading, 4)
        for check in results.checks:
            check.session = session
        unittest.TestSuite(results.checks).run(results)
    extra_data |= {"notes": session.notes, "seeds": seeds.used}
    said = [submission.note] if submission.note else []
    if session.printed:
        said.append(f"While it was imported, your file printed:\n{session.printed}")
    return "\n\n".join(said)


def _read(path: Path, assignment: Assignment) -> tuple[Submission | None, str]:
    """Read the submission, or say why it cannot be graded."""
    try:
        return read(path, assignment.submission.file), ""
    except SubmissionError as error:
        return None, str(error)


def _checks(assignment: Assignment) -> list[Check]:
    """Return a check for every test method whose function the assignment lists, in order."""
    from autograder.checks import GROUPS

    loader = unittest.defaultTestLoader
    checks = [
        group(name)
        for group in GROUPS
        if group.function in assignment.functions
        for name in loader.getTestCaseNames(group)
    ]
    ids = [check.id_of() for check in checks]
    if problem := unknown_checks(assignment, ids):
        raise AssignmentError(problem)
    if twice := {name for name in ids if ids.count(name) > 1}:
        raise GraderFault(f"more than one check has the id {', '.join(sorted(twice))}")
    return sorted(checks, key=_number)


def _number(check: Check) -> list[str]:
    """Return a check's number such that 2.2.10 comes after 2.2.9."""
    number = getattr(getattr(check, check._testMethodName), "__number__", "")
    return [part.zfill(6) for part in number.split(".")]


def _versions() -> Json:
    def found(package: str) -> str | None:
        try:
            return version(package)
        except PackageNotFoundError:
            return None

    packages = {name: found(name) for name in ("numpy", "scipy", "torch", "gradescope-utils")}
    return {"python": platform.python_version(), **packages}
