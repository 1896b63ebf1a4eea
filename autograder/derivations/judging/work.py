"""A bound on the work for a part, counted where it is done, so that it is the same on every machine."""

from __future__ import annotations

from autograder.errors import AutograderError

MOST = 150_000_000  # numbers computed to choose a part's reading, and again to judge it: two seconds each
OVERHEAD = 2_000  # of an operation, in numbers
MOST_MEMORY = 18_000_000  # numbers kept at a time: 144 MB


class Exhausted(AutograderError):
    """The part needs more work than its limit."""


class Work:
    """Counts numbers computed and kept; Exhausted where a limit is passed."""

    def __init__(self, most: int | None = None) -> None:
        self.budget, self.memory = MOST if most is None else most, 0

    def spend(self, numbers: int, *, keep: bool = False) -> None:
        """Count one operation on some numbers, whose result may be kept."""
        self.budget -= numbers + OVERHEAD
        self.memory += numbers * keep
        if self.budget < 0 or self.memory > MOST_MEMORY:
            raise Exhausted

    def forget(self) -> None:
        """Count nothing as kept any more."""
        self.memory = 0
