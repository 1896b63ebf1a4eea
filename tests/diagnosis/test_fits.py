"""What it takes for two ideas to agree, and which idea is chosen where several do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.arrays import Float64
from autograder.diagnosis.fits import (
    Outcome,
    choose,
    differ_by_multiple,
    law,
    same_law,
    same_outcome,
    same_transformation,
    sample,
    transformation,
)

VALUES = np.array([3.0, -7.5, 0.25, 40.0])
RNG = np.random.default_rng(3)
MU, LOG_VAR = RNG.uniform(-2, 2, (3, 5, 4)), RNG.uniform(-4, 2, (3, 5, 4))
LAW = (4, 40, 30)


@pytest.mark.parametrize(
    ("candidate", "agrees"),
    [
        (VALUES, True),
        (VALUES.astype(np.float32), True),
        (VALUES * (1 + 1e-5), True),
        (VALUES * 1.001, False),
        (VALUES + np.array([0, 0, 0.01, 0]), False),
        (VALUES[:, None], False),
        (np.array([3.0, -7.5, 0.25, np.nan]), False),
        (VALUES.sum(), False),
        ("other values from call to call", False),
    ],
)
def test_numbers_agree_where_only_rounding_separates_them(candidate: Outcome, agrees: bool) -> None:
    """The same shape and a relative 1e-4, or the same word."""
    assert same_outcome(VALUES, candidate) is agrees
    assert same_outcome("a word", "a word")
    assert not same_outcome("a word", "another")


def test_what_is_not_finite_agrees_with_the_same() -> None:
    """An infinity where the wrong idea has one speaks for it, not against it."""
    assert same_outcome(np.array([np.inf, 1.0, np.nan]), np.array([np.inf, 1.0, np.nan]))
    assert not same_outcome(np.array([np.inf, 1.0]), np.array([-np.inf, 1.0]))


SAMPLERS = {
    "right": lambda mu, log_var, eps: mu + np.exp(log_var / 2) * eps,
    "log std": lambda mu, log_var, eps: mu + np.exp(log_var) * eps,
    "mean left out": lambda mu, log_var, eps: np.exp(log_var / 2) * eps + 0 * mu,
    "mean over the batch": lambda mu, log_var, eps: mu.mean(axis=0) + np.exp(log_var / 2) * eps,
    "arguments swapped": lambda mu, log_var, eps: log_var + np.exp(mu / 2) * eps,
    "no noise": lambda mu, log_var, eps: mu + 0 * log_var * eps,
}


def drawn(name: str, seed: int, dtype: str = "float64") -> Float64:
    """Draw twice at three parameters, with the same noise at each."""
    eps = np.random.default_rng(seed).standard_normal((2, 5, 4))
    points = [[SAMPLERS[name](mu, log_var, e) for e in eps] for mu, log_var in zip(MU, LOG_VAR, strict=True)]
    return np.array(points).astype(dtype).astype(np.float64)


@pytest.mark.parametrize("other", SAMPLERS)
@pytest.mark.parametrize("name", SAMPLERS)
def test_samplers_move_alike_only_if_they_are_alike(name: str, other: str) -> None:
    """Each draws noise of its own, one of them in float32: what is compared is free of noise."""
    agrees = same_transformation(drawn(name, 1, "float32"), transformation(drawn(other, 2)))
    assert agrees is (name == other)


def test_a_constant_factor_is_left_to_the_law() -> None:
    """Noise that is 1.3 times too wide moves as it should with the parameters."""
    eps = np.random.default_rng(4).standard_normal((2, 5, 4))
    scale = np.exp(LOG_VAR / 2)[:, None]
    right = transformation(drawn("right", 2))
    assert same_transformation(MU[:, None] + 1.3 * scale * eps, right)
    assert same_transformation(None, right)
    assert same_transformation(drawn("right", 2), transformation(None))


def test_discrete_noise_may_be_the_same_twice() -> None:
    """A random sign does not differ between the two draws half of the time, and yet it is compared."""
    scale = np.exp(LOG_VAR / 2)[:, None]
    one, other = np.random.default_rng(5).choice([-1.0, 1.0], (2, 2, 5, 4))
    kept = transformation(MU[:, None] + scale * other)
    assert same_transformation(MU[:, None] + scale * one, kept)
    assert not same_transformation(MU[:, None] + scale**2 * one, kept)


@pytest.mark.parametrize(
    ("change", "is_multiple"),
    [
        (lambda kl, _: -0.001 * kl, True),
        (lambda kl, rng: rng.normal(size=kl.shape), False),
        (lambda kl, _: 0 * kl, False),
        (lambda kl, _: 0.1 + 0 * kl, False),
    ],
    ids=["a weight that grows", "noise", "nothing", "the same everywhere"],
)
def test_values_that_differ_by_a_weight_are_told_from_noise(change: Any, is_multiple: bool) -> None:
    """In float32, as a submission gives them."""
    rng = np.random.default_rng(6)
    kl, values = rng.uniform(1, 30, 7), rng.uniform(-60, -20, 7)
    one, other = (v.astype(np.float32) for v in (values, values + change(kl, rng)))
    assert differ_by_multiple(one, other, kl) is is_multiple


NOISES: dict[str, Callable[[np.random.Generator], Float64]] = {
    "normal": lambda rng: rng.standard_normal(LAW),
    "wider": lambda rng: 1.5 * rng.standard_normal(LAW),
    "uniform": lambda rng: rng.uniform(-(3**0.5), 3**0.5, LAW),
    "signs": lambda rng: rng.choice([-1.0, 1.0], LAW),
    "the same in all calls": lambda rng: np.tile(rng.standard_normal(LAW[1:]), (4, 1, 1)),
    "the same in all rows": lambda rng: np.tile(rng.standard_normal((4, 1, 30)), (1, 40, 1)),
    "the same in all dimensions": lambda rng: np.tile(rng.standard_normal((4, 40, 1)), (1, 1, 30)),
    "one number": lambda rng: np.tile(rng.standard_normal((4, 1, 1)), (1, 40, 30)),
}


@pytest.mark.parametrize("other", NOISES)
@pytest.mark.parametrize("name", NOISES)
def test_noises_agree_only_if_they_have_one_law(name: str, other: str) -> None:
    """Shared along the same axes, and near in distribution; float32 rounding does not matter."""
    seen = NOISES[name](np.random.default_rng(1)).astype(np.float32).astype(np.float64)
    assert same_law(sample(seen), law(sample(NOISES[other](np.random.default_rng(2))))) is (name == other)


def test_groups_of_rows_that_share_are_not_all_rows() -> None:
    """What halves, or eight rows each, have in common is not said of the whole batch."""
    for size in (8, 20):
        groups = np.random.default_rng(3).standard_normal((4, 40 // size, 30)).repeat(size, axis=1)
        assert not same_law(
            sample(groups), law(sample(NOISES["the same in all rows"](np.random.default_rng(2))))
        )


@pytest.mark.parametrize(
    ("fits", "chosen"),
    [
        ({"kl": ["a"]}, {"kl": "a"}),
        ({"kl": []}, {}),
        ({"kl": ["a", "b"]}, {}),
        ({"kl": ["a", "broad"]}, {"kl": "a"}),
        ({"kl": ["a", "broad"], "sampler": ["c", "broad"]}, {"kl": "broad", "sampler": "broad"}),
        ({"kl": ["a", "broad"], "sampler": ["c"]}, {"kl": "a", "sampler": "c"}),
        ({"kl": ["a", "b", "broad"], "sampler": ["broad"]}, {"kl": "broad", "sampler": "broad"}),
    ],
    ids=["one", "none", "a tie", "the narrower", "one for both", "two mistakes", "the broader ends a tie"],
)
def test_one_idea_for_all_that_was_seen_else_the_narrowest_else_none(
    fits: dict[str, list[str]], chosen: dict[str, str]
) -> None:
    """A convention kept in both functions goes before two mistakes; a tie says nothing."""
    assert choose(fits, {"a": 1, "b": 1, "c": 1, "broad": 3}) == chosen
