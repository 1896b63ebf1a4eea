"""A floor under the width, which many add for safety: one constant added to each standard deviation.

Where an identity of the width fails, it is asked once more with the constant that fits best. Only a form that
forgives floors does so (docs/open-form.md); nothing else passes by it, because one number must explain every
element.
"""

from __future__ import annotations

import numpy as np

from autograder.arrays import Array, Float64
from autograder.checks.base import Check
from autograder.findings import Mismatch

ROOM = 1.01  # a floor of just the largest size is known to a percent
REMARK = "About {:.1g} is added to the standard deviation; that costs nothing."


def of_gradients(
    gradient: Array, expected: Float64, tolerance: Float64, scale: Float64, most: float
) -> float:
    """Return the floor, at most `most`, that makes gradients by the width right, or 0.

    With a floor, what is expected of z itself is too much by its share in the width.
    """
    floor = float(np.median(scale * (expected / gradient - 1)))
    fits = (np.abs(gradient - expected * scale / (scale + floor)) <= tolerance).all()
    return floor if fits and 0 < floor <= ROOM * most else 0.0


def of_moves(
    before: Float64, after: Float64, scales: tuple[Float64, Float64], tolerance: Float64, most: float
) -> float:
    """Return the floor, at most `most`, with which noise is the same before and after a move, or 0.

    `before` and `after` are z - mu at the same noise and at the `scales` that are right.
    """
    one, other = scales
    floor = float(np.median((after * one - before * other) / (before - after)))
    fits = (np.abs(after / (other + floor) - before / (one + floor)) <= tolerance).all()
    return floor if fits and 0 < floor <= ROOM * most else 0.0


def forgiven(check: Check, floor: float, mismatch: Mismatch) -> Mismatch | None:
    """Return a mismatch, or a remark in its place where a floor under the width explains it."""
    if floor:
        check.remark = REMARK.format(floor)
        return None
    return mismatch
