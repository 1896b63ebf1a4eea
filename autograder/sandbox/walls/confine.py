"""The walls around student code: what the forked child does to itself before it runs any of it.

The order matters. The session, descriptors and environment come first because they need nothing;
the limits come before the user changes, because raising them is root's alone; the parent-death
signal comes after, because changing the user clears it. Landlock and seccomp come last, while this
process still has a single thread, and seccomp after Landlock, whose system calls it need not allow.
"""

from __future__ import annotations

import os
import resource
import signal
import socket
import sys

from autograder.sandbox.protocol import REPLY_FD, REQUEST_FD
from autograder.sandbox.walls import landlock, selftest
from autograder.sandbox.walls.allowance import Allowance
from autograder.sandbox.walls.prctl import PR_SET_NO_NEW_PRIVS, PR_SET_PDEATHSIG, prctl, set_oom_score

try:
    from autograder.sandbox.walls import seccomp
except (ImportError, RuntimeError) as error:  # pyseccomp, or the library that it wraps, is not here
    no_seccomp = f" ({error})"
else:
    no_seccomp = ""

MEGABYTE = 1 << 20
REFUSALS_FD = REPLY_FD + 1  # closed before any student code runs
# Importing torch reserves 0.6 GB, Adam 0.7 GB. The watch limits what is resident, but shared memory that no
# page leads to is seen by nobody: so what can be reserved at all is limited to little more.
SPARE_MB = 1024
# So many files, each of the largest size, are what can be hidden from the watch by removing their names.
OPEN_FILES = 64


def confine(
    walls: Allowance, *, request: int, reply: int, output: int, refusals: int, environment: dict[str, str]
) -> tuple[str, ...]:
    """Put the calling process behind its walls and return the names of the layers that hold.

    Raises WallDown when a required layer cannot be had or does not hold, OSError when a limit cannot be set.
    """
    os.setsid()
    _keep_descriptors(request, reply, output, refusals)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(walls.folder)
    _limit(walls)
    if walls.user is not None:
        _become(walls.user)
    _die_with(walls.grader)
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    if landlock.abi():
        landlock.restrict([*landlock.libraries(), *walls.read], [walls.folder, walls.home, os.devnull])
    if no_seccomp:
        raise selftest.gap(["seccomp"], no_seccomp)
    _hand_over(seccomp.install(executes=walls.executes))
    return selftest.check(walls.canary, walls.required)


def prepare(*, executes: bool) -> None:
    """Make in a warm process what is the same for all that it forks."""
    if not no_seccomp:
        seccomp.prepare(executes=executes)


def _keep_descriptors(request: int, reply: int, output: int, refusals: int) -> None:
    """Leave nothing open but: null, output, output, the request and reply pipes, the end for refusals."""
    ends = (request, reply, output, refusals)
    safe = [os.dup2(fd, 100 + i, inheritable=False) for i, fd in enumerate(ends)]
    null = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((null, 0), (safe[2], 1), (safe[2], 2)):
        os.dup2(source, target, inheritable=True)
    os.dup2(safe[0], REQUEST_FD, inheritable=False)
    os.dup2(safe[1], REPLY_FD, inheritable=False)
    os.dup2(safe[3], REFUSALS_FD, inheritable=False)
    os.closerange(REFUSALS_FD + 1, os.sysconf("SC_OPEN_MAX"))


def _hand_over(listener: int | None) -> None:
    """Give the grader what the kernel tells of refused calls, and keep nothing of it."""
    with socket.socket(fileno=REFUSALS_FD) as grader:
        if listener is not None:
            socket.send_fds(grader, [b"."], [listener])
            os.close(listener)


def _limit(walls: Allowance) -> None:
    limits = {
        resource.RLIMIT_AS: (walls.memory_mb + SPARE_MB) * MEGABYTE,
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
    set_oom_score(1000)


def _become(user: int) -> None:
    """Give up root for a numeric user without groups, for good."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def _die_with(grader: int) -> None:
    """Ask the kernel to kill this process with the grader, its parent.

    A grader that has ended before is nobody's parent any more.
    """
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != grader:
        sys.exit("the grader is not the parent")
