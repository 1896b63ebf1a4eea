"""What student code called and no honest program calls: refused as if it were not there, told to staff."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

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


AT_IMPORT = "import ctypes\nctypes.CDLL(None).syscall(ctypes.c_long(500))\n"
WRONG = (FOLDER / "wrong" / "np_sampler_constant_subtracted.py").read_text(encoding="utf-8")


@pytest.mark.parametrize(("rest", "processes"), [("1 / 0", 1), (WRONG, 9)])
def test_staff_read_of_those_of_all_processes(
    rest: str, processes: int, tmp_path: Path, zygotes: Zygotes
) -> None:
    """Of one that could not be imported, of fresh ones for gradients, and of those that find a cause."""
    (tmp_path / "vae.py").write_text(AT_IMPORT + rest, encoding="utf-8")
    graded = grade(tmp_path, code_alone(load(ROOT / "assignment.toml")), zygotes)
    assert graded.results["extra_data"]["refusals"] == {"system call 500": processes}
