"""The ways in which noise departs from its law, each seen in spite of the others."""

from __future__ import annotations

import numpy as np

from autograder.arrays import Float64
from autograder.checks import battery, laws

# Below this many standard deviations noise is what rounding leaves of float32 parameters.
NO_NOISE = 1e-5
# The standard error of a difference of two halves' quartiles, in these, times the root of all draws.
QUARTILE_ERROR = 3.0
# How far off a spread must be to be called wrong beside a wrong shape: ten times what chance does to
# noise as heavy-tailed as Laplace's.
SPREAD_OF_OTHER_SHAPE = 0.02
# How far off a mean or a spread must be beside dependence, which leaves few draws: no round number, so that
# 0.05 and 0.1 lie three standard errors away; and more than centring sixteen does (3%), by six of them.
OF_DEPENDENT = 0.075
# How many standard errors from that an estimate is clear, and from which p-value on nothing repeats. In 4,096
# calls what lies 0.025 away is 3.8 standard errors from being clear on the wrong side: more than the three
# by which all calls decide.
CLEAR, LIKELY = 2.25, 0.01


def repetition(e: Float64, rng: np.random.Generator) -> float:
    """Return the least p-value of the laws that one element's noise does not depend on the calls before."""
    if np.ptp(e) < NO_NOISE:
        return 0.0
    scores = laws.normal_scores(e, rng)
    square, pairs = scores.reshape(-1, 64), scores.reshape(-1, 2).T
    return min(laws.independence(square, 0), laws.independence(square, 1), laws.serial(pairs))


def is_clear(estimate: float, error: float, is_off: bool) -> bool:
    """Whether more draws would not change whether a mean or a spread is off by more than `OF_DEPENDENT`.

    `error` is the estimate's standard error, and `is_off` what was decided by it.
    """
    beyond = (estimate - OF_DEPENDENT) / error
    return beyond > CLEAR if is_off else beyond < -CLEAR


def follows_parameters(draws: battery.Draws) -> bool:
    """Whether noise of another shape is another where mu or log_var is lower and where it is higher.

    A law's own middle and width, by quartiles, are the same there, but for six standard errors and a little.
    """
    e = draws.noise
    room = SPREAD_OF_OTHER_SHAPE + 6 * QUARTILE_ERROR / np.sqrt(e.size)
    for parameter in (draws.mu, draws.log_var):
        low = np.broadcast_to(parameter < np.median(parameter), e.shape)
        (first, middle, third), other = (np.quantile(e[part], (0.25, 0.5, 0.75)) for part in (low, ~low))
        width = third - first
        if max(abs(middle - other[1]), abs(width - (other[2] - other[0]))) > room * width:
            return True
    return False


def off_centre(draws: battery.Draws, level: float) -> bool:
    """Whether the mean is wrong at any scale."""
    weights = (None, battery.centred(draws.mu), battery.centred(draws.log_var))
    return min(laws.mean_at_any_scale(draws.noise, w) for w in weights) < level


def misshapen(e: Float64, level: float) -> bool:
    """Whether the shape is wrong of noise that has the mean and variance of the law."""
    return min(laws.kolmogorov_smirnov(e), laws.tails(e), laws.extreme(e)) < level


def rescaled(e: Float64) -> Float64:
    """Return noise of mean 0 and variance 1, which leaves what is not normal in it."""
    unit: Float64 = (e - e.mean()) / (e.std() or 1)
    return unit


def shift(draws: battery.Draws) -> float:
    """Return how far off the mean is, alone or against a parameter, in standard deviations."""
    return max(battery.mean_scores(draws).values()) / float(np.sqrt(draws.noise.size))


def spread(by_call: Float64, *, any_mean: bool) -> float:
    """Estimate the standard deviation, about the mean of each entry over calls where it is not 0."""
    if not any_mean:
        return float(np.sqrt(np.mean(by_call**2)))
    return float(np.sqrt(np.mean(by_call.var(axis=0, ddof=1))))
