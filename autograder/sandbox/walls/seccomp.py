"""The filter of system calls: what honest programs make goes through, the rest is refused.

Three filters judge each call; where several refuse, the kernel gives the answer of the latest. The first lets
through what is listed (calls.py) and answers all else as a kernel that lacks it. The others say "not
permitted" where Python has a function that students call, and judge arguments: the process stays a single
one, so that its limits bound all of it and nothing outlives it, and reaches no other, above all not the
grader, which may run as the same user. They also cover what Landlock, or an older kernel's, lets pass. All
but the second, which knows the process's own id, are compiled once, in the warm process that forks the rest.

The filters bind the calling thread and what that starts, for good. Importing this module runs programs that
look for the library: a confined child must inherit it.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import socket
from collections.abc import Iterator
from functools import cache

from pyseccomp import (  # type: ignore[import-untyped]
    ALLOW,
    ERRNO,
    KILL_PROCESS,
    MASKED_EQ,
    NE,
    NOTIFY,
    Arch,
    Arg,
    Attr,
    SyscallFilter,
    resolve_syscall,
)

from autograder.sandbox.walls.calls import COMMANDS, REPERTOIRE
from autograder.sandbox.walls.prctl import libc

# The calls that are told as refused whatever their arguments, by the error that the caller sees.
REFUSALS = {
    errno.EPERM: (
        # Other programs and processes; what starts threads too follows below.
        "fork vfork execve execveat setsid setpgid pidfd_open pidfd_send_signal ptrace "
        # The network. Of sockets only pairs remain, which reach nobody.
        "socket connect bind listen accept accept4 "
        # Memory that outlives the process, or is not counted as its own.
        "memfd_create shmget semget msgget "
        # Changes to files that Landlock does not see, and nodes that are not files.
        "truncate setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr mknod mknodat "
        # Other users, namespaces and walls of its own.
        "setuid setgid setreuid setregid setresuid setresgid setgroups chroot unshare setns seccomp"
    ),
    # What libraries try first and do without: nobody need be told.
    errno.ENOSYS: "clone3 openat2 io_uring_setup",
    # No error and no effect: the copies that shutil and tarfile make would fail otherwise.
    # Locks would carry messages between processes that read the same libraries.
    0: "flock chmod fchmod fchmodat chown fchown lchown fchownat utime utimes futimesat utimensat",
}
UNKNOWN = -1  # libseccomp's number for a name it does not know

# Arguments, as the kernel's headers have them.
CLONE_THREAD = 0x10000
ACCESS_MODE, NEITHER = 3, 3
LOCKS = (fcntl.F_SETLK, fcntl.F_SETLKW, fcntl.F_OFD_SETLK, fcntl.F_OFD_SETLKW)
SOCKET_TYPE = 0xF
INT = 0xFFFFFFFF
SET_MODE_FILTER, NEW_LISTENER = 1, 8
INSTRUCTION = 8  # bytes


class Program(ctypes.Structure):
    """A filter as the kernel takes it: how many instructions, and where they are."""

    _fields_ = (("count", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def prepare(*, executes: bool = False) -> None:
    """Compile the large filters, so that processes forked from here only put them on."""
    _honest(executes, NOTIFY)
    _refusals(executes)


def install(*, executes: bool = False) -> int | None:
    """Put the filters on this process, which may turn into another program if it `executes`.

    Returns the descriptor over which the kernel tells of calls that no list names, which wait for an answer
    until it is closed; None where it would not tell. RuntimeError if there are several threads, OSError if it
    fails.
    """
    if len(os.listdir("/proc/self/task")) != 1:
        raise RuntimeError("the filter would bind one thread of several")
    others = _reach(os.getpid()), _refusals(executes)  # compiled by calls that the first one refuses
    listener = None
    try:
        listener = _put_on(_honest(executes, NOTIFY), NEW_LISTENER)
    except OSError:  # an older kernel, or a container that listens itself
        _put_on(_honest(executes, ERRNO(errno.ENOSYS)))
    for program in others:
        _put_on(program)
    return listener


def _put_on(program: bytes, flags: int = 0) -> int:
    """Put a filter on this thread, and return what the kernel does; OSError where it will not."""
    whole = Program(len(program) // INSTRUCTION, program)
    arguments = [ctypes.c_long(value) for value in (number("seccomp"), SET_MODE_FILTER, flags)]
    if (answer := int(libc().syscall(*arguments, ctypes.byref(whole)))) < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return answer


def _compile(rules: SyscallFilter) -> bytes:
    """Return a filter's instructions, of which a pipe holds twice as many."""
    ours, theirs = os.pipe()
    with open(ours, "rb") as source:
        with open(theirs, "wb") as target:
            rules.export_bpf(target)
        return source.read()


