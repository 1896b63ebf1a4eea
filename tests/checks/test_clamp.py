"""Gradients that stop at one end of a parameter are those of a clamp; others are not."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.arrays import Array
from autograder.checks.clamp import clamp

PARAMETER = np.linspace(-4.0, 2.0, 24).reshape(4, 6)
RIGHT = np.random.default_rng(0).uniform(0.5, 1.5, PARAMETER.shape)


def cause(gradient: Array) -> str:
    """Ask what explains gradients that should be RIGHT."""
    return clamp(gradient, RIGHT, ~np.isclose(gradient, RIGHT), PARAMETER)


@pytest.mark.parametrize(
    ("passes", "ends"),
    [
        (PARAMETER > -2, "lowest"),
        (PARAMETER < 1, "highest"),
        ((PARAMETER > -3) & (PARAMETER < 1), "lowest or highest"),
    ],
)
def test_the_clamped_end_is_named(passes: Array, ends: str) -> None:
    """One, or both."""
    assert cause(RIGHT * passes) == f"gradients are right but where it is {ends}: something clamps it there"


@pytest.mark.parametrize(
    "gradient",
    [
        RIGHT,
        0 * RIGHT,
        2 * RIGHT * (PARAMETER > -2),
        RIGHT * (np.abs(PARAMETER) > 1),
        RIGHT * (PARAMETER > -3.6),
    ],
    ids=["right", "none arrives", "wrong elsewhere too", "stops in the middle", "two elements"],
)
def test_nothing_else_is_called_a_clamp(gradient: Array) -> None:
    """Silence."""
    assert cause(gradient) == ""
