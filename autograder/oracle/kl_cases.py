"""Inputs that the KL divergence is judged on: drawn by a generator, with the oracle's numbers for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from autograder.arrays import Array, Float64
from autograder.oracle import parameters
from autograder.oracle.case import (
    BASE_ROUNDOFFS,
    OF_VARIANCE,
    Case,
    Expected,
    exact,
    gradient,
    with_tolerance,
)
from autograder.oracle.oracle import Numbers, Oracle
from autograder.oracle.parameters import Generator
from autograder.oracle.sizes import Sizes, usual_sizes

# The lowest log-variance at which gradients are asked for: below it, 1e-6 added to a variance is no trifle.
LOWEST = -6.0
HIGHEST, FAR = 8.0, 4.0  # and the highest, with the largest mean


@dataclass(frozen=True)
class KLCases:
    """Draws mu and log_var (batch, latent)."""

    oracle: Oracle

    def draw(self, rng: Generator, dtype: str) -> list[Case]:
        """Draw KL cases: moderate, wide, and structured ones in which a single term stands alone."""
        shape = usual_sizes(rng).shape
        lone_mu, lone_log_var = rng.uniform(-2, 2, (2, *shape))
        lone_mu[:7] = lone_log_var[:7] = 0
        lone_mu[0], lone_mu[1] = rng.uniform(0.5, 3), -rng.uniform(0.5, 3)
        lone_log_var[2], lone_log_var[3], lone_log_var[4] = -8, 1, 8
        lone_mu[5], lone_log_var[5] = rng.normal(size=shape[1]), -1
        lone_mu[6], lone_log_var[6] = 1, rng.uniform(-1, 1, shape[1])
        return [
            self._case("moderate parameters", rng.normal(0, 1.5, shape), rng.uniform(-2, 2, shape), dtype),
            self._case("wide parameters", rng.uniform(-4, 4, shape), rng.uniform(-8, 8, shape), dtype),
            self._case("structured parameters", lone_mu, lone_log_var, dtype),
        ]

    def for_gradients(self, rng: Generator, dtype: str) -> list[Case]:
        """Draw KL cases to be differentiated: moderate, wide, and narrow ones, to the end in each example.

        So whether something that is added to a variance is forgiven, or a clamp is seen, hangs on no draw.
        """
        shape = batch, latent = usual_sizes(rng).shape
        mu, wide = rng.uniform(-FAR, FAR, shape), rng.uniform(LOWEST, HIGHEST, shape)
        narrow = rng.uniform(LOWEST, -2, shape)
        end = np.arange(batch), rng.integers(0, latent, batch)
        mu[end], wide[end], narrow[end] = FAR, HIGHEST, LOWEST
        near, nearer = (np.clip(rng.normal(0, spread, shape), -FAR, FAR) for spread in (1.5, 1))
        return [
            self._case("moderate parameters", near, rng.uniform(-2, 2, shape), dtype),
            self._case("wide parameters", mu, wide, dtype),
            self._case("small variances", nearer, narrow, dtype),
        ]

    def near_prior(self, rng: Generator, dtype: str) -> list[Case]:
        """Return KL cases at the prior, and at distances from it that rounding begins to hide."""
        shape = usual_sizes(rng).shape
        direction = rng.choice([-1.0, 1.0], shape)
        distance = np.logspace(-5, -0.5, len(direction))[:, None] * direction
        return [
            self._case("the prior itself", np.zeros(shape), np.zeros(shape), dtype),
            self._case("close to the prior", distance, np.flip(distance, axis=1), dtype),
        ]

    def of_size(self, rng: Generator, size: Sizes, dtype: str) -> Case:
        """Draw a KL case of moderate parameters in a size."""
        shape = size.shape
        return self._case(f"inputs of shape {shape}", *parameters.moderate(rng, shape), dtype)

    def at_the_ends(self, rng: Generator, dtype: str) -> Case:
        """Draw a KL case with one parameter of each example far out, up to the end of the range.

        What 1e-6 added to the variance would do is forgiven.
        """
        mu, log_var = parameters.far_out(rng, usual_sizes(rng).shape)
        case = self._case("parameters at the ends of their range", mu, log_var, dtype)
        kl = case.expected
        return replace(case, expected=forgive(self.oracle, kl, kl.values, case.inputs))

    def beside(self, case: Case, name: str, step: Array) -> Case:
        """Return a KL case with one of its inputs moved."""
        inputs = {**case.inputs, name: case.inputs[name] + step}
        return self._case(case.label, inputs["mu"], inputs["log_var"], case.inputs[name].dtype.str)

    def _case(self, label: str, mu: Array, log_var: Array, dtype: str) -> Case:
        inputs = {"mu": mu.astype(dtype), "log_var": log_var.astype(dtype)}
        numbers = self.oracle.numbers("kl", **exact(inputs))
        roundoffs = BASE_ROUNDOFFS + 2 * np.abs(inputs["log_var"].astype(np.float64))
        return Case(
            label=label,
            inputs=inputs,
            keywords={},
            expected=expected_kl(numbers, inputs["log_var"]),
            gradients={name: gradient(numbers, name, roundoffs) for name in ("mu", "log_var")},
        )


def expected_kl(numbers: Numbers, log_var: Array) -> Expected:
    """Return the KL (batch,) among an oracle's numbers, and how exactly it is due at a log_var."""
    roundoffs = BASE_ROUNDOFFS + log_var.shape[1] + 2 * np.abs(log_var.astype(np.float64)).max(axis=1)
    return with_tolerance(numbers["values"], roundoffs, numbers["magnitude"])


def forgive(oracle: Oracle, expected: Expected, kl: Float64, inputs: Mapping[str, Array]) -> Expected:
    """Return what is expected with room for what a little variance more does to the KL (batch,)."""
    doubles = exact({name: inputs[name] for name in ("mu", "log_var")})
    variance = oracle.numbers("var", log_var=doubles["log_var"])["values"]
    wider = oracle.numbers("kl", mu=doubles["mu"], log_var=np.log(variance + OF_VARIANCE))["values"]
    return replace(expected, tolerance=expected.tolerance + np.abs(wider - kl))
