"""What a process is told of itself that Python has no words for."""

from __future__ import annotations

import subprocess
import sys

from autograder.paths import ROOT

# Asks for 32 megabytes in pieces, frees them, and says how many it still has.
PROGRAM = """
import sys
import psutil
from autograder.sandbox.walls.prctl import keep_memory

keep_memory(int(sys.argv[1]) << 20)
before = psutil.Process().memory_info().rss
pieces = [bytearray(1 << 16) for _ in range(512)]
del pieces
print((psutil.Process().memory_info().rss - before) >> 20)
"""


def left_after(kept: int) -> int:
    """Return how many megabytes a fresh process still has that is to keep so many."""
    program = [sys.executable, "-c", PROGRAM, str(kept)]
    return int(subprocess.run(program, cwd=ROOT, check=True, capture_output=True).stdout)


def test_freed_memory_stays() -> None:
    """As much as was asked for; where nothing was, next to nothing."""
    assert left_after(64) >= 30
    assert left_after(0) <= 2
