"""The way through the house: submission -> worker -> checks -> results.

Heavy imports happen inside, after the zygote has been started: it warms up on the other core.
"""

from __future__ import annotations

import dataclasses
import platform
import time
import traceback
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.course.assignment import Assignment
from autograder.sandbox.outside import ours
from autograder.sandbox.outside.errors import ArraysMeant, GraderFault, PyTorchLoaded, StudentError, Unready
from autograder.submission import handin
from autograder.submission.code import Submission
from autograder.submission.files import SubmissionError
from autograder.submission.handin import HandIn

if TYPE_CHECKING:
    from autograder.checks.base import Check
    from autograder.diagnosis.fits import Diagnosis
    from autograder.diagnosis.ideas import Ideas
    from autograder.openings import OpenForm
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
    submission, problem = _code(hand_in, assignment, hosts)
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

    code = [check for check in results.checks if not _is_written(check)]
    try:
        with _written(hand_in, assignment, hosts, results) as record_written:
            try:
                if submission is None:
                    raise SubmissionError(problem)
                extra_data |= {"framework": submission.framework, "digest": submission.digest}
                extra_data["identity"] = identity or submission.digest
                given = assignment, hosts, oracle, ideas, extra_data, results, code, paces or {}, on_graded
                try:
                    output = _run(submission, *given)
                except PyTorchLoaded:
                    extra_data["framework"] = "torch"
                    output = _run(dataclasses.replace(submission, framework="torch"), *given)
                except ArraysMeant:
                    output = _run(dataclasses.replace(submission, arrays=True), *given)
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


def _run(
    submission: Submission,
    assignment: Assignment,
    hosts: Hosts,
    oracle: Oracle | None,
    ideas: Ideas | None,
    extra_data: Json,
    results: Results,
    checks: list[Check],
    paces: Mapping[str, Sequence[str]],
    on_graded: Callable[[Session], None],
) -> str:
    """Load the submission, run its checks, and return what is to be said above them."""
    import numpy as np

    from autograder.session.seeds import Seeds
    from autograder.session.session import Session

    if submission.framework == "julia" and not hosts.has_julia:
        raise GraderFault("assignment.toml takes Julia, which is not installed: ./setup.sh --with-julia")
    seeds = Seeds(assignment.statistics.salt, extra_data["identity"])
    session = Session(assignment, submission, hosts.of(submission.framework), seeds, oracle or _reference())
    # Student numbers may be anything.
    with _refusals_of(session, extra_data), ours.alone(), session, np.errstate(all="ignore"):
        loading = time.perf_counter()
        session.paces = {name: tuple(of_it) for name, of_it in paces.items()}
        session.load()
        opened = _opened(session, results) if assignment.submission.form == "open" else None
        session.establish()
        extra_data["layers"] = session.layers
        extra_data["import_seconds"] = round(time.perf_counter() - loading, 4)
        for check in checks:
            check.session = session
        results.run(checks)
        if opened:
            extra_data["open_form"] = opened.settle(checks)
        results.explain(_explained(session, results, ideas, extra_data))
        on_graded(session)
    extra_data |= {"notes": session.notes, "seeds": seeds.used, "paces": session.paces}
    messages = [submission.note] if submission.note else []
    messages += session.remarks(results.failures())
    if session.printed:
        messages.append(f"While it was imported, your file printed:\n{session.printed}")
    return "\n\n".join(messages)


@contextmanager
def _refusals_of(session: Session, extra_data: Json) -> Iterator[None]:
    """Tell staff of the refused system calls of all of a submission's processes, however judging it ends."""
    try:
        yield
    finally:
        if counts := Counter(extra_data.get("refusals", {})) + session.refusals:
            extra_data["refusals"] = dict(counts)


def _opened(session: Session, results: Results) -> OpenForm:
    """Find what is to be judged in open form."""
    from autograder.openings import OpenForm

    return OpenForm(session, results)


def _reference() -> Oracle:
    from autograder.oracle.reference import Reference  # a student's copy has no formulas

    return Reference()


@cache
def _formulas() -> Ideas:
    from autograder.diagnosis.formulas import Formulas  # a student's copy has no wrong formulas either

    return Formulas()


def _explained(
    session: Session, results: Results, ideas: Ideas | None, extra_data: Json
) -> Mapping[str, Diagnosis]:
    """Return hints by the ids of the failed checks that they explain; a fault in this costs no verdict."""
    if not (failures := results.failures()):
        return {}
    from autograder.diagnosis.explain import explain
    from autograder.session.trace import Trace

    session.trace = Trace()  # what is called from here on belongs to no check
    started = time.perf_counter()
    try:
        return explain(session, failures, ideas or _formulas())
    except Exception:
        extra_data["diagnosis_fault"] = traceback.format_exc()
        return {}
    finally:
        extra_data["diagnosis_seconds"] = round(time.perf_counter() - started, 4)


def _is_written(check: Check) -> bool:
    from autograder.checks.written import WrittenCheck

    return isinstance(check, WrittenCheck)


@contextmanager
def _written(
    hand_in: HandIn, assignment: Assignment, hosts: Hosts, results: Results
) -> Iterator[Callable[[], None]]:
    """Have the written part judged beside the code, where there is one; yield what records its verdicts."""
    if (part := assignment.written) is None:
        yield lambda: None
        return
    from autograder.checks.verdict import Verdict, unread, verdicts
    from autograder.checks.written import WrittenCheck

    checks = {check.spec.id: check for check in results.checks if isinstance(check, WrittenCheck)}

    def record(judge: Callable[[], list[Verdict]]) -> None:
        try:
            judged = judge()
        except SubmissionError as error:
            judged = [unread(check, str(error)) for check in checks.values()]
        for verdict in judged:
            results.record(checks[verdict.check], verdict.outcome)

    with hosts.reading(lambda: verdicts(list(checks.values()), hand_in, part), list[Verdict]) as judge:
        yield partial(record, judge)


def _code(hand_in: HandIn, assignment: Assignment, hosts: Hosts) -> tuple[Submission | None, str]:
    """Return the code to grade, or say why there is none."""
    try:
        takes_julia = assignment.submission.julia or hosts.has_julia
        expected = assignment.submission.file if assignment.submission.form == "template" else ""
        code = hand_in.code(expected, julia=takes_julia, read=hosts.read)
        if code.framework == "julia" and not hosts.has_julia and hosts.without_julia:
            raise SubmissionError(hosts.without_julia)
        return code, ""
    except SubmissionError as error:
        return None, str(error)


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
