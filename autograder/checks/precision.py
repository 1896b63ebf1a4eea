"""How exactly noise must stay where it is: what rounding may do to z, and what is forgiven beside it."""

from __future__ import annotations

import numpy as np

from autograder.arrays import Array, Float64
from autograder.oracle.case import ROUNDOFF, SamplerCase

# A rounding bound on the identities, where correct formulas reach 1.4 roundoffs.
ROUNDOFFS = 8 * ROUNDOFF
# Policy (docs/statistics.md): forgives `std + 1e-5`, and lies 500 times below a factor of two.
RELATIVE = 1e-3
# Standard deviations beyond which a normal draw lies once in 10^23: what lies there is no noise.
FARTHEST = 10.0


def departs(observed: Float64, expected: Float64, rounding: Float64) -> Array:
    """Return where noise, or what follows from it, is not what it should be."""
    return ~(np.abs(observed - expected) <= room(expected, rounding))


def room(noise: Float64, rounding: Float64) -> Float64:
    """Return how far noise may be off: bounded, or moves of the parameters would drown in it."""
    room: Float64 = rounding + RELATIVE * np.minimum(np.abs(noise), FARTHEST)
    return room


def terms(z: Array, case: SamplerCase) -> Float64:
    """Return the sum of absolute terms that rounding errors of z - mu scale with.

    Bounded, whatever z is: a tolerance that grew with z would forgive what makes z grow.
    """
    log_var = np.abs(case.inputs["log_var"].astype(np.float64))
    distance = np.minimum(np.abs(z - case.location), FARTHEST * case.scale)
    location = np.abs(case.location)
    terms: Float64 = np.minimum(np.abs(z), location + distance) + location + distance * (1 + log_var)
    return terms
