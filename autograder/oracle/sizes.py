"""How large cases are: drawn from the seed, within bounds that docs/statistics.md states."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

# Distinct primes, so that the ratio of two numbers names the axis that was reduced wrongly.
PRIMES = (7, 11, 13, 17)
FEW, MANY = (2, 7), (19, 33)  # sizes beside a 1, and larger odd ones: from, and below


class Sizes(NamedTuple):
    """How large a case is."""

    batch: int
    latent: int
    pixels: int

    @property
    def shape(self) -> tuple[int, int]:
        """The shape of mu and log_var."""
        return self.batch, self.latent


def usual_sizes(rng: np.random.Generator) -> Sizes:
    """Draw the sizes of a case: three different primes."""
    return Sizes(*map(int, rng.permutation(PRIMES)[:3]))


def unusual_sizes(rng: np.random.Generator) -> list[Sizes]:
    """Draw sizes with a 1 in every place, and larger odd ones, in random order."""
    a, b, c, d, e, f = map(int, rng.integers(*FEW, 6))
    odd = (int(n) | 1 for n in rng.integers(*MANY, 3))
    sizes = [Sizes(1, 1, 1), Sizes(1, a, b), Sizes(c, 1, d), Sizes(e, f, 1), Sizes(*odd)]
    return [sizes[i] for i in rng.permutation(len(sizes))]


def large_shape(rng: np.random.Generator, least: tuple[int, int]) -> tuple[int, int]:
    """Draw a shape (batch, latent) that is at least as large as another, and at most a sixteenth larger."""
    batch, latent = (int(rng.integers(n, n + n // 16 + 1)) for n in least)
    return batch, latent


def odd_shape(rng: np.random.Generator) -> tuple[int, int]:
    """Draw a small shape (batch, latent) with an odd number of elements."""
    batch, latent = (int(rng.integers(5, 14)) | 1 for _ in range(2))
    return batch, latent
