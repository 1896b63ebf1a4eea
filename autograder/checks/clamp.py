"""Where gradients stop at one end of a parameter alone, as where a clamp lets none through."""

from __future__ import annotations

import numpy as np

from autograder.arrays import Array, Float64

FEWEST = 3  # elements: fewer may be the lowest or highest by chance


def clamp(gradient: Array, expected: Float64, wrong: Array, parameter: Array) -> str:
    """Say at which ends of a parameter gradients are 0, where that is all that is wrong; else nothing."""
    zeros = (gradient == 0) & (expected != 0)
    flowing = parameter[~zeros]
    if np.count_nonzero(zeros) < FEWEST or not flowing.size or (wrong & ~zeros).any():
        return ""
    low, high = zeros & (parameter < flowing.min()), zeros & (parameter > flowing.max())
    if (zeros & ~low & ~high).any():
        return ""
    ends = " or ".join(name for name, end in (("lowest", low), ("highest", high)) if end.any())
    return f"gradients are right but where it is {ends}: something clamps it there"
