"""What one confined process is allowed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Allowance:
    """A child's user, folders, clock and disk; and which layers must hold.

    `read` are the paths that its language needs beside Python's; with `executes` it may turn into another
    program, which keeps its walls. The canary is a file of the grader's that it must not be able to read.
    """

    folder: str
    home: str
    canary: str
    required: tuple[str, ...]
    user: int | None
    grader: int
    cpu_seconds: int
    memory_mb: int
    file_mb: int
    read: tuple[str, ...] = ()
    executes: bool = False
