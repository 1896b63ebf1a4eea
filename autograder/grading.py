"""The way through the house: submission -> worker -> checks -> results.

Heavy imports happen inside, after the zygote has been started: it warms up on the other core.
"""

from __future__ import annotations

import platform
import time
import traceback
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder import code_part, written_part
from autograder.course.assignment import Assignment
from autograder.sandbox.outside.errors import Unready
from autograder.submission import handin
from autograder.submission.code import Submission

if TYPE_CHECKING:
    from autograder.diagnosis.ideas import Ideas
    from autograder.oracle.oracle import Oracle
    from autograder.results.row import Row
    from autograder.results.rows import Results
    from autograder.sandbox.outside.hosts import Hosts
    from autograder.session.session import Session

FAULT = "Grader fault, not your mark; staff will regrade."
UNFINISHED = f"The autograder did not finish. {FAULT}"
NOT_JUDGED = f"Not run. {FAULT}"
Json = dict[str, Any]


@dataclass(frozen=True)
class Grading:
    """results.json's content, and the traceback for staff where the grader itself failed."""

    results: Json
    fault: str = ""


def grade(
    path: Path,
    assignment: Assignment,
    hosts: Hosts,
    *,
    oracle: Oracle | None = None,
    ideas: Ideas | None = None,
    identity: str = "",
    only: Collection[str] = (),
    paces: Mapping[str, Sequence[str]] | None = None,
    on_start: Callable[[dict[str, str]], None] = lambda _: None,
    on_row: Callable[[Row], None] = lambda _: None,
    on_graded: Callable[[Session], None] = lambda _: None,
) -> Grading:
    """Grade a submitted folder, or file, and return its results, whatever happens.

    `oracle` says what is right, `ideas` what is often got wrong; without them the formulas do.
    `only` are the ids of the checks to run, all where there are none; those that they rest on run too.
    `paces` are those that samplers were asked to keep before, where that is to be repeated.
    `identity` is the platform's id of the submission; without one the hash of its files is used.
    `on_start` is given the names of the tests that will run by their numbers, `on_row` each finished test,
    and `on_graded`, which must not raise, the session after the last test, while its worker still lives.
    """
    start = time.perf_counter()
    hand_in = handin.read(path)
    with suppress(Unready):  # which is told where it is needed
        hosts.expect(hand_in.files)
    code = code_part.code(hand_in, assignment, hosts)
    if isinstance(code, Submission):
        with suppress(Unready):
            hosts.of(code.framework)  # warms up while this process imports what follows
    results = _results(assignment, on_row, only)
    specs = [check.spec for check in results.checks]
    on_start({spec.number: assignment.words.say(spec.sentence) for spec in specs})
    results.extra_data |= {"versions": _versions(), "salted": bool(assignment.statistics.salt)}
    part = code_part.CodePart(assignment, hosts, results, oracle, ideas, identity, paces or {}, on_graded)

    def finish(output: str) -> Json:
        return results.to_json(seconds=time.perf_counter() - start, output=output)

    try:
        with written_part.beside(hand_in, assignment, hosts, results) as record_written:
            output = part.judge(code)
            record_written()
        return Grading(finish(output))
    except Exception as error:
        results.fail_all(NOT_JUDGED)
        fault = str(error) if isinstance(error, Unready) else traceback.format_exc()
        results.extra_data["fault"] = fault
        return Grading(finish(FAULT), fault)


def not_finished(assignment: Assignment) -> Json:
    """Return results with every test that say that grading did not finish."""
    return _results(assignment).to_json(seconds=0.0, output=UNFINISHED)


def not_graded(assignment: Assignment, fault: str) -> Grading:
    """Return results with every test and no point judged, for a fault that came before grading."""
    results = _results(assignment)
    results.fail_all(NOT_JUDGED)
    results.extra_data["fault"] = fault
    return Grading(results.to_json(seconds=0.0, output=FAULT), fault)


def _results(
    assignment: Assignment, on_row: Callable[[Row], None] = lambda _: None, only: Collection[str] = ()
) -> Results:
    """Return results in which no check has run yet."""
    from autograder.checks.course import all_checks, selection
    from autograder.results.rows import Results

    specs = selection(all_checks(assignment), only)
    return Results([spec.group(spec) for spec in specs], assignment, on_row)


@cache
def _versions() -> Json:
    def installation(package: str) -> str | None:
        try:
            return version(package)
        except PackageNotFoundError:
            return None

    packages = {name: installation(name) for name in ("numpy", "scipy", "torch", "gradescope-utils")}
    return {"python": platform.python_version(), **packages}
