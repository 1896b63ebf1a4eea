"""What is said of wrong noise: numbers that agree with each other, and a cause that agrees with them."""

from __future__ import annotations

import re

import numpy as np
import pytest

from autograder.checks import noise, noise_words
from autograder.course.conventions import Conventions
from autograder.course.words import Words
from autograder.findings import Mismatch
from tests.support.samplers import Kind, Map, normal, shared, simulated

WORDS, LEVEL, SMALL = Words(Conventions(), {}), 5e-11, (64, 40)
ADDED = "something is added to the spread, or log_var is clamped where it is low"
OTHER = "log_var is the logarithm of the variance; it is used as something else, or not at all"
SPREADS: dict[str, tuple[Map, str]] = {
    "exp(log_var) as std": (lambda m, v, e: m + np.exp(v) * e, OTHER),
    "no exponential": (lambda m, v, e: m + v * e, OTHER),
    "a constant added": (lambda m, v, e: m + (np.exp(v / 2) + 0.2) * e, ADDED),
    "clamped from below": (lambda m, v, e: m + np.exp(np.maximum(v, -1) / 2) * e, ADDED),
    "scaled": (
        lambda m, v, e: m + 1.5 * np.exp(v / 2) * e,
        "the noise is multiplied by a constant, or averaged",
    ),
}


def spread(kind: Kind, use: Map) -> Mismatch:
    """Judge a sampler and return what is said of its spread."""
    verdict = noise.judge(simulated(kind, use, 0, large=SMALL), LEVEL)
    assert verdict.holds["variance"] is False
    return noise_words.variance(verdict, LEVEL, WORDS)


def number(text: str) -> float:
    """Return the number before "times"."""
    (found,) = re.findall(r"([\d.]+) times as widely", text)
    return float(found)


@pytest.mark.parametrize("name", SPREADS)
def test_a_spread_and_its_cause_agree_with_what_is_said_of_its_parts(name: str) -> None:
    """All lies between the parts, and the cause is the one that the parts show."""
    use, cause = SPREADS[name]
    said = spread(normal, use)
    low, high = map(float, re.findall(r"([\d.]+) times where", said.where))
    assert min(low, high) <= number(said.observed) <= max(low, high)
    assert cause == said.cause


def test_the_worst_of_single_elements_is_no_better_than_their_parts() -> None:
    """Where rows share their noise the spread is judged on single elements, and said of these alone."""
    said = spread(shared(1), SPREADS["exp(log_var) as std"][0])
    low, high = map(float, re.findall(r"([\d.]+) times where", said.where))
    assert "one of 16 single elements" in said.observed
    assert abs(np.log(number(said.observed))) >= max(abs(np.log(low)), abs(np.log(high)))
