"""The system calls that student code must do without.

What is not listed here is allowed. The list keeps the process a single one, so that its limits bound all of
it and nothing outlives it, and keeps it from reaching any other, above all the grader, which may run as the
same user. It also covers what Landlock, or the Landlock of an older kernel, lets pass.

The filter binds the calling thread and what that starts, for good. Importing this module runs programs that
look for the library: a confined child must inherit it.
"""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Iterator

from pyseccomp import (  # type: ignore[import-untyped]
    ALLOW,
    ERRNO,
    KILL_PROCESS,
    MASKED_EQ,
    NE,
    Arch,
    Arg,
    Attr,
    SyscallFilter,
    resolve_syscall,
)

# The calls that are refused whatever their arguments, by the error that the caller sees.
REFUSED = {
    errno.EPERM: (
        # Other programs and processes; what starts threads too follows below.
        "fork vfork execve execveat setsid setpgid "
        # The memory, descriptors, order and counters of other processes.
        "ptrace process_vm_readv process_vm_writev process_madvise process_mrelease pidfd_open pidfd_getfd "
        "pidfd_send_signal kcmp get_robust_list migrate_pages move_pages ioprio_set perf_event_open "
        # The network. Of sockets only pairs remain, which reach nobody: asyncio wakes itself with one.
        "socket connect bind listen accept accept4 "
        # Memory that outlives the process, or is not counted as its own.
        "shmget shmat shmdt shmctl semget semop semtimedop semctl msgget msgsnd msgrcv msgctl "
        "mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr memfd_create memfd_secret "
        "add_key request_key keyctl "
        # Changes to files that Landlock does not see, and nodes that are not files.
        "truncate setxattr lsetxattr fsetxattr setxattrat removexattr lremovexattr fremovexattr "
        "removexattrat file_setattr mknod mknodat name_to_handle_at open_by_handle_at "
        # Mounts and namespaces.
        "mount umount2 pivot_root chroot unshare setns open_tree open_tree_attr move_mount mount_setattr "
        "fsopen fspick fsconfig fsmount "
        # The kernel and the machine.
        "bpf userfaultfd init_module finit_module delete_module kexec_load kexec_file_load reboot "
        "swapon swapoff acct quotactl quotactl_fd sync membarrier modify_ldt io_setup "
        # Watching what others do with files, and walls of its own.
        "inotify_init inotify_init1 fanotify_init listmount statmount "
        "seccomp landlock_create_ruleset landlock_add_rule landlock_restrict_self"
    ),
    # Callers fall back on what a filter can judge: clone for threads, openat, read and write.
    errno.ENOSYS: "clone3 openat2 io_uring_setup io_uring_enter io_uring_register",
    # No error and no effect: the copies that shutil and tarfile make would fail otherwise.
    # Locks would carry messages between processes that read the same libraries.
    0: "flock chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes futimesat utimensat",
}

# Calls whose names an older libseccomp does not know; calls this young have one number on every architecture.
NUMBERS = {
    "process_madvise": 440,
    "mount_setattr": 442,
    "quotactl_fd": 443,
    "landlock_create_ruleset": 444,
    "landlock_add_rule": 445,
    "landlock_restrict_self": 446,
    "memfd_secret": 447,
    "process_mrelease": 448,
    "fchmodat2": 452,
    "statmount": 457,
    "listmount": 458,
    "setxattrat": 463,
    "removexattrat": 466,
    "open_tree_attr": 467,
    "file_setattr": 469,
}
UNKNOWN = -1  # libseccomp's number for a name it does not know

# Arguments, as the kernel's headers have them.
CLONE_THREAD = 0x10000
F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE, F_SETPIPE_SIZE = 8, 10, 15, 1024, 1031
FIOSETOWN, SIOCSPGRP, TIOCSTI, TIOCSCTTY, TIOCLINUX = 0x8901, 0x8902, 0x5412, 0x540E, 0x541C
IOCTL_KIND, FLAGS, ATTRIBUTES = 0xFF00, ord("f") << 8, ord("X") << 8
ACCESS_MODE, NEITHER = 3, 3
LOCKS = (6, 7, 37, 38)  # F_SETLK, F_SETLKW and their kin of open files
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_PTRACER = 1, 4, 22, 0x59616D61
SOCKET_TYPE = 0xF
INT = 0xFFFFFFFF


