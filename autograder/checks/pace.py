"""How much a sampler is asked for: less where it is slow, in steps so coarse that a regrade takes the same.

Right code may be slow, such as a loop over elements. The laws hold exactly for any number of draws, at the
level that they always have; with fewer draws they see larger errors only (docs/statistics.md). What decides
is the time of the first call of the large case; there is room for some thirty times what it usually takes.
"""

from __future__ import annotations

from math import prod
from typing import NamedTuple

from autograder.checks.noise import BATCH, CALLS, LATENT

Shape = tuple[int, int]

SECONDS = 10.0  # for the calls of the large case


class Pace(NamedTuple):
    """The least shape (batch, latent) of the large case, and which part of the other calls is made."""

    name: str
    large: Shape
    divisor: int

    @property
    def draws(self) -> int:
        """How many numbers the large case gives, in the least."""
        return CALLS * prod(self.large)

    def calls(self, most: int) -> int:
        """Return how many calls are made where the whole pace makes so many."""
        return most // self.divisor


REFUSED = "refused"  # what stands in place of a pace where not even the slowest is kept
WHOLE = Pace("whole", (BATCH, LATENT), 1)
PACES = (WHOLE, Pace("slower", (64, 40), 4), Pace("slowest", (16, 8), 16))
