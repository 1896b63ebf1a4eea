"""What the formulas give on the public inputs: numbers looked up in a file, with no formula behind them.

In a student's copy of the grader this file stands in the place of `expected.py`. The numbers are found by a
digest of the inputs that they belong to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from autograder.arrays import Float64
from autograder.findings import NotRun

Numbers = Mapping[str, Float64]
CASES = Path(__file__).with_name("cases.npz")


class NotStored(NotRun):
    """No numbers are kept for these inputs: the submission led the check away from the usual ones."""


def sampler(mu: Float64, log_var: Float64) -> Numbers:
    """Return location and scale of each element's distribution, (batch, latent), and a coefficient."""
    return _look_up("sampler", mu, log_var)


def kl(mu: Float64, log_var: Float64) -> Numbers:
    """Return the value and the gradients of each example, with their sums of absolute terms."""
    return _look_up("kl", mu, log_var)


def elbo(x: Float64, x_logits: Float64, mu: Float64, log_var: Float64, beta: Float64) -> Numbers:
    """Return the value, the parts and the gradients of each example, with their sums of absolute terms."""
    return _look_up("elbo", x, x_logits, mu, log_var, beta)


def one_latent(x: Float64, bias: Float64, slope: Float64, mu: Float64, log_var: Float64) -> Numbers:
    """Return inputs at the nodes of a quadrature, their weights, and what the mean adds up to."""
    return _look_up("one_latent", x, bias, slope, mu, log_var)


def log_std(log_var: Float64) -> Numbers:
    """Return what the function is given in its place, and its slope: both of log_var's shape."""
    return _look_up("log_std", log_var)


def std(log_var: Float64) -> Numbers:
    """Return what the function is given in its place, and its slope."""
    return _look_up("std", log_var)


def var(log_var: Float64) -> Numbers:
    """Return what the function is given in its place, and its slope."""
    return _look_up("var", log_var)


def bernoulli_probs(x_logits: Float64) -> Numbers:
    """Return what the function is given in its place, and its slope."""
    return _look_up("bernoulli_probs", x_logits)


def key(function: str, *given: Float64) -> str:
    """Return the name under which a function's numbers for some inputs are kept."""
    state = hashlib.sha256(function.encode())
    for array in given:
        state.update(f"{array.shape}".encode() + np.ascontiguousarray(array, dtype=np.float64).tobytes())
    return state.hexdigest()[:24]


def write(path: Path, numbers: Mapping[str, Numbers]) -> None:
    """Write numbers by their keys; the same numbers give the same bytes."""
    flat = {f"{k}/{name}": array for k, found in numbers.items() for name, array in found.items()}
    arrays: dict[str, Any] = dict(sorted(flat.items()))
    with path.open("wb") as file:
        np.savez_compressed(file, **arrays)


def _look_up(function: str, *given: Float64) -> Numbers:
    prefix = key(function, *given) + "/"
    file = _file()
    found = {name.removeprefix(prefix): file[name] for name in file.files if name.startswith(prefix)}
    if not found:
        raise NotStored("it needs numbers that only Gradescope has; hand in your file to see it.")
    return found


@cache
def _file() -> Any:
    return np.load(CASES, allow_pickle=False)
