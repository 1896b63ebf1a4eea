"""The part of a hand-in that is written: judged beside the code, in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from autograder.course.assignment import Assignment
from autograder.submission.files import SubmissionError
from autograder.submission.handin import HandIn

if TYPE_CHECKING:
    from autograder.results.rows import Results
    from autograder.sandbox.outside.hosts import Hosts


@contextmanager
def beside(
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
            answers = judge()
        except SubmissionError as error:
            answers = [unread(check, str(error)) for check in checks.values()]
        for verdict in answers:
            results.record(checks[verdict.check], verdict.outcome)

    with hosts.reading(lambda: verdicts(list(checks.values()), hand_in, part), list[Verdict]) as judge:
        yield partial(record, judge)
