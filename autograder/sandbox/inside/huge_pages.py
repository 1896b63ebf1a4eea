"""A warm process's memory in huge pages, of which a fork copies one entry in place of 512.

It takes longer than it saves in a few forks, and pays for a class.
"""

from __future__ import annotations

import ctypes
import re

from autograder.sandbox.walls.prctl import libc

MANY = 16  # forks, or gradings of a few each, from which on it pays
MADV_COLLAPSE = 25
SIZE = 2 << 20  # bytes of a huge page; of another size it is the kernel that rounds, or refuses
WRITABLE = re.compile(r"^([0-9a-f]+)-([0-9a-f]+) rw-p \S+ 00:00 0 +(?:\[heap\])?$", re.MULTILINE)


def collapse() -> None:
    """Put what is written in this process into huge pages, where the kernel knows how (Linux 6.1)."""
    with open("/proc/self/maps") as file:
        maps = file.read()
    for first, last in WRITABLE.findall(maps):
        start, end = -(-int(first, 16) // SIZE) * SIZE, int(last, 16) // SIZE * SIZE
        if start < end:
            libc().madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), MADV_COLLAPSE)
