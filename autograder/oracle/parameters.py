"""What the functions are called with: parameters and pixels, drawn by a generator, or public ones."""

from __future__ import annotations

import numpy as np

from autograder.arrays import Array, Float64
from autograder.oracle.sizes import Sizes

Generator = np.random.Generator

# Within this range of mu and log_var, on both sides of 0, a right function must serve; students are told.
RANGE = 20.0
PUBLIC_BATCH, PUBLIC_LATENT, PUBLIC_PIXELS = 5, 3, 2


def public_inputs(function: str, dtype: str) -> dict[str, Array]:
    """Return the inputs of the public case of a function; students may know them."""
    mu = np.linspace(-1.5, 2.0, PUBLIC_BATCH * PUBLIC_LATENT).reshape(PUBLIC_BATCH, PUBLIC_LATENT)
    inputs: dict[str, Array] = {"mu": mu, "log_var": np.flip(mu) / 2}
    if function == "elbo":
        logits = np.linspace(-3.0, 2.0, PUBLIC_BATCH * PUBLIC_PIXELS).reshape(PUBLIC_BATCH, PUBLIC_PIXELS)
        inputs = {
            "x": np.arange(logits.size).reshape(logits.shape) % 3 % 2,
            "x_logits": logits,
        } | inputs
    return {name: array.astype(dtype) for name, array in inputs.items()}


def moderate(rng: Generator, shape: tuple[int, int]) -> tuple[Float64, Float64]:
    """Draw mu and log_var (batch, latent) as a trained encoder might give them."""
    return rng.normal(0, 1.5, shape), rng.uniform(-2, 2, shape)


def far_out(rng: Generator, shape: tuple[int, int]) -> tuple[Float64, Float64]:
    """Draw moderate mu and log_var, and in each example one of log_var far out, or one of mu."""
    mu, log_var = moderate(rng, shape)
    rows, columns = np.arange(shape[0]), rng.integers(0, shape[1], shape[0])
    log_var[rows, columns] = np.where(rows % 3 == 0, 1, -1) * rng.uniform(8, RANGE, shape[0])
    far = rows % 3 == 2
    log_var[rows[far], columns[far]] = 0
    mu[rows[far], columns[far]] = rng.choice([-1, 1], far.sum()) * rng.uniform(8, RANGE, far.sum())
    return mu, log_var


def pixels(rng: Generator, size: Sizes, reach: float) -> tuple[Array, Float64]:
    """Draw x and x_logits (batch, pixels), the logits in [-reach, reach]."""
    x_logits = rng.uniform(-reach, reach, (size.batch, size.pixels))
    return rng.integers(0, 2, x_logits.shape), x_logits
