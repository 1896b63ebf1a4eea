"""A constant added to z, which has no gradient."""

from __future__ import annotations

import numpy as np

from autograder.arrays import Float64

# Standard deviations within which the sum of noise lies but for 2e-9 of draws; no point hangs on it alone.
CENTRED = 6.0
CALLS = 64  # in which that is looked at


def constant(differences: Float64, slopes: Float64) -> float:
    """Return the constant that, times the slopes, comes nearest to the differences (least squares)."""
    return float(np.sum(differences * slopes) / np.sum(slopes**2))


def is_centred(calls: Float64) -> bool:
    """Whether noise (calls, batch, latent) is centred at 0: what fits gradients alone is no constant in z.

    Each call gives another element, since those of one call may share their noise.
    """
    e = calls.reshape(len(calls), -1).diagonal()
    return bool(abs(e.sum()) < CENTRED * np.sqrt(e.size))
