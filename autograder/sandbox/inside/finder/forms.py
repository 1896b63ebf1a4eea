"""Calling a sampler of any form as if it were f(mu, p) -> z with arrays (batch, latent)."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.sandbox.inside.finder.arrays import is_tensor, scalar, stack
from autograder.sandbox.inside.finder.sampler import Function, Plan, Sampler

SHAPES = ("batch", "vector", "scalar", "columns", "list", "matrix")
ROTATION_SEED = 11


def adapter(function: Function, plan: Plan, space: dict[str, Any]) -> Function:
    """Return f(mu, p) -> z for a function that is called by a plan; `space` is its module's namespace.

    The plan says the `roles` of parameters by name, the `shape` in which they are given, how a `packed` one
    holds both, and which `part` of what comes back is z.
    """
    sampler = Sampler(function, plan, space)
    return SHAPE_OF[plan["shape"]](sampler)


def _by_rows(sampler: Sampler) -> Function:
    def f(mu: Any, width: Any) -> Any:
        return stack([sampler(m, w) for m, w in zip(mu, width, strict=True)], mu)

    return f


def _by_elements(sampler: Sampler) -> Function:
    def f(mu: Any, width: Any) -> Any:
        if is_tensor(mu):
            pairs = zip(mu.reshape(-1), width.reshape(-1), strict=True)
            return stack([scalar(sampler(m, w), m) for m, w in pairs], mu).reshape(mu.shape)
        one = sampler.plain() or sampler  # a million calls of it
        pairs = zip(mu.ravel().tolist(), width.ravel().tolist(), strict=True)
        return np.array([one(m, w) for m, w in pairs], dtype=mu.dtype).reshape(mu.shape)

    return f


def _by_lists(sampler: Sampler) -> Function:
    return lambda mu, width: np.array(
        [sampler(m.tolist(), w.tolist()) for m, w in zip(mu, width, strict=True)], dtype=mu.dtype
    )


def _transpose(value: Any) -> Any:
    return value.transpose(0, 1) if is_tensor(value) else np.transpose(value)


def _by_matrices(sampler: Sampler, *, of: str = "") -> Function:
    """Give each row its width as a matrix: diagonal, or turned, as a covariance or as its Cholesky factor.

    What comes back is turned back: with turned axes, noise is right only where the whole matrix is used.
    """

    def f(mu: Any, width: Any) -> Any:
        turn = _turn(mu) if of else None
        rows = [_row(sampler, m, w, of, turn) for m, w in zip(mu, width, strict=True)]
        return stack(rows, mu)

    return f


def _row(sampler: Sampler, mu: Any, width: Any, of: str, turn: Any) -> Any:
    library = sys.modules["torch"] if is_tensor(mu) else np
    if not of:
        return sampler(mu, library.diag(width)).reshape(mu.shape)
    columns = turn * (width if of == "covariance" else width**2)
    matrix = columns @ turn.T
    z = sampler(mu, matrix if of == "covariance" else library.linalg.cholesky(matrix))
    return mu + turn.T @ (z.reshape(mu.shape) - mu)


def _turn(mu: Any) -> Any:
    size = mu.shape[-1]
    turn = np.linalg.qr(np.random.RandomState(ROTATION_SEED).normal(size=(size, size)))[0]
    return sys.modules["torch"].as_tensor(turn, dtype=mu.dtype) if is_tensor(mu) else turn.astype(mu.dtype)


SHAPE_OF: dict[str, Callable[[Sampler], Function]] = {
    "batch": lambda sampler: sampler,
    "columns": lambda sampler: lambda mu, width: _transpose(sampler(_transpose(mu), _transpose(width))),
    "vector": _by_rows,
    "scalar": _by_elements,
    "list": _by_lists,
    "matrix": _by_matrices,
    "covariance": functools.partial(_by_matrices, of="covariance"),
    "cholesky": functools.partial(_by_matrices, of="cholesky"),
}
