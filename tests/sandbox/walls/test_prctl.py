"""What a process is told of itself that Python has no words for."""

from __future__ import annotations

import psutil

from autograder.sandbox.walls.prctl import keep_memory
from tests.support.throwaway import in_throwaway

MEGABYTE = 1 << 20


def left_after(kept: int) -> int:
    """Return how many of 32 megabytes a process still has that asked for them in pieces and freed them."""
    keep_memory(kept)
    process = psutil.Process()
    before = process.memory_info().rss
    pieces = [bytearray(MEGABYTE // 16) for _ in range(512)]
    del pieces
    return int((process.memory_info().rss - before) // MEGABYTE)


def test_freed_memory_stays() -> None:
    """As much as was asked for; where nothing was, next to nothing."""
    assert in_throwaway(lambda: left_after(64 * MEGABYTE)) >= 30
    assert in_throwaway(lambda: left_after(0)) <= 2
