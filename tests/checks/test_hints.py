"""What a ratio gives away."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.checks.hints import ratio_cause

EXPECTED = np.array([3.0, -7.0, 0.5, 12.0])
SIZES = {"the latent dimensions": 11, "the batch": 7}


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (1 / 11, "it averages over the latent dimensions instead of summing"),
        (1 / 7, "it averages over the batch instead of summing"),
        (-1.0, "the sign is the wrong way round"),
        (2.0, "twice the expected ones"),
        (0.5, "half of the expected ones"),
        (3.25, "3.25 times the expected ones"),
    ],
)
def test_a_constant_ratio_names_the_mistake(ratio: float, words: str) -> None:
    """When all values are one multiple of the expected ones, the multiple says which mistake it is."""
    assert words in ratio_cause(ratio * EXPECTED, EXPECTED, SIZES)


@pytest.mark.parametrize("observed", [EXPECTED + 1, 0 * EXPECTED, EXPECTED[::-1]])
def test_without_a_constant_ratio_nothing_is_said(observed: np.ndarray) -> None:
    """Values that are no one multiple of the expected ones, or are zero, give no hint."""
    assert ratio_cause(np.asarray(observed, np.float64), EXPECTED, SIZES) == ""
