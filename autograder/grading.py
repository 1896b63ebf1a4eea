"""The way through the house: submission -> worker -> checks -> results.

Heavy imports happen inside, after the zygote has been started: it warms up on the other core.
"""

from __future__ import annotations

import dataclasses
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
from autograder.sandbox.outside.errors import ArraysMeant, PyTorchLoaded, StudentError, Unready
from autograder.submission import handin
from autograder.submission.files import SubmissionError

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
NOT_LOADED = "Not run: your file could not be graded; see the message at the top."
Json = dict[str, Any]


@dataclass(frozen=True)
class Graded:
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
) -> Graded:
    """Grade a submitted folder, or file, and return its results, whatever happens.

    `oracle` says what is right, `ideas` what is often got wrong; without them the formulas do.
    `only` are the ids of the checks to run, all where there are none; those that they rest on run too.
    `paces` are those that samplers were asked to keep before, where that is to be repeated.
    `identity` is the platform's id of the submission; without one the hash of its files is used.
    `on_start` is given the names of the tests that will run by their numbers, `on_row` each finished test,
    and `on_graded`, which must not raise, the session after the last test, while its worker still lives.
    """
    started = time.perf_counter()
    hand_in = handin.read(path)
    with suppress(Unready):  # which is told where it is needed
        hosts.expect(hand_in.files)
    submission, problem = code_part.code(hand_in, assignment, hosts)
    if submission is not None:
        with suppress(Unready):
            hosts.of(submission.framework)  # warms up while this process imports what follows
    results = _results(assignment, on_row, only)
    specs = [check.spec for check in results.checks]
    on_start({spec.number: assignment.words.say(spec.sentence) for spec in specs})
    extra_data: Json = {"versions": _versions(), "salted": bool(assignment.statistics.salt)}

    def finish(output: str) -> Json:
        seconds = time.perf_counter() - started
        return results.to_json(seconds=seconds, output=output, extra_data=extra_data)

    code = [check for check in results.checks if not written_part.is_written(check)]
    try:
        with written_part.beside(hand_in, assignment, hosts, results) as record_written:
            try:
                if submission is None:
                    raise SubmissionError(problem)
                extra_data |= {"framework": submission.framework, "digest": submission.digest}
                extra_data["identity"] = identity or submission.digest
                given = assignment, hosts, oracle, ideas, extra_data, results, code, paces or {}, on_graded
                try:
                    output = code_part.judge(submission, *given)
                except PyTorchLoaded:
                    extra_data["framework"] = "torch"
                    output = code_part.judge(dataclasses.replace(submission, framework="torch"), *given)
                except ArraysMeant:
                    output = code_part.judge(dataclasses.replace(submission, arrays=True), *given)
            except (SubmissionError, StudentError) as error:
                results.fail_all(NOT_LOADED, code)
                output = str(error)
            record_written()
        return Graded(finish(output))
    except Exception as error:
        results.fail_all(NOT_JUDGED)
        extra_data["fault"] = str(error) if isinstance(error, Unready) else traceback.format_exc()
        return Graded(finish(FAULT), extra_data["fault"])


def not_finished(assignment: Assignment) -> Json:
    """Return results with every test that say that grading did not finish."""
    return _results(assignment).to_json(seconds=0.0, output=UNFINISHED, extra_data={})


def not_graded(assignment: Assignment, fault: str) -> Graded:
    """Return results with every test and no point judged, for a fault that came before grading."""
    results = _results(assignment)
    results.fail_all(NOT_JUDGED)
    return Graded(results.to_json(seconds=0.0, output=FAULT, extra_data={"fault": fault}), fault)


def _results(
    assignment: Assignment, on_row: Callable[[Row], None] = lambda _: None, only: Collection[str] = ()
) -> Results:
    """Return results in which no check has run yet."""
    from autograder.checks.course import chosen, listed
    from autograder.results.rows import Results

    specs = chosen(listed(assignment), only)
    return Results([spec.group(spec) for spec in specs], assignment, on_row)


@cache
def _versions() -> Json:
    def installed(package: str) -> str | None:
        try:
            return version(package)
        except PackageNotFoundError:
            return None

    packages = {name: installed(name) for name in ("numpy", "scipy", "torch", "gradescope-utils")}
    return {"python": platform.python_version(), **packages}
