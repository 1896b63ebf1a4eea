"""The part of a hand-in that is code: found, run in a worker, judged by its checks, and explained.

Heavy imports happen inside, while the zygote warms up.
"""

from __future__ import annotations

import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from autograder.course.assignment import Assignment
from autograder.sandbox.outside import ours
from autograder.sandbox.outside.errors import GraderFault
from autograder.submission.code import Submission
from autograder.submission.files import SubmissionError
from autograder.submission.handin import HandIn

if TYPE_CHECKING:
    from autograder.checks.base import Check
    from autograder.diagnosis.fits import Diagnosis
    from autograder.diagnosis.ideas import Ideas
    from autograder.openings import OpenForm
    from autograder.oracle.oracle import Oracle
    from autograder.results.rows import Results
    from autograder.sandbox.outside.hosts import Hosts
    from autograder.session.session import Session

Json = dict[str, Any]


def code(hand_in: HandIn, assignment: Assignment, hosts: Hosts) -> tuple[Submission | None, str]:
    """Return the code to grade, or say why there is none."""
    try:
        takes_julia = assignment.submission.julia or hosts.has_julia
        expected = assignment.submission.file if assignment.submission.form == "template" else ""
        submission = hand_in.code(expected, julia=takes_julia, read=hosts.read)
        if submission.framework == "julia" and not hosts.has_julia and hosts.without_julia:
            raise SubmissionError(hosts.without_julia)
        return submission, ""
    except SubmissionError as error:
        return None, str(error)


def judge(
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
