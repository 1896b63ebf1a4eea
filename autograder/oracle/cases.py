"""The inputs that a submission is judged on: drawn by a generator, with the oracle's numbers for them.

Neither these cases nor the checks know a formula: they compare numbers that come from the oracle.
"""

from __future__ import annotations

from dataclasses import dataclass

from autograder.oracle.elbo_cases import ElboCases
from autograder.oracle.kl_cases import KLCases
from autograder.oracle.oracle import Oracle
from autograder.oracle.sampler_cases import SamplerCases


@dataclass(frozen=True)
class Cases:
    """Draws cases of each function, for which an oracle says what is right."""

    oracle: Oracle

    @property
    def sampler(self) -> SamplerCases:
        """Cases of the sampler."""
        return SamplerCases(self.oracle)

    @property
    def kl(self) -> KLCases:
        """Cases of the KL divergence."""
        return KLCases(self.oracle)

    @property
    def elbo(self) -> ElboCases:
        """Cases of the ELBO."""
        return ElboCases(self.oracle)
