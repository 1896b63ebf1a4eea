"""What is asked of an oracle: numbers for a question and its inputs, and no formula behind them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol

from autograder.arrays import Float64

Numbers = Mapping[str, Float64]
Question = Literal[
    "sampler", "kl", "elbo", "one_latent", "log_std", "std", "var", "bernoulli_probs", "meanings"
]


class Oracle(Protocol):
    """Knows what is right: `Reference` by the formulas, `Stored` by a file, `Recording` by asking another."""

    def numbers(self, question: Question, **inputs: Float64) -> Numbers:
        """Return what is right for inputs in float64, by name and in float64.

        The questions are the functions of `reference.py`, with their arguments: a student's copy of the
        grader has the numbers without that file.
        """
        ...
