"""Draws as the laws get them."""

from __future__ import annotations

import numpy as np

from autograder.checks import battery


def test_unusable_numbers_are_counted_and_left_out() -> None:
    """Infinities and nan become zeros, what is too large to square is cut, and every p-value is a number."""
    e = np.random.default_rng(0).standard_normal((4, 8, 5))
    e[0, 0, :3] = np.inf, -np.inf, np.nan
    e[1, 0, 0] = 1e300
    draws, unusable = battery.finite(battery.Draws(e, np.zeros((8, 5)), np.zeros((8, 5))))
    assert unusable == 3
    assert not draws.noise[0, 0, :3].any()
    assert draws.noise[1, 0, 0] == battery.HUGE
    assert np.array_equal(draws.noise[2:], e[2:])
