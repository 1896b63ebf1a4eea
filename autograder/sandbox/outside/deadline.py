"""What calls of student code may take, on a machine that may itself stand still."""

from __future__ import annotations

import time
from dataclasses import dataclass

# Looks come every twentieth of a second: where two lie further apart, this process was held up meanwhile, and
# the one that it waits for most likely too.
GAP = 0.5


class Deadline:
    """So many seconds from now, by looks that come often; long gaps between two looks do not count.

    What makes up its own gaps gains no more than its limit of processor time allows.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._start = self._last = time.monotonic()

    @property
    def spent(self) -> float:
        """The seconds that count, up to the last look."""
        return self._last - self._start

    def is_past(self) -> bool:
        """Whether the time is up, at this look."""
        now = time.monotonic()
        if (gap := now - self._last) > GAP:
            self._start += gap
        self._last = now
        return self.spent > self.seconds


@dataclass
class Budget:
    """The seconds that are left for all calls of a submission together."""

    rest: float
