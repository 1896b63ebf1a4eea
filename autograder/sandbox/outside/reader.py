"""Student bytes are parsed in a confined process of their own, never in the one that decides.

A log or a table can cost a parser minutes and gigabytes, without any malice. So a copy of this process
parses, behind limits of time and memory, and without a file to write or a right to gain; what it returns is
read into types. No student code runs there: it needs no other user, and nothing to hide.
"""

from __future__ import annotations

import os
import resource
import select
import signal
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn, TypeVar

import msgspec

from autograder.paths import ROOT
from autograder.sandbox.outside import endings, ours
from autograder.sandbox.outside.errors import GraderFault
from autograder.sandbox.walls import landlock
from autograder.sandbox.walls.prctl import PR_SET_NO_NEW_PRIVS, PR_SET_PDEATHSIG, prctl, set_oom_score
from autograder.submission.files import SubmissionError, Unread

T = TypeVar("T")

SECONDS = 30.0
MEGABYTES = 1024  # beyond what this process has already
MAX_REPLY = 128 << 20
MEGABYTE = 1 << 20
TICK = 0.05
RESULT, PROBLEM, FAULT, BROKEN = b"+", b"-", b"!", b"?"
ADVICE = "Hand in your own code alone, without data, logs, trained models and other people's packages."


def read(parse: Callable[[], T], kind: type[T], *, seconds: float = SECONDS) -> T:
    """Return what `parse` returns, which must be of a kind that msgspec can write and read.

    Raises the SubmissionError and the GraderFault that it raises, and Unread where it ends in any other way.
    """
    with reading(parse, kind, seconds=seconds) as result:
        return result()


@contextmanager
def reading(parse: Callable[[], T], kind: type[T], *, seconds: float = SECONDS) -> Iterator[Callable[[], T]]:
    """Have `parse` run beside this process; yield what waits for its result, as `read`."""
    ours_in, reply = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the copy starts no thread and takes no lock
        pid = os.fork()
    if pid == 0:
        _serve(parse, reply, seconds)
    os.close(reply)
    ours.pids.add(pid)
    deadline = time.monotonic() + seconds
    try:
        yield lambda: _result(_receive(ours_in, seconds, deadline), pid, kind)
    finally:
        os.close(ours_in)
        _end(pid)


def _result(answer: bytes, pid: int, kind: type[T]) -> T:
    """Return what an answer holds; raise what it says, or what the process's end says, in place of one."""
    kind_of, content = answer[:1], answer[1:]
    if kind_of == RESULT:
        return msgspec.msgpack.decode(content, type=kind)
    text = content.decode(errors="replace")
    if kind_of == PROBLEM:
        raise SubmissionError(text)
    if kind_of == FAULT:
        raise GraderFault(text)
    how = text if kind_of == BROKEN else endings.ending(_end(pid))
    raise Unread(
        f"Your files cannot be read: they are too much, or too odd, for what reads them. {ADVICE}", how
    )


def _end(pid: int) -> int:
    """End a process and return how it ended; 0 where that was asked before."""
    if pid not in ours.pids:
        return 0
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    ours.pids.discard(pid)
    return os.waitstatus_to_exitcode(status)


def _receive(descriptor: int, seconds: float, deadline: float) -> bytes:
    """Read until the process closes its end; Unread where that takes too long or is too much."""
    answer = bytearray()
    while (ready := select.select([descriptor], [], [], TICK)[0]) or time.monotonic() < deadline:
        if ready:
            part = os.read(descriptor, MEGABYTE)
            if not part:
                return bytes(answer)
            answer += part
            if len(answer) > MAX_REPLY:
                raise Unread(f"Your files are too large when they are read. {ADVICE}")
    raise Unread(f"Your files took more than {seconds:g} s to be read. {ADVICE}")


def _serve(parse: Callable[[], T], reply: int, seconds: float) -> NoReturn:
    """Be the process that parses: confine, answer, end."""
    try:
        try:
            _confine(seconds)
            answer = RESULT + msgspec.msgpack.encode(parse(), enc_hook=str)
        except SubmissionError as problem:
            answer = PROBLEM + str(problem).encode(errors="replace")
        except GraderFault:
            answer = FAULT + traceback.format_exc().encode(errors="replace")
        except BaseException as error:
            answer = BROKEN + f"{type(error).__name__} while reading: {error}"[:2000].encode(errors="replace")
        view = memoryview(answer)
        while view:
            view = view[os.write(reply, view) :]
    finally:
        os._exit(0)


def _confine(seconds: float) -> None:
    """Give up what parsing does not need."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    set_oom_score(1000)
    with open("/proc/self/statm") as file:
        present = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    limits = {
        resource.RLIMIT_AS: present + MEGABYTES * MEGABYTE,
        resource.RLIMIT_CPU: int(seconds) + 1,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for which, value in limits.items():
        hard = resource.getrlimit(which)[1]
        least = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (least, least))
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    if landlock.abi():
        landlock.restrict([*landlock.libraries(), str(ROOT)], [])
