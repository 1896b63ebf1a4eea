"""The laws of noise on other occasions: what is wrong on one alone shows there."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from autograder.checks import occasions, shares
from autograder.course.assignment import Statistics
from tests.support.samplers import Noise

LEVEL = Statistics().alpha * shares.SHARE


def one_row(e: Noise) -> None:
    """Leave the first row without noise."""
    e[:, 0] = 0


def halves(e: Noise) -> None:
    """Mirror the first half of the batch in the second."""
    e[:, 32:] = -e[:, :32]


def clipped(e: Noise) -> None:
    """Clip the noise of one latent dimension."""
    e[:, :, 3].clip(-1.2, 1.2, out=e[:, :, 3])


@pytest.mark.parametrize("spoil", [one_row, halves, clipped])
@pytest.mark.parametrize("calls", [4, 24])
def test_what_goes_wrong_late_shows_in_the_last_calls(spoil: Callable[[Noise], None], calls: int) -> None:
    """However few of the late ones it is, where they are judged all together it might not."""
    e = np.random.default_rng(3).standard_normal((24, 64, 40))
    assert min(occasions.p_values(occasions.LATE, e).values()) > LEVEL
    spoil(e[-calls:])
    assert min(occasions.p_values(occasions.LATE, e).values()) < LEVEL * shares.PART


@pytest.mark.parametrize("occasion", [occasions.DTYPE, *occasions.CALLERS])
def test_a_row_without_noise_shows_on_every_occasion(occasion: str) -> None:
    """The spread of all together is hardly another."""
    e = np.random.default_rng(3).standard_normal((16, 32, 20))
    assert occasions.p_values(occasion, e)[f"{occasion}: whole"] > LEVEL
    one_row(e)
    assert occasions.p_values(occasion, e)[f"{occasion}: whole"] < LEVEL * shares.PART
