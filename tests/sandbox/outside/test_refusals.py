"""What student code called and no honest program calls: refused as if it were not there, told to staff."""

from __future__ import annotations

import numpy as np

from autograder.course.assignment import load
from autograder.diagnosis.bank import code_alone
from autograder.grading import grade
from autograder.paths import ROOT
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.hosts import Zygotes
from autograder.sandbox.outside.refusals import MOST
from tests.support.bank import FOLDER
from tests.support.workers import Start, source

ODD = """
import ctypes
import numpy as np

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall(ctypes.c_long(500))


def answer(times):
    for _ in range(int(times[0])):
        result = libc.syscall(ctypes.c_long(501))
    return np.array([result, ctypes.get_errno()])
"""


def test_refusals_are_counted(start: Start) -> None:
    """Each is answered as on a kernel that lacks it, at import and in calls, and counted."""
    with start(source(ODD)) as worker:
        output = worker.call(Call("answer", {"times": np.array([3])})).output
    assert np.array_equal(np.asarray(output), [-1, 38])
    assert worker.refusals == {"system call 500": 1, "system call 501": 3}


def test_a_flood_is_not_listened_to(start: Start) -> None:
    """After a hundred the kernel answers by itself, and the answer stays the same."""
    with start(source(ODD)) as worker:
        output = worker.call(Call("answer", {"times": np.array([100_000])})).output
    assert np.array_equal(np.asarray(output), [-1, 38])
    assert worker.refusals.total() == MOST


def test_staff_read_of_them(zygotes: Zygotes) -> None:
    """They are in the part of the result that staff see."""
    assignment = code_alone(load(ROOT / "assignment.toml"))
    graded = grade(FOLDER / "hostile" / "kernel_clock.py", assignment, zygotes)
    assert graded.results["score"] == 60
    assert graded.results["extra_data"]["refusals"]["settimeofday"] >= 1
