"""A constant added to z, which has no gradient."""

from __future__ import annotations

import numpy as np

from autograder.arrays import Float64

# Standard deviations within which the sum of noise lies but for 2e-9 of draws; no point hangs on it alone.
CENTRED = 6.0


def constant(differences: Float64, slopes: Float64) -> float:
    """Return the constant that, times the slopes, comes nearest to the differences (least squares)."""
    return float(np.sum(differences * slopes) / np.sum(slopes**2))


def is_centred(e: Float64) -> bool:
    """Whether noise is there, and is centred at 0: what fits gradients alone is no constant in z."""
    return bool(e.any() and abs(e.sum()) < CENTRED * np.sqrt(e.size))
