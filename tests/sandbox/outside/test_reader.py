"""What parses student bytes: in a process of its own, within limits, and whatever it ends in is told."""

from __future__ import annotations

import ctypes
import os
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from autograder.sandbox.outside import ours, reader
from autograder.sandbox.outside.errors import GraderFault
from autograder.sandbox.outside.reader import ADVICE, read
from autograder.submission.files import SubmissionError, Unread

ODD = "Your files cannot be read: they are too much, or too odd, for what reads them."


def test_what_it_returns_comes_back_in_types() -> None:
    """Words and numbers are all that can come."""
    assert read(lambda: {"a": [1, 2]}, dict[str, list[int]]) == {"a": [1, 2]}


def test_it_is_another_process_that_is_gone_afterwards() -> None:
    """Nothing that parsing leaves behind is left in the one that decides."""
    before = {process.pid for process in psutil.Process().children()}
    assert read(os.getpid, int) != os.getpid()
    assert {process.pid for process in psutil.Process().children()} == before
    assert ours.pids <= before


def test_it_is_the_first_to_go_when_memory_is_short() -> None:
    """The kernel ends it before the one that decides."""
    assert read(lambda: Path("/proc/self/oom_score_adj").read_text(encoding="ascii"), str) == "1000\n"


def hoards() -> int:
    """Ask for more memory than there may be."""
    return len(bytearray(2 * reader.MEGABYTES << 20))


def crashes() -> int:
    """End the process as a parser does that runs out of its stack."""
    return ctypes.string_at(0)[0]


def breaks() -> int:
    """Fail as a parser may on bytes that nobody thought of."""
    raise RecursionError("too deep")


@pytest.mark.parametrize(
    ("parse", "staff"),
    [
        (hoards, "MemoryError while reading: "),
        (crashes, "it was ended by signal SIGSEGV (a crash in compiled code)"),
        (breaks, "RecursionError while reading: too deep"),
    ],
)
def test_what_cannot_be_read_is_told_to_the_student(parse: Callable[[], int], staff: str) -> None:
    """No way of failing to read becomes a grader fault; staff get what happened."""
    with pytest.raises(Unread) as caught:
        read(parse, int)
    assert (str(caught.value), caught.value.staff) == (f"{ODD} {ADVICE}", staff)


def loops() -> int:
    """Never come back."""
    while True:
        pass


def test_reading_has_a_deadline() -> None:
    """A parser that does not come to its end is stopped, and the student reads what to leave out."""
    with pytest.raises(Unread) as caught:
        read(loops, int, seconds=0.3)
    assert str(caught.value) == f"Your files took more than 0.3 s to be read. {ADVICE}"


def test_a_reply_has_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it returns is bounded before it is read."""
    monkeypatch.setattr(reader, "MAX_REPLY", 1000)
    with pytest.raises(Unread, match="too large when they are read"):
        read(lambda: b"x" * 10_000, bytes)


def refuses() -> int:
    """Say what is wrong with the files."""
    raise SubmissionError("vae.py is empty.")


def faults() -> int:
    """Fail as a check does that is broken."""
    raise GraderFault("the check kl_values broke")


def test_reasons_come_through() -> None:
    """A reason for the student stays one, and a grader fault is not the student's."""
    with pytest.raises(SubmissionError, match=r"^vae.py is empty\.$"):
        read(refuses, int)
    with pytest.raises(GraderFault, match="the check kl_values broke"):
        read(faults, int)


def test_nothing_can_be_written(tmp_path: Path) -> None:
    """The process that parses has no file to write."""

    def writes() -> str:
        try:
            (tmp_path / "file").write_bytes(b"x" * 10_000)
        except OSError as error:
            return type(error).__name__
        return "written"

    assert read(writes, str) in ("PermissionError", "OSError")


def test_it_costs_little() -> None:
    """A process for each of twenty readings takes less processor time than one import of NumPy."""
    started = time.process_time()
    for _ in range(20):
        read(lambda: 1, int)
    assert time.process_time() - started < 1


def test_it_goes_on_beside_this_process() -> None:
    """The result is waited for where it is asked for; what nobody asks for is ended."""
    before, children = set(ours.pids), psutil.Process().children()
    with reader.reading(os.getpid, int) as result, reader.reading(loops, int):
        assert len(ours.pids - before) == 2
        assert result() not in (os.getpid(), *before)
    assert ours.pids == before
    assert psutil.Process().children() == children
