"""The walls around student code: what the forked child does to itself before it runs any of it.

The order matters. The session, descriptors and environment come first because they need nothing;
the limits come before the user changes, because raising them is root's alone; the parent-death
signal comes after, because changing the user clears it.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
import time
from dataclasses import dataclass

REQUEST_FD = 3
REPLY_FD = 4
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
MEGABYTE = 1 << 20
ADDRESS_SPACE = (
    4 << 30
)  # a backstop: importing torch reserves 0.6 GB, Adam 0.7 GB; the real limit is resident memory
OPEN_FILES = 256


@dataclass(frozen=True)
class Confinement:
    """What one child is allowed: its user, folder, clock and disk."""

    folder: str
    user: int | None
    grader: int
    cpu_seconds: int
    file_mb: int


def confine(
    walls: Confinement, *, request: int, reply: int, output: int, environment: dict[str, str]
) -> None:
    """Put the calling process behind its walls; raises OSError when one does not hold."""
    os.setsid()
    _keep_descriptors(request, reply, output)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(walls.folder)
    _limit(walls)
    if walls.user is not None:
        _become(walls.user)
    _die_with(walls.grader)
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    # Landlock and seccomp belong here: last, while this process still has a single thread.


def prctl(option: int, value: int) -> None:
    """Set a property of this process; raises OSError when the kernel refuses."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, value, 0, 0, 0) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))


def _keep_descriptors(request: int, reply: int, output: int) -> None:
    """Leave nothing open but: null, output, output, the request pipe and the reply pipe."""
    safe = [os.dup2(fd, 100 + i, inheritable=False) for i, fd in enumerate((request, reply, output))]
    null = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((null, 0), (safe[2], 1), (safe[2], 2)):
        os.dup2(source, target, inheritable=True)
    os.dup2(safe[0], REQUEST_FD, inheritable=False)
    os.dup2(safe[1], REPLY_FD, inheritable=False)
    os.closerange(REPLY_FD + 1, os.sysconf("SC_OPEN_MAX"))


def _limit(walls: Confinement) -> None:
    limits = {
        resource.RLIMIT_AS: ADDRESS_SPACE,
        resource.RLIMIT_CPU: walls.cpu_seconds,
        resource.RLIMIT_FSIZE: walls.file_mb * MEGABYTE,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }
    for which, value in limits.items():
        # A second more until it is killed: the signal before that says why.
        limit = (value, value + 1 if which == resource.RLIMIT_CPU else value)
        _, hard = resource.getrlimit(which)
        if hard != resource.RLIM_INFINITY:
            limit = (min(limit[0], hard), min(limit[1], hard))
        resource.setrlimit(which, limit)
    # Writing more than the limit allows must be an error in the student's code, not its death.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")


def _become(user: int) -> None:
    """Give up root for a numeric user without groups, for good."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def _die_with(grader: int) -> None:
    """Ask the kernel to kill this process with the grader, once the grader is its parent.

    Until the process between them has ended, the parent is that process, and the signal would come
    from its end.
    """
    deadline = time.monotonic() + 5
    while os.getppid() != grader:
        if time.monotonic() > deadline:
            sys.exit("the grader did not become the parent")
        time.sleep(0.0005)
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
