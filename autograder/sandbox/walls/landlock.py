"""The files that student code can reach, where the kernel has Landlock.

Landlock lets a process give up rights for good. Its three system calls have no wrapper in the C library, but
their numbers and structures are the same on every architecture and never change. Its version in a kernel, the
ABI, says which rights there are to give up: all of them are, but for some below the paths that are named.

It binds the calling thread and what that starts; the filter of system calls, put on next, refuses to bind one
thread of several.
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
import struct
import sys
from collections.abc import Iterable

from autograder.sandbox.walls.prctl import libc

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
ASK_VERSION, PATH_BENEATH = 1, 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in range(6))
MAKE_DIR, MAKE_REGULAR, MAKE_SYMLINK, REFER, TRUNCATE = (1 << bit for bit in (7, 8, 12, 13, 14))
FILE_RIGHTS = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE  # the others are those of folders
READ = EXECUTE | READ_FILE | READ_DIR
WRITE = READ_FILE | READ_DIR | WRITE_FILE | TRUNCATE | REFER | REMOVE_DIR | REMOVE_FILE
WRITE |= MAKE_DIR | MAKE_REGULAR | MAKE_SYMLINK  # but no sockets, pipes or devices

KNOWN_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}  # an ABI's number of rights on files
NETWORK_ABI, BIND_AND_CONNECT = 4, 0b11
SCOPE_ABI, SOCKETS_AND_SIGNALS = 6, 0b11  # those of processes that are not restricted with this one

# What a library may open long after its import.
SYSTEM = (
    *("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share"),
    *("/etc/ld.so.cache", "/etc/localtime", "/dev/zero", "/dev/random", "/dev/urandom"),
    *("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu"),
)


def abi() -> int:
    """Return the version of Landlock here, 0 for none."""
    try:
        return _call(CREATE_RULESET, None, 0, ASK_VERSION)
    except OSError:
        return 0


def libraries() -> list[str]:
    """Return the paths that Python code needs to read: this interpreter's libraries and the system's."""
    own = (os.path.join(prefix, lib) for prefix in (sys.prefix, sys.base_prefix) for lib in ("lib", "lib64"))
    return [path for path in (*own, *SYSTEM) if os.path.exists(path)]


def restrict(read: Iterable[str], write: Iterable[str]) -> None:
    """Keep these paths and what is below them, give up the rest; OSError without Landlock or such a path."""
    if (version := abi()) == 0:
        raise OSError(errno.EOPNOTSUPP, "this kernel has no Landlock, or does not let us use it")
    every_right = (1 << KNOWN_RIGHTS[min(version, max(KNOWN_RIGHTS))]) - 1
    network = BIND_AND_CONNECT if version >= NETWORK_ABI else 0
    scope = SOCKETS_AND_SIGNALS if version >= SCOPE_ABI else 0
    ruleset = struct.pack("=QQQ", every_right, network, scope)
    rules = _call(CREATE_RULESET, ruleset, len(ruleset), 0)
    try:
        for rights, paths in ((READ & every_right, read), (WRITE & every_right, write)):
            for path in paths:
                _allow(rules, path, rights)
        _call(RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)


def _allow(rules: int, path: str, rights: int) -> None:
    beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(beneath).st_mode):
            rights &= FILE_RIGHTS
        _call(ADD_RULE, rules, PATH_BENEATH, struct.pack("=Qi", rights, beneath), 0)
    finally:
        os.close(beneath)


def _call(number: int, *arguments: int | bytes | None) -> int:
    result = int(libc().syscall(number, *arguments))
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return result
