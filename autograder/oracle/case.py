"""A case: inputs and what a right submission gives for them, as numbers.

It holds everything that a check needs: inputs in the dtype they are sent in, and in float64 the
expected outputs and how far rounding may carry an output from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from autograder.arrays import Array, Float64
from autograder.oracle.oracle import Numbers

# Rounding: bounds on correct ways to write the formulas, in unit roundoffs times the sum of absolute
# terms; some of these ways need the terms in log_var. The roundoff is that of float32 for all outputs,
# because a function that computes in float32 inside is right.
ROUNDOFF = float(np.finfo(np.float32).eps) / 2
BASE_ROUNDOFFS = 32
# Policy (docs/statistics.md): forgives 1e-6 added to a variance, 1e-5 to a standard deviation, a probability
# clipped at 1e-6.
RELATIVE = 1e-3
OF_MAGNITUDE, OF_GRADIENT = 1e-6, 2e-5  # of terms that cancel, in values and in gradients
OF_VARIANCE, OF_SPREAD = 1e-6, 2e-5  # where log_var is at the end of its range: added to a variance


@dataclass(frozen=True)
class SamplerCase:
    """Parameters of q(z|x) with its location and scale: arrays (batch, latent).

    `coefficient` is c in d<v, z>/dlog_var = c v (z - location).
    """

    inputs: Mapping[str, Array]
    location: Float64
    scale: Float64
    coefficient: float

    def noise(self, z: Array) -> Float64:
        """Return the standardised noise of samples (..., batch, latent)."""
        noise: Float64 = z - self.location
        noise /= self.scale
        return noise


@dataclass(frozen=True)
class Expected:
    """What a right submission returns, entry by entry, and how exactly: `rounding` is in `tolerance`."""

    values: Float64
    tolerance: Float64
    rounding: Float64


@dataclass(frozen=True)
class Case:
    """Inputs of a deterministic function with its expected values (batch,) and gradients.

    The gradients are of the per-example value with respect to each input, in the input's shape.
    """

    label: str
    inputs: Mapping[str, Array]
    keywords: Mapping[str, float]
    expected: Expected
    gradients: Mapping[str, Expected]


@dataclass(frozen=True)
class ElboCase(Case):
    """An ELBO case with its parts: the reconstruction term (batch,) and the true KL (batch,)."""

    reconstruction: Float64
    kl: Expected
    kl_weight: float

    def with_kl(self, kl: Float64) -> Float64:
        """Return the ELBO that a KL (batch,) gives: (batch,)."""
        return self.reconstruction + self.kl_weight * kl


@dataclass(frozen=True)
class EvidenceCase:
    """A one-latent model: the ELBO at Gauss-Hermite nodes, with what its mean must add up to.

    sum(weights * elbo) + kl_to_posterior = log_evidence.
    """

    elbo: ElboCase
    weights: Float64
    log_evidence: float
    kl_to_posterior: float


def difference(after: Expected, before: Expected) -> Expected:
    """Return how much a value changes between two cases, rounded in both."""
    values, rounding = after.values - before.values, after.rounding + before.rounding
    return Expected(values, rounding + RELATIVE * np.abs(values), rounding)


def with_tolerance(
    values: Float64, roundoffs: Float64 | int, magnitude: Float64, allowance: float = OF_MAGNITUDE
) -> Expected:
    """Return values that an output may miss by so many roundoffs of their terms' magnitude, and by policy."""
    rounding = roundoffs * ROUNDOFF * magnitude
    return Expected(values, rounding + RELATIVE * np.abs(values) + allowance * magnitude, rounding)


def exact(inputs: Mapping[str, Array]) -> dict[str, Float64]:
    """Return the numbers that are sent, in float64."""
    return {name: array.astype(np.float64) for name, array in inputs.items()}


def gradient(numbers: Numbers, name: str, roundoffs: Float64 | int) -> Expected:
    """Return the gradient with respect to an input, by its name, among an oracle's numbers."""
    return with_tolerance(numbers[f"d_{name}"], roundoffs, numbers[f"d_{name} magnitude"], OF_GRADIENT)
