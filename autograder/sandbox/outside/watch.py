"""The grader's eye on a child: its memory, threads and files, against what they may be."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import psutil

from autograder.course.assignment import Limits
from autograder.sandbox.outside import endings
from autograder.sandbox.outside.errors import StudentError

KILOBYTE, MEGABYTE = 1 << 10, 1 << 20  # bytes
LIBRARIES = re.compile(r"^VmLib:\s*(\d+) kB$", re.MULTILINE)
BLOCK = 512  # bytes; the unit of st_blocks, whatever the file system's own
MAX_THREADS = 128
MAX_NAMES = 5000  # files and folders
MAX_PATH = 3000  # characters, of the 4096 that a system call takes


class Watch:
    """One child, seen from outside."""

    def __init__(self, pid: int, folder: Path, limits: Limits) -> None:
        self._process = psutil.Process(pid)
        self._folder, self._limits = folder, limits

    def problem(self, doing: str) -> StudentError | None:
        """Say what the child has too much of, or nothing; its end is not told here."""
        try:
            with self._process.oneshot():
                resident = self._process.memory_info().rss
                threads = self._process.num_threads()
        except psutil.Error:
            return None
        if resident > self._limits.memory_mb * MEGABYTE:
            return endings.memory(doing, self._limits.memory_mb)
        if threads > MAX_THREADS:
            return endings.threads(doing, MAX_THREADS)
        return self._hoard(doing)

    def libraries_mb(self) -> int:
        """Return how much of its libraries' code the process has in its memory, as the kernel counts it.

        Which libraries these are may be read only with a right to trace other users' processes, and a
        container's root has none; how large they are may be read by all.
        """
        try:
            status = Path(f"/proc/{self._process.pid}/status").read_text(errors="replace")
        except OSError:
            return 0
        size = LIBRARIES.search(status)
        return int(size[1]) * KILOBYTE // MEGABYTE if size else 0

    def is_headless(self) -> bool:
        """Whether the process has ended its first thread: it looks dead, its memory cannot be seen."""
        try:
            return bool(self._process.status() == psutil.STATUS_ZOMBIE)
        except psutil.Error:
            return False

    def _hoard(self, doing: str) -> StudentError | None:
        """Say whether the child's folder holds too much, too many names, or what cannot be looked into."""
        too_much = endings.disk(doing, self._limits.disk_mb, MAX_NAMES)
        room, names, folders = self._limits.disk_mb * MEGABYTE, MAX_NAMES, [str(self._folder)]
        while folders:
            try:
                with os.scandir(folders.pop()) as entries:
                    for entry in entries:
                        names -= 1
                        status = entry.stat(follow_symlinks=False)
                        room -= status.st_blocks * BLOCK
                        # Nothing can be in a folder that nobody may search.
                        if stat.S_ISDIR(status.st_mode) and status.st_mode & stat.S_IXUSR:
                            folders.append(entry.path)
                        if len(entry.path) > MAX_PATH:
                            return endings.deep(doing, MAX_PATH)
                        if room < 0 or names < 0:
                            return too_much
            except FileNotFoundError:
                continue  # removed since it was listed
            except OSError:
                return too_much
        return None
