"""The end of a call's time, on a machine that may itself stand still."""

from __future__ import annotations

import time

# Looks come every twentieth of a second: what lies further apart, this process was held up as long, and the
# one that it waits for most likely too.
GAP = 0.5


class Deadline:
    """So many seconds from now, by looks that come often; long gaps between two looks do not count.

    What makes up its own gaps gains no more than its limit of processor time allows.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._last = time.monotonic()
        self._end = self._last + seconds

    def is_past(self) -> bool:
        """Whether the time is up, at this look."""
        now = time.monotonic()
        if now - self._last > GAP:
            self._end += now - self._last
        self._last = now
        return now > self._end
