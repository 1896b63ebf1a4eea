"""A floor under the width, which many add for safety: a constant added to each deviation or variance.

Where an identity of the width fails, it is asked once more with the one constant that fits best. Only a form
that forgives floors does so (docs/open-form.md); nothing else passes by it, because one number must explain
every element.
"""

from __future__ import annotations

import numpy as np

from autograder.arrays import Array, Float64

POWERS = (1, 2)  # of the deviation to which the constant is added
ROOM = 1.01  # a floor of just the largest size is known to a percent
REMARK = "About {:.1g} is added to the standard deviation; that costs nothing."


def of_gradients(
    gradient: Array, expected: Float64, tolerance: Float64, scale: Float64, most: float
) -> float:
    """Return the floor, at most `most`, that makes gradients by the width right, or 0.

    A width w(s) in the place of s has the gradient s w'(s) / w(s) times what is expected of its own z.
    """
    for power in POWERS:
        added = float(np.median(scale**power * (expected / gradient - 1)))
        kept = scale**power / (scale**power + added)
        if (np.abs(gradient - expected * kept) <= tolerance).all():
            return _within(added, power, scale, most)
    return 0.0


def of_moves(
    before: Float64, after: Float64, scales: tuple[Float64, Float64], tolerance: Float64, most: float
) -> float:
    """Return the floor, at most `most`, with which noise is the same before and after a move, or 0.

    `before` and `after` are z - mu at the same noise and at the `scales` that are right.
    """
    for power in POWERS:
        one, other = np.abs(before) ** power, np.abs(after) ** power
        small, large = (scale**power for scale in scales)
        added = float(np.median((other * small - one * large) / (one - other)))
        noise = [
            moves / (scale**power + added) ** (1 / power)
            for moves, scale in zip((before, after), scales, strict=True)
        ]
        if (np.abs(noise[1] - noise[0]) <= tolerance).all():
            return _within(added, power, np.minimum(*scales), most)
    return 0.0


def _within(added: float, power: int, scale: Float64, most: float) -> float:
    """Return by how much a constant widens the smallest scale, 0 where that is too much, or less."""
    smallest = float(scale.min())
    wider = (smallest**power + added) ** (1 / power) - smallest
    return wider if 0 < wider <= ROOM * most else 0.0
