"""The part of a hand-in that is code: found, run in a worker, judged by its checks, and explained.

Heavy imports happen inside, while the zygote warms up.
"""

from __future__ import annotations

import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from autograder.course.assignment import Assignment
from autograder.sandbox.outside import ours
from autograder.sandbox.outside.errors import ArraysMeant, GraderFault, PyTorchLoaded, StudentError
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

NOT_LOADED = "Not run: your file could not be graded; see the message at the top."


def code(hand_in: HandIn, assignment: Assignment, hosts: Hosts) -> Submission | SubmissionError:
    """Return the code to grade, or why there is none."""
    try:
        takes_julia = assignment.submission.julia or hosts.has_julia
        expected = assignment.submission.file if assignment.submission.form == "template" else ""
        submission = hand_in.code(expected, julia=takes_julia, read=hosts.read)
        if submission.framework == "julia" and not hosts.has_julia and hosts.without_julia:
            raise SubmissionError(hosts.without_julia)
        return submission
    except SubmissionError as error:
        return error


@dataclass(frozen=True)
class CodePart:
    """A grading of code: what it is judged by, and the results that it is written in.

    Without `oracle` or `ideas` the formulas say what is right and what is often got wrong; without an
    `identity` the digest of the files is used. `paces` are those of an earlier grading, by the samplers'
    names. `on_graded` is given the session after the last check.
    """

    assignment: Assignment
    hosts: Hosts
    results: Results
    oracle: Oracle | None
    ideas: Ideas | None
    identity: str
    paces: Mapping[str, Sequence[str]]
    on_graded: Callable[[Session], None]

    def judge(self, submission: Submission | SubmissionError) -> str:
        """Run the checks of code, and return what is to be said above them; none runs without code."""
        try:
            if isinstance(submission, SubmissionError):
                raise submission
            try:
                return self._judge(submission)
            except PyTorchLoaded:
                return self._judge(replace(submission, framework="torch"))
            except ArraysMeant:
                return self._judge(replace(submission, arrays=True))
        except (SubmissionError, StudentError) as error:
            self.results.fail_all(NOT_LOADED, self._checks)
            return str(error)

    @property
    def _checks(self) -> list[Check]:
        from autograder.checks.written import WrittenCheck

        return [check for check in self.results.checks if not isinstance(check, WrittenCheck)]

    def _judge(self, submission: Submission) -> str:
        """Judge a submission as one of the framework that it says."""
        import numpy as np

        from autograder.session.seeds import Seeds
        from autograder.session.session import Session

        extra_data = self.results.extra_data
        extra_data |= {"framework": submission.framework, "digest": submission.digest}
        extra_data["identity"] = self.identity or submission.digest
        if submission.framework == "julia" and not self.hosts.has_julia:
            raise GraderFault("assignment.toml takes Julia, which is not installed: ./setup.sh --with-julia")
        seeds = Seeds(self.assignment.statistics.salt, extra_data["identity"])
        host = self.hosts.of(submission.framework, submission.files)
        session = Session(self.assignment, submission, host, seeds, self.oracle or _reference())
        # Student numbers may be anything.
        with self._refusals_of(session), ours.alone(), session, np.errstate(all="ignore"):
            session.paces = {name: tuple(of_it) for name, of_it in self.paces.items()}
            self._run(session)
            self.results.explain(self._diagnoses(session))
            self.on_graded(session)
        extra_data |= {"notes": session.notes, "seeds": seeds.used, "paces": session.paces}
        messages = [submission.note] if submission.note else []
        messages += session.remarks(self.results.failures())
        if session.printed:
            messages.append(f"While it was imported, your file printed:\n{session.printed}")
        return "\n\n".join(messages)

    def _run(self, session: Session) -> None:
        """Load the submission and run its checks, in open form on the functions that are found."""
        start, extra_data = time.perf_counter(), self.results.extra_data
        session.load()
        open_form = self._open_form(session) if self.assignment.submission.form == "open" else None
        session.establish()
        extra_data["layers"] = session.layers
        extra_data["import_seconds"] = round(time.perf_counter() - start, 4)
        checks = self._checks
        for check in checks:
            check.session = session
        self.results.run(checks)
        if open_form:
            extra_data["open_form"] = open_form.settle(checks)

    def _open_form(self, session: Session) -> OpenForm:
        """Find what is to be judged in open form."""
        from autograder.openings import OpenForm

        return OpenForm(session, self.results)

    @contextmanager
    def _refusals_of(self, session: Session) -> Iterator[None]:
        """Tell staff of the refused system calls of all of a submission's processes, however judging ends."""
        extra_data = self.results.extra_data
        try:
            yield
        finally:
            if counts := Counter(extra_data.get("refusals", {})) + session.refusals:
                extra_data["refusals"] = dict(counts)

    def _diagnoses(self, session: Session) -> Mapping[str, Diagnosis]:
        """Return hints by the ids of the failed checks that they explain; a fault here costs no verdict."""
        if not (failures := self.results.failures()):
            return {}
        from autograder.diagnosis.explain import explain
        from autograder.session.trace import Trace

        session.trace = Trace()  # what is called from here on belongs to no check
        start, extra_data = time.perf_counter(), self.results.extra_data
        try:
            return explain(session, failures, self.ideas or _formulas())
        except Exception:
            extra_data["diagnosis_fault"] = traceback.format_exc()
            return {}
        finally:
            extra_data["diagnosis_seconds"] = round(time.perf_counter() - start, 4)


def _reference() -> Oracle:
    from autograder.oracle.reference import Reference  # a student's copy has no formulas

    return Reference()


@cache
def _formulas() -> Ideas:
    from autograder.diagnosis.formulas import Formulas  # a student's copy has no wrong formulas either

    return Formulas()
