"""Departures from the law of noise that the verdict tells apart."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.checks import departures, noise, shares
from autograder.course.assignment import Statistics
from tests.support.samplers import WRONG, normal

LEVEL = Statistics().alpha * shares.SHARE
SEEDS = range(20)


@pytest.mark.parametrize("name", ["AR(1)", "three noises in turn", "cached", "antithetic calls"])
def test_one_element_shows_whether_calls_repeat(name: str) -> None:
    """Independent calls do not; dependence between neighbours or at a distance does, on every seed."""
    rng = np.random.default_rng(8)
    shape = (noise.FEW_CALLS, 1, 1)
    for _ in SEEDS:
        assert departures.repetition(WRONG[name].kind(rng, shape).ravel(), rng) < LEVEL
        assert departures.repetition(normal(rng, shape).ravel(), rng) > LEVEL
