"""Mistakes that a ratio gives away, and none where there is no one ratio."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.checks.ratio import ratio, suspects
from autograder.course.conventions import Conventions

LATENT, BATCH = 11, 7
KL_SIZES = {"the latent dimensions": LATENT, "the batch": BATCH}
ELBO_SIZES = {"the pixels": 13} | KL_SIZES
EXPECTED = np.array([3.0, -7.5, 0.25, 40.0])


@pytest.mark.parametrize(("axis", "length"), list(ELBO_SIZES.items()))
@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
def test_an_average_over_an_axis_is_named(axis: str, length: int, scale: float) -> None:
    """The case sizes are distinct primes, so 1/11 can only be the latent dimensions."""
    cause = ratio(scale * EXPECTED / length, scale * EXPECTED, ELBO_SIZES)
    assert (
        cause
        == f"your values are 1/{length} of the expected ones: it averages over {axis} instead of summing"
    )


@pytest.mark.parametrize(
    ("factor", "cause"),
    [
        (-1.0, "your values are the negative of the expected ones: the sign is the wrong way round"),
        (2.0, "your values are twice the expected ones: a factor is missing"),
        (0.5, "your values are half of the expected ones: there is a factor too many"),
        (1 / np.log(2), "your values are 1.443 times the expected ones"),
        (-0.25, "your values are -0.25 times the expected ones"),
        (77.0, "your values are 77 times the expected ones"),
    ],
)
def test_a_constant_factor_is_named(factor: float, cause: str) -> None:
    """A wrong sign, a factor of two either way, or just the number."""
    assert ratio(factor * EXPECTED, EXPECTED, KL_SIZES) == cause
    rounded = (factor * EXPECTED).astype(np.float32).astype(np.float64)
    assert ratio(rounded, EXPECTED, KL_SIZES) == cause


@pytest.mark.parametrize(
    "observed",
    [
        EXPECTED + 1,
        EXPECTED * [1, 1, 1, 1.01],
        EXPECTED * 1.0015,
        np.zeros(4),
        np.array([np.nan, -7.5, 0.25, 40.0]),
        np.array([np.inf, -7.5, 0.25, 40.0]),
        np.full(4, np.inf),
        np.full(4, np.nan),
    ],
    ids=["offset", "one factor off", "nearly right", "zeros", "a nan", "an infinity", "infinities", "nans"],
)
def test_no_one_ratio_no_cause(observed: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
    """Neither a wrong guess nor "nan times" nor "1 times"."""
    assert ratio(observed, EXPECTED, ELBO_SIZES) == ""


def test_what_should_be_zero_decides_nothing() -> None:
    """Entries near zero have no ratio, and where all should be zero there is no cause."""
    expected = np.array([1e-9, 2.0, 0.0, -3.0])
    assert "twice" in ratio(2 * expected + [1e-3, 0, 1e-3, 0], expected, KL_SIZES)
    assert ratio(2 * expected + [0, 0, 1, 0], expected, KL_SIZES) == ""
    assert ratio(np.ones(3), np.zeros(3), KL_SIZES) == ""


def test_gradients_of_any_shape_are_compared() -> None:
    """A whole matrix of gradients gives a ratio away like a row of values."""
    expected = np.random.default_rng(0).normal(size=(BATCH, LATENT))
    assert "averages over the batch" in ratio(expected / BATCH, expected, KL_SIZES)


def test_nobody_is_told_that_the_mean_that_is_asked_for_is_wrong() -> None:
    """Where a course averages over the batch, 1/7 is a number and no more."""
    mean = suspects(KL_SIZES, Conventions(reduction="mean"))
    batch = ratio(EXPECTED / BATCH, EXPECTED, mean)
    assert batch == "your values are 0.1429 times the expected ones"
    assert "averages over the latent dimensions" in ratio(EXPECTED / LATENT, EXPECTED, mean)
