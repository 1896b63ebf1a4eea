"""Processes that a test can confine for good, because they end with it."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import traceback
import warnings
from collections.abc import Callable
from typing import Any


def in_throwaway(act: Callable[[], object]) -> Any:
    """Return what the function returns when a forked process calls it; it must fit into JSON."""
    answer, status = _forked(act)
    assert status == 0, f"exit code {status}\n{answer}"
    return json.loads(answer)


def exit_code(act: Callable[[], object]) -> int:
    """Return how a forked process ends that calls the function: 0, 1 for an exception, or minus a signal."""
    return _forked(act)[1]


def tried(act: Callable[[], object]) -> str:
    """Return "done", or the name of the error that the system answered with."""
    try:
        act()
    except OSError as error:
        return errno.errorcode[error.errno or 0]
    return "done"


def syscall(number: int, *arguments: int) -> int:
    """Make a system call, each argument given whole, all 64 bits of it; OSError when it fails."""
    this = os.getpid()
    words = [ctypes.c_uint64(argument % 2**64) for argument in arguments]
    result = int(ctypes.CDLL(None, use_errno=True).syscall(ctypes.c_long(number), *words))
    if os.getpid() != this:
        os._exit(0)  # the call made this process, and the test is the other's
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def _forked(act: Callable[[], object]) -> tuple[str, int]:
    read, write = os.pipe()
    with warnings.catch_warnings():
        # The test run has threads, but the fork does nothing that would wait for one of them.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        status = 1
        try:
            answer = json.dumps(act())
            status = 0
        except BaseException:
            answer = traceback.format_exc()
        os.write(write, answer.encode())
        os._exit(status)
    os.close(write)
    with os.fdopen(read) as pipe:
        answer = pipe.read()
    return answer, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
