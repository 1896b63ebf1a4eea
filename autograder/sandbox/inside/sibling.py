"""A copy of this process whose parent is this one's parent: clone(2) with CLONE_PARENT.

By fork(2) alone a grandchild becomes its grandparent's only when a process between them ends, and that copies
the tables of a warm process's memory twice: the dearest part of a child's start.
"""

from __future__ import annotations

import ctypes
import os

from autograder.sandbox.walls.prctl import libc

# Of the tables for x86-64, and for all newer architectures.
CLONE = 56 if os.uname().machine == "x86_64" else 220
CLONE_PARENT, CLONE_CHILD_CLEARTID, CLONE_CHILD_SETTID = 0x8000, 0x200000, 0x1000000
PR_GET_TID_ADDRESS = 40


def fork() -> int:
    """Fork a sibling of this process, which must have one thread: its process id here, 0 in the sibling.

    Raises OSError where the kernel gives no process.
    """
    python = ctypes.PyDLL(None, use_errno=True)  # which keeps the interpreter's lock
    address = _own_id()
    flags = CLONE_PARENT | (CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID if address else 0)
    # The fourth or the fifth argument says where the id goes, by the architecture; the other is not read.
    arguments = [ctypes.c_long(value) for value in (CLONE, flags, 0, 0, address, address)]
    python.PyOS_BeforeFork()
    process = int(python.syscall(*arguments))
    error = ctypes.get_errno()
    if process == 0:
        python.PyOS_AfterFork_Child()
        return 0
    python.PyOS_AfterFork_Parent()
    if process < 0:
        raise OSError(error, os.strerror(error))
    return process


def _own_id() -> int:
    """Return where the C library keeps this thread's id, which is another one in a copy; 0 if unknown."""
    address = ctypes.c_void_p()
    libc().prctl(PR_GET_TID_ADDRESS, ctypes.byref(address), 0, 0, 0)
    return address.value or 0
