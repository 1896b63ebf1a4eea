"""Properties of the calling process that Python has no words for."""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress
from functools import cache

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
M_TOP_PAD = -2


@cache
def libc() -> ctypes.CDLL:
    """Return the C library, by which Windows, where a student's check.py imports this, has no such name."""
    return ctypes.CDLL(None, use_errno=True)


def prctl(option: int, value: int) -> None:
    """Set a property of this process; raises OSError when the kernel refuses."""
    if libc().prctl(option, value, 0, 0, 0) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))


def set_oom_score(score: int) -> None:
    """Set how readily this process is ended when memory is short: 1000 is first, the kernel's default 0.

    Raises OSError where it may not have less than it has.
    """
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write(str(score))


def keep_memory(size: int) -> None:
    """Have so many freed bytes stay, where else the kernel clears them again for the next large array.

    A C library that is not glibc is left as it is.
    """
    with suppress(AttributeError):
        libc().mallopt(M_TOP_PAD, size)
