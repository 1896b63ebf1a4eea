"""The processes that are the grader's own, which no sweep may touch, and the one grading that may sweep.

A sweep ends whatever child of this process it does not find here. A second grading in the same process would
lose its children to the first one's sweep, and the two would read each other's answers.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.sandbox.outside.errors import GraderFault

pids: set[int] = set()
_grading = threading.Lock()


@contextmanager
def alone() -> Iterator[None]:
    """Be the only grading in this process; GraderFault where there is one already."""
    if not _grading.acquire(blocking=False):
        raise GraderFault(
            "Another submission is being graded in this process. One process grades one at a time: start "
            "another process for each."
        )
    try:
        yield
    finally:
        _grading.release()
