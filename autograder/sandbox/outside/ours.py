"""The processes that are the grader's own, which no sweep may touch, and the one grading that may sweep.

A sweep ends whatever child of this process it does not find here. A second grading in the same process would
lose its children to the first one's sweep, and the two would read each other's answers.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.sandbox.outside.errors import GraderFault

pids: set[int] = set()
_grading = threading.Lock()


def strangers() -> set[int]:
    """Return the children of this process that are not its own: orphans that student code has left.

    The kernel lists a thread's children; where it was built without that, all processes are asked.
    """
    threads = Path("/proc/self/task")
    try:
        lists = [(threads / thread / "children").read_text().split() for thread in os.listdir(threads)]
    except FileNotFoundError:
        import psutil  # what decides is imported while a warm process warms up; this takes its time

        return {child.pid for child in psutil.Process().children()} - pids
    return {int(pid) for children in lists for pid in children} - pids


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
