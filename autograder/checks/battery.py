"""The battery of laws: draws, and the p-value of every law on them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from autograder.arrays import Float64
from autograder.checks import laws, occasions, shares

# Squares beyond this overflow when they are added up.
HUGE = 1e100


class Draws(NamedTuple):
    """Standardised noise (calls, batch, latent), with what mu and log_var it was drawn at."""

    noise: Float64
    mu: Float64
    log_var: Float64


def finite(draws: Draws) -> tuple[Draws, int]:
    """Put zeros where the noise is nan or infinite, and count them; cut what is too large to square."""
    if max(draws.noise.max(), -draws.noise.min()) <= HUGE:  # never of nan
        return draws, 0
    bad = ~np.isfinite(draws.noise)
    usable = np.clip(np.where(bad, 0.0, draws.noise), -HUGE, HUGE)
    return draws._replace(noise=usable), int(np.count_nonzero(bad))


def p_values(draws: Draws) -> dict[str, float]:
    """Return the p-value of every law on independent draws."""
    draws, _ = finite(draws)
    return dependence(draws.noise) | marginal_laws(draws)


def single_p_values(e: Float64) -> dict[str, float]:
    """Return the p-values of the laws of elements, rows and dimensions."""
    return {law: p_value(e) for law, p_value in occasions.SINGLE.items()}


def marginal_laws(draws: Draws) -> dict[str, float]:
    """Return the p-values of the laws that do not ask for independence within a call."""
    e = draws.noise
    return {
        "mean": laws.mean(e),
        "mean against mu": laws.mean(e, centred(draws.mu)),
        "mean against log_var": laws.mean(e, centred(draws.log_var)),
        "variance": laws.variance(e),
        "Kolmogorov-Smirnov": laws.kolmogorov_smirnov(e),
        "tails": laws.tails(e),
        "extreme": laws.extreme(e),
    }


def mean_scores(draws: Draws) -> dict[str, float]:
    """Return how far each of the laws of the mean is off, in standard errors: p-values may all be 0."""
    weights = {"mean against mu": centred(draws.mu), "mean against log_var": centred(draws.log_var)}
    every = {"mean": np.ones_like(draws.mu)} | weights
    of_shape = {law: np.broadcast_to(w, draws.noise.shape) for law, w in every.items()}
    return {
        law: abs(float(np.sum(w * draws.noise))) / float(np.sqrt(np.sum(w * w)))
        for law, w in of_shape.items()
    }


def dependence(e: Float64) -> dict[str, float]:
    """Return the p-values of the laws that ask for independence.

    Rows are added up in each dimension and all together: noise that is centred over a whole call
    looks independent along each of its axes.
    """
    axes = {law: laws.independence(e, axis) for axis, law in enumerate(shares.INDEPENDENCE[:3])}
    whole = laws.independence(e.reshape(len(e), -1), 1)
    return axes | {"batch": min(1.0, 2 * min(axes["batch"], whole)), "serial": laws.serial(e)}


def centred(parameter: Float64) -> Float64:
    """Return what a parameter is more than its mean."""
    difference: Float64 = parameter - parameter.mean()
    return difference
