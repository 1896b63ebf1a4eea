"""Parameters that a sampler is judged at: drawn by a generator, with location and scale from the oracle."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from autograder.arrays import Array, Float64
from autograder.oracle.case import OF_SPREAD, SamplerCase, exact
from autograder.oracle.oracle import Oracle
from autograder.oracle.parameters import RANGE, Generator


@dataclass(frozen=True)
class SamplerCases:
    """Draws parameters (batch, latent)."""

    oracle: Oracle

    def draw(self, rng: Generator, shape: tuple[int, int], dtype: str) -> SamplerCase:
        """Draw other parameters for every element, so that one case tests all values at once."""
        return self._case(rng.uniform(-2, 2, shape), rng.uniform(-4, 2, shape), dtype)

    def spaced(self, rng: Generator, side: int, dtype: str) -> SamplerCase:
        """Draw a square whose diagonal, where single elements are judged, holds evenly spaced parameters.

        So it hangs on no draw whether a floor, a clamp or a factor is seen there.
        """
        mu, log_var = rng.uniform(-2, 2, (side, side)), rng.uniform(-4, 2, (side, side))
        np.fill_diagonal(mu, rng.permutation(np.linspace(-2, 2, side)))
        np.fill_diagonal(log_var, rng.permutation(np.linspace(-3.5, 2, side)))
        return self._case(mu, log_var, dtype)

    def wide(self, rng: Generator, shape: tuple[int, int], dtype: str) -> SamplerCase:
        """Draw every log_var far above 0, up to the end of the range, and mu anywhere in it."""
        return self._case(rng.uniform(-RANGE, RANGE, shape), rng.uniform(8, RANGE, shape), dtype)

    def narrow(self, rng: Generator, shape: tuple[int, int], dtype: str) -> SamplerCase:
        """Draw every log_var far below 0, down to the end of the range; mu is 0, so that the noise shows.

        The scale has room for what is forgiven of the variance.
        """
        case = self._case(np.zeros(shape), rng.uniform(-RANGE, -8, shape), dtype)
        return replace(case, scale=np.sqrt(case.scale**2 + OF_SPREAD))

    def constant(self, rng: Generator, shape: tuple[int, int], dtype: str) -> SamplerCase:
        """Draw one mu and one log_var for all elements."""
        mu, log_var = np.sign(rng.normal()) * rng.uniform(0.5, 1.5), rng.uniform(-1, 1)
        return self._case(np.full(shape, mu), np.full(shape, log_var), dtype)

    def beside(self, case: SamplerCase, mu: Float64 | float, log_var: Float64 | float) -> SamplerCase:
        """Return a sampler case with its parameters moved."""
        inputs = case.inputs
        return self._case(inputs["mu"] + mu, inputs["log_var"] + log_var, inputs["mu"].dtype.str)

    def _case(self, mu: Array, log_var: Array, dtype: str) -> SamplerCase:
        inputs = {"mu": mu.astype(dtype), "log_var": log_var.astype(dtype)}
        numbers = self.oracle.numbers("sampler", **exact(inputs))
        return SamplerCase(inputs, numbers["location"], numbers["scale"], float(numbers["coefficient"]))
