"""The points at which functions of values are looked at, and what is right there, as the oracle's numbers.

The same numbers are given whatever a parameter means: by each meaning another log-variance, or another
logit, belongs to them, and so other values are right. Nothing here knows the formulas.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from autograder.arrays import Float64
from autograder.course.conventions import Likelihood, Scale
from autograder.oracle.oracle import Oracle

# Distinct primes, so that a factor tells what was averaged, and others than the checks have, so that who
# knows them gains nothing; points enough to tell a fit from chance.
BATCH, LATENT, PIXELS, POINTS = 23, 19, 29, 5
SEED = 20
SCALES: tuple[Scale, ...] = ("log_var", "log_std", "std", "var")
SIZES = {"the batch": BATCH, "the latent dimensions": LATENT, "the pixels": PIXELS}
GAUSSIAN = "gaussian"


def meanings(oracle: Oracle, widths: Float64) -> dict[Scale, Float64]:
    """Return the log-variances to which numbers belong by what they are taken for, NaN where to none."""
    numbers = oracle.numbers("meanings", widths=widths)
    return {scale: numbers[scale] for scale in SCALES}


@dataclass(frozen=True)
class Points:
    """Inputs (points x batch, latent or pixels), and the right values (points, batch) by their meanings."""

    oracle: Oracle

    @cached_property
    def inputs(self) -> dict[str, Float64]:
        """The numbers that functions are given: mu, the width, x in {0, 1}, and what a decoder gives."""
        return {"mu": self._mu, "log_var": self._widths, "x": self._x, "x_logits": self._decoder[0]}

    @cached_property
    def kl(self) -> dict[Scale, Float64]:
        """The KL divergence by what the width is taken for."""
        return {
            scale: self._split(self.oracle.numbers("kl", mu=self._mu, log_var=log_var)["values"])
            for scale, log_var in meanings(self.oracle, self._widths).items()
        }

    @cached_property
    def likelihood(self) -> dict[str, Float64]:
        """The log-likelihood by what the decoder gives; a normal distribution's but for a constant."""
        zeros = np.zeros((POINTS * BATCH, LATENT))
        values = {GAUSSIAN: self._split(-0.5 * ((self._x - self._decoder[0]) ** 2).sum(axis=1))}
        for kind, logits in self._decoder[1].items():
            numbers = self.oracle.numbers(
                "elbo", x=self._x, x_logits=logits, mu=zeros, log_var=zeros, beta=np.array(0.0)
            )
            values[kind] = self._split(numbers["reconstruction"])
        return values

    @cached_property
    def _mu(self) -> Float64:
        return self._generator(1).uniform(-1, 1, (POINTS * BATCH, LATENT))

    @cached_property
    def _widths(self) -> Float64:
        return self._generator(2).uniform(0.35, 1.65, (POINTS * BATCH, LATENT))

    @cached_property
    def _x(self) -> Float64:
        return self._generator(3).integers(0, 2, (POINTS * BATCH, PIXELS)).astype(np.float64)

    @cached_property
    def _decoder(self) -> tuple[Float64, dict[Likelihood, Float64]]:
        logits = self._generator(4).uniform(-2, 2, (POINTS * BATCH, PIXELS))
        numbers = self.oracle.numbers("bernoulli_probs", x_logits=logits)["values"]
        return numbers, {"bernoulli_logits": numbers, "bernoulli_probs": logits}

    def _generator(self, number: int) -> np.random.Generator:
        return np.random.default_rng((SEED, number))

    def _split(self, values: Float64) -> Float64:
        return values.reshape(POINTS, BATCH)
