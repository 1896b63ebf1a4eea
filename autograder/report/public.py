"""What the plots compare a submission with: fixed, public inputs and the numbers that belong to them.

Numbers alone, which come from the oracle; no formula of the solution stands here. All inputs are exact in
float32, hence the same numbers hold for both dtypes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from autograder.arrays import Float64
from autograder.oracle.oracle import Oracle

BATCH = LATENT = 16
SWEPT_LATENT = 3
REACH = 3.0  # how far the sweeps go on both sides of the prior's 0
POINTS = 33
BETAS = (0.0, 0.5, 1.0, 2.0, 3.0, 4.0)


@dataclass(frozen=True)
class Sampler:
    """Parameters of q(z|x) with the location and scale of z: arrays (batch, latent).

    `coefficient` is c in d<v, z>/dlog_var = c v (z - location).
    """

    mu: Float64
    log_var: Float64
    location: Float64
    scale: Float64
    coefficient: float

    def noise(self, z: Float64) -> Float64:
        """Return the standardised noise of samples (..., batch, latent)."""
        eps: Float64 = (z - self.location) / self.scale
        return eps


@dataclass(frozen=True)
class Sweep:
    """The KL (points,) while one parameter takes the values `at` (points,) in every latent dimension.

    The other parameter is 0; mu and log_var are (points, latent).
    """

    at: Float64
    mu: Float64
    log_var: Float64
    kl: Float64


@dataclass(frozen=True)
class Line:
    """Inputs of the ELBO, the values of beta, and intercept and slope of a right one: (batch,) each."""

    inputs: Mapping[str, Float64]
    betas: tuple[float, ...]
    intercept: Float64
    slope: Float64


@dataclass(frozen=True)
class Public:
    """Everything that the plots ask for and take for right.

    `moves` holds the sampler's parameters after mu alone, and log_var alone, has moved. `cotangent` is
    v (batch, latent); `sweeps` are named after the parameter that is swept.
    """

    sampler: Sampler
    moves: Mapping[str, Sampler]
    cotangent: Float64
    sweeps: Mapping[str, Sweep]
    line: Line


def public(oracle: Oracle) -> Public:
    """Return the fixed inputs of the plots and what is right for them."""
    steps = np.arange(BATCH * LATENT)
    mu = (-2 + steps / 64).reshape(BATCH, LATENT)
    log_var = (-3 + 5 * (steps * 37 % steps.size) / steps.size).reshape(BATCH, LATENT)
    signs = np.where(steps * 29 % 31 % 2, 1.0, -1.0)
    return Public(
        sampler=_sampler(oracle, mu, log_var),
        # Moved by steps that keep the order of the elements: a sampler may sort its variances.
        moves={
            "mu": _sampler(oracle, 1.5 * mu + 0.25, log_var),
            "log_var": _sampler(oracle, mu, 1.25 * log_var + 0.5),
        },
        cotangent=(signs * (0.5 + steps * 11 % steps.size / steps.size)).reshape(BATCH, LATENT),
        sweeps={"mu": _sweep(oracle, "mu"), "log_var": _sweep(oracle, "log_var")},
        line=_line(oracle),
    )


def _sampler(oracle: Oracle, mu: Float64, log_var: Float64) -> Sampler:
    numbers = oracle.numbers("sampler", mu=mu, log_var=log_var)
    return Sampler(mu, log_var, numbers["location"], numbers["scale"], float(numbers["coefficient"]))


def _sweep(oracle: Oracle, name: str) -> Sweep:
    at = np.linspace(-REACH, REACH, POINTS)
    swept, prior = np.repeat(at[:, None], SWEPT_LATENT, axis=1), np.zeros((POINTS, SWEPT_LATENT))
    mu, log_var = (swept, prior) if name == "mu" else (prior, swept)
    return Sweep(at, mu, log_var, oracle.numbers("kl", mu=mu, log_var=log_var)["values"])


def _line(oracle: Oracle) -> Line:
    """Three examples whose KLs differ enough to be told apart in a picture."""
    inputs = {
        "x": np.array([[1, 0, 1, 1], [0, 0, 1, 0], [1, 1, 0, 0]], dtype=np.float64),
        "x_logits": np.array([[1.5, -2, 0.5, 3], [-1, 0.5, 2, -0.25], [0.75, 2.5, -3, 1]]),
        "mu": np.array([[0.5, -0.25, 0], [1, 0.5, -1], [-1.5, 1, 1.25]]),
        "log_var": np.array([[-0.5, 0.25, 0], [-1, 0.5, 0.75], [-2, 1, -1.5]]),
    }
    numbers = oracle.numbers("elbo", **inputs, beta=np.array(1.0))
    kl = oracle.numbers("kl", mu=inputs["mu"], log_var=inputs["log_var"])
    return Line(inputs, BETAS, numbers["reconstruction"], numbers["kl_weight"] * kl["values"])