def install(*, executes: bool = False) -> None:
    """Put the filter on this process, which may turn into another program if it `executes`.

    RuntimeError if it has several threads, OSError if that fails.
    """
    if len(os.listdir("/proc/self/task")) != 1:
        raise RuntimeError("the filter would bind one thread of several")
    rules = SyscallFilter(ALLOW)
    # Through the 32-bit door (int 0x80, x32) the same calls have other numbers.
    rules.set_attr(Attr.ACT_BADARCH, KILL_PROCESS)
    for error, calls in REFUSED.items():
        for call in calls.split():
            if executes and call == "execve":
                continue
            rules.add_rule(ERRNO(error), number(call))
    for call, argument in conditions(os.getpid()):
        rules.add_rule(ERRNO(errno.EPERM), number(call), argument)
    for command in LOCKS:
        rules.add_rule(ERRNO(0), number("fcntl"), _is(1, command))
    rules.load()


def number(call: str) -> int:
    """Return the number of a system call; KeyError for a name that nobody knows."""
    known: int = resolve_syscall(Arch.NATIVE, call)
    return NUMBERS[call] if known == UNKNOWN else known


def conditions(own: int) -> Iterator[tuple[str, Arg]]:
    """Yield the calls that are refused for some values of an argument, in a process with this id."""
    yield "clone", _is(0, 0, CLONE_THREAD)
    # Signals to others; 0 and negative numbers are groups.
    for call in ("kill", "tkill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo"):
        yield call, _is_not(0, own)
    # The limits, processors and priority of others; 0 is the caller.
    for call in ("prlimit64", "sched_setaffinity", "sched_setattr", "sched_setparam", "sched_setscheduler"):
        yield call, _is_not(0, 0)
    yield "setpriority", _is_not(0, os.PRIO_PROCESS)
    yield "setpriority", _is_not(1, 0)
    # Outliving the grader; becoming readable, and with that the owner of its own standing with the kernel
    # when memory is short; and filters of its own.
    for option in (PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_PTRACER):
        yield "prctl", _is(0, option)
    # Signals that the kernel sends on the caller's behalf, leases, for which others have to wait, and pipes
    # with less room than their other end counts on.
    for command in (F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE, F_SETPIPE_SIZE):
        yield "fcntl", _is(1, command)
    # The same, typing into a terminal, and what an owner may change of a file that is open for reading.
    for command in (FIOSETOWN, SIOCSPGRP, TIOCSTI, TIOCSCTTY, TIOCLINUX):
        yield "ioctl", _is(1, command)
    for kind in (FLAGS, ATTRIBUTES):
        yield "ioctl", _is(1, kind, IOCTL_KIND)
    # Emptying a file without opening it for writing, which escapes Landlock before its third version.
    for call, flags in (("open", 1), ("openat", 2)):
        yield call, _is(flags, os.O_TRUNC | os.O_RDONLY, os.O_TRUNC | ACCESS_MODE)
        yield call, _is(flags, NEITHER, ACCESS_MODE)
    # One of a pair of datagram sockets can still send to any address.
    yield "socketpair", _is_not(0, socket.AF_UNIX)
    for kind in (socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
        yield "socketpair", _is(1, kind, SOCKET_TYPE)


def _is(argument: int, value: int, mask: int = INT) -> Arg:
    """Compare only the bits that the kernel reads: with others set the call would pass and mean the same."""
    return Arg(argument, MASKED_EQ, mask, value)


def _is_not(argument: int, value: int) -> Arg:
    """Compare all 64 bits: the one value allowed, with others set, is refused."""
    return Arg(argument, NE, value)
