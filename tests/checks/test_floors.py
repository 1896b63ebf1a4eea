"""Which constants under the width explain gradients and moves that are not those of the width itself."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from autograder.arrays import Float64
from autograder.checks import floors

MOST = 1e-3
RNG = np.random.default_rng(0)
SCALE, MOVED = (np.exp(RNG.uniform(-4, 2, (7, 11)) / 2) for _ in range(2))
NOISE = RNG.normal(size=SCALE.shape)
RELATIVE = 1e-3
Width = Callable[[Float64], Float64]
WIDTHS: dict[str, tuple[Width, Width, float]] = {
    # A width of a deviation s, its derivative by s, and the floor that explains it.
    "a thousandth on each deviation": (lambda s: s + 1e-3, np.ones_like, 1e-3),
    "too much on each deviation": (lambda s: s + 3e-3, np.ones_like, 0.0),
    "a constant on each variance": (lambda s: np.sqrt(s**2 + 1e-4), lambda s: s / np.sqrt(s**2 + 1e-4), 0.0),
    "less than each deviation": (lambda s: s - 1e-3, np.ones_like, 0.0),
    "a hundredth too wide a law": (lambda s: s**1.01, lambda s: 1.01 * s**0.01, 0.0),
}


@pytest.mark.parametrize("name", WIDTHS)
def test_one_small_constant_explains_gradients_or_nothing_does(name: str) -> None:
    """Gradients by log_var are half of s w'(s) e, and expected is half of w(s) e."""
    width, derivative, floor = WIDTHS[name]
    gradient, due = 0.5 * SCALE * derivative(SCALE) * NOISE, 0.5 * width(SCALE) * NOISE
    tolerance = RELATIVE * np.abs(due)
    assert floors.of_gradients(gradient, due, tolerance, SCALE, MOST) == pytest.approx(floor)


@pytest.mark.parametrize("name", WIDTHS)
def test_one_small_constant_explains_moves_or_nothing_does(name: str) -> None:
    """The noise is the same before and after, at the width that was meant."""
    width, _, floor = WIDTHS[name]
    before, after = width(SCALE) * NOISE, width(MOVED) * NOISE
    observed = floors.of_moves(before, after, (SCALE, MOVED), RELATIVE * np.abs(NOISE), MOST)
    assert observed == pytest.approx(floor)