@cache
def _honest(executes: bool, otherwise: int) -> bytes:
    """Return the filter that lets through what honest programs call, and answers all else otherwise."""
    rules = _filter(otherwise)
    for call in [*REPERTOIRE, "seccomp", *(["execve"] if executes else [])]:
        rules.add_rule(ALLOW, number(call)) if has_number(call) else None
    for call, (argument, *commands) in COMMANDS.items():
        for command in commands:
            rules.add_rule(ALLOW, number(call), _is(argument, command))
    return _compile(rules)


@cache
def _refusals(executes: bool) -> bytes:
    """Return the filter that says what is not permitted to any process."""
    rules = _filter(ALLOW)
    for error, calls in REFUSALS.items():
        for call in calls.split():
            if not (executes and call == "execve"):
                rules.add_rule(ERRNO(error), number(call))
    for call, argument in _conditions():
        rules.add_rule(ERRNO(errno.EPERM), number(call), argument)
    for command in LOCKS:
        rules.add_rule(ERRNO(0), number("fcntl"), _is(1, command))
    return _compile(rules)


def _reach(own: int) -> bytes:
    """Return the filter that permits a process with this id no signal to others; 0 and below are groups."""
    rules = _filter(ALLOW)
    for call in ("kill", "tkill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo"):
        rules.add_rule(ERRNO(errno.EPERM), number(call), _is_not(0, own))
    return _compile(rules)


def _filter(default: int) -> SyscallFilter:
    rules = SyscallFilter(default)
    # Through the 32-bit door (int 0x80, x32) the same calls have other numbers.
    rules.set_attr(Attr.ACT_BADARCH, KILL_PROCESS)
    return rules


def has_number(call: str) -> bool:
    """Whether this libseccomp, which may be older than a call, has a number for it."""
    return bool(resolve_syscall(Arch.NATIVE, call) != UNKNOWN)


def number(call: str) -> int:
    """Return the number of a system call; KeyError for a name that nobody knows."""
    if not has_number(call):
        raise KeyError(call)
    return int(resolve_syscall(Arch.NATIVE, call))


def _is(argument: int, value: int, mask: int = INT) -> Arg:
    """Compare only the bits that the kernel reads: with others set the call would pass and mean the same."""
    return Arg(argument, MASKED_EQ, mask, value)


def _is_not(argument: int, value: int) -> Arg:
    """Compare all 64 bits: the one value allowed, with others set, is refused."""
    return Arg(argument, NE, value)


def _conditions() -> Iterator[tuple[str, Arg]]:
    """Yield the calls that are refused for some values of an argument."""
    yield "clone", _is(0, 0, CLONE_THREAD)
    # The limits, processors and priority of others; 0 is the caller.
    for call in ("prlimit64", "sched_setaffinity", "sched_setattr", "sched_setparam", "sched_setscheduler"):
        yield call, _is_not(0, 0)
    yield "setpriority", _is_not(0, os.PRIO_PROCESS)
    yield "setpriority", _is_not(1, 0)
    # Emptying a file without opening it for writing, which escapes Landlock before its third version.
    for call, flags in (("open", 1), ("openat", 2)):
        yield call, _is(flags, os.O_TRUNC | os.O_RDONLY, os.O_TRUNC | ACCESS_MODE)
        yield call, _is(flags, NEITHER, ACCESS_MODE)
    # One of a pair of datagram sockets can still send to any address.
    yield "socketpair", _is_not(0, socket.AF_UNIX)
    for kind in (socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
        yield "socketpair", _is(1, kind, SOCKET_TYPE)
