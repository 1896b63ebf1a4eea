"""The laws of mean and variance at several settings of the parameters, where noise cannot be repeated."""

from __future__ import annotations

import numpy as np

from autograder.arrays import Float64
from autograder.checks import battery, gradient_words, laws, shares
from autograder.checks.base import Check
from autograder.checks.drawing import draws
from autograder.checks.pace import WHOLE, Pace
from autograder.findings import Mismatch
from autograder.oracle.sizes import usual_sizes

PARAMETERS = ("mu", "log_var")
# Where noise cannot be repeated, the laws decide at the lowest and highest mu and log_var.
SETTINGS, SETTING_CALLS = 4, 2048


def by_laws(check: Check, pace: Pace = WHOLE) -> list[Mismatch | None]:
    """Judge mean and variance where each parameter is lowest and highest, on one element per call."""
    rng, calls = check.generator("laws"), pace.calls(SETTING_CALLS)
    case = check.session.cases.sampler.draw(rng, usual_sizes(rng).shape, check.session.dtype)
    sample, _ = battery.finite(draws(check, case, SETTINGS * calls))
    settings = sample.noise.reshape(SETTINGS, calls, -1)
    ends = [end(case.inputs[name]) for name in PARAMETERS for end in (np.argmin, np.argmax)]
    level = check.session.level(shares.SHARE) / SETTINGS
    pairs = [_mean_and_variance(s[:, end], level) for s, end in zip(settings, ends, strict=True)]
    p_values = [min(of_law) for of_law in zip(*pairs, strict=True)]
    check.evidence["p_values"] = dict(zip(shares.GRADIENT, p_values, strict=True))
    words, observed = check.words, "seen over many draws at several parameters"
    return [
        Mismatch(
            f"z does not follow {words[name]} as it should, {observed}",
            f"z that follows {words[name]}",
            cause=gradient_words.cause(words, name),
        )
        if p < level
        else None
        for name, p in zip(PARAMETERS, p_values, strict=True)
    ]


def _mean_and_variance(e: Float64, level: float) -> tuple[float, float]:
    """Return the p-values of noise's mean and variance; where both reject, each in spite of the other."""
    mean, variance = laws.mean(e), laws.variance(e)
    if max(mean, variance) < level:
        mean = laws.mean_at_any_scale(e)
        variance = laws.variance_at_any_mean(e) if mean < level else variance
    return mean, variance
