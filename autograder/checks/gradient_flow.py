"""Identities of z as a function of mu and log_var: no error rate, one draw each.

For any cotangent v, the gradient of <v, z> with respect to mu is v, and with respect to log_var it is
c v (z - mu): a random v tests in one backward pass that the whole Jacobian is diagonal. Without
automatic differentiation the same holds as finite differences at common random numbers: when
parameters move and the noise does not, the standardised noise must not move either.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from autograder import cases, stats
from autograder.cases import SamplerCase
from autograder.checks import noise
from autograder.checks.base import Array, table
from autograder.sandbox.worker import Reply

if TYPE_CHECKING:
    from autograder.checks.sampler import SamplerChecks

# A rounding bound on the identities, where correct formulas reach 1.4 roundoffs.
ROUNDOFFS = 8 * cases.ROUNDOFF
# Policy: forgives `std + 1e-6`, and lies 500 times below a factor of two.
RELATIVE = 1e-3
PARAMETERS = ("mu", "log_var")
# Where noise cannot be repeated, the laws decide at several constant parameters.
SETTINGS, SETTING_CALLS = 4, 2048
Float64 = NDArray[np.float64]


class Finding(NamedTuple):
    """One parameter's wrong gradient, in the words of a Mismatch."""

    observed: str
    expected: str
    where: str
    cause: str


def by_autograd(check: SamplerChecks) -> list[Finding | None]:
    """Judge the vector-Jacobian products of a random cotangent, in each usable dtype."""
    found: dict[str, Finding | None] = dict.fromkeys(PARAMETERS)
    for dtype in check.session.usable_dtypes(check.function):
        rng = check.generator(dtype)
        case = cases.sampler(rng, (cases.BATCH, cases.LATENT), dtype)
        cotangent = rng.uniform(0.5, 1.5, case.location.shape) * rng.choice([-1, 1], case.location.shape)
        cotangent = cotangent.astype(dtype)
        reply = check.session.call(check.function, case.inputs, cotangent=cotangent)
        z = check.output(reply, case.location.shape, f"{dtype} inputs").astype(np.float64)
        distance = z - case.location
        expected = {"mu": cotangent, "log_var": case.coefficient * cotangent * distance}
        rounding = ROUNDOFFS * _terms(z, case)
        for name in PARAMETERS:
            policy = RELATIVE * (1 if name == "mu" else np.abs(distance))
            finding = _compare(name, reply, expected[name], np.abs(cotangent) * (rounding + policy))
            found[name] = found[name] or finding
    return list(found.values())


def by_common_random_numbers(check: SamplerChecks) -> list[Finding | None]:
    """Judge finite differences between workers that hold the same generator state."""
    dtype, rng = check.session.dtype, check.generator()
    case = cases.sampler(rng, (cases.BATCH, cases.LATENT), dtype)
    steps = {n: rng.uniform(0.5, 1.5, case.location.shape) for n in PARAMETERS}
    steps = {n: step * rng.choice([-1, 1], step.shape) for n, step in steps.items()}
    moved = {
        n: cases.moved_sampler(case, **({"mu": 0.0, "log_var": 0.0} | {n: steps[n]})) for n in PARAMETERS
    }
    first, again = _fresh_draw(check, case), _fresh_draw(check, case)
    if not np.array_equal(first, again):
        check.session.notes.append("noise cannot be repeated: gradient points were decided by the laws")
        return by_laws(check)
    before = case.noise(first)
    rounding = ROUNDOFFS * _terms(first, case) / case.scale
    findings: list[Finding | None] = []
    for name in PARAMETERS:
        z = _fresh_draw(check, moved[name])
        after = moved[name].noise(z)
        tolerance = rounding + ROUNDOFFS * _terms(z, moved[name]) / moved[name].scale
        wrong = np.abs(after - before) > tolerance + RELATIVE * np.abs(before)
        if name == "log_var" and not before.any():
            findings.append(_no_effect(name))
        elif wrong.any():
            shift = after * moved[name].scale + moved[name].location - first
            due = before * moved[name].scale + moved[name].location - first
            observed, expected, where = table(shift, due, wrong, "element")
            intro = f"with the same noise, moving {name} moved z by"
            findings.append(Finding(f"{intro} {observed}", f"by {expected}", where, _cause(name)))
        else:
            findings.append(None)
    return findings


def by_laws(check: SamplerChecks) -> list[Finding | None]:
    """Judge mean and variance at several parameters, on one element of each of many calls."""
    level = check.session.level(noise.SHARE) / SETTINGS
    rng, worst = check.generator("laws"), {"mu": 1.0, "log_var": 1.0}
    for _ in range(SETTINGS):
        case = cases.sampler(rng, (2, 3), check.session.dtype)
        e = check.draws(case, SETTING_CALLS).noise[:, 1, 2]
        worst["mu"] = min(worst["mu"], stats.mean(e), key=float)
        worst["log_var"] = min(worst["log_var"], stats.variance(e))
        if stats.variance(e) < level:  # a wrong scale must not pass for a wrong mean
            worst["mu"] = max(worst["mu"], stats.mean_at_any_scale(e))
    check.evidence["laws at several parameters"] = worst
    told = "z does not follow {} as it should, seen over many draws at several parameters"
    return [
        Finding(told.format(name), f"z that follows {name}", "", _cause(name)) if p < level else None
        for name, p in worst.items()
    ]


def _fresh_draw(check: SamplerChecks, case: SamplerCase) -> Float64:
    """Draw with the generators in the state in which they were when the file was imported."""
    with ExitStack() as stack:
        worker = stack.enter_context(check.session.new_worker())
        reply = check.session.call(check.function, case.inputs, worker=worker)
        return check.output(reply, case.location.shape, "a fresh process").astype(np.float64)


def _terms(z: Array, case: SamplerCase) -> Float64:
    """Return the sum of absolute terms that rounding errors of z - mu scale with."""
    log_var = np.abs(case.inputs["log_var"].astype(np.float64))
    terms: Float64 = np.abs(z) + np.abs(case.location) + np.abs(z - case.location) * (1 + log_var)
    return terms


def _compare(name: str, reply: Reply, expected: Float64, tolerance: Float64) -> Finding | None:
    gradient = reply.vjp.get(name)
    if gradient is None or gradient.shape != expected.shape:
        return _no_effect(name)
    wrong = ~(np.abs(gradient.astype(np.float64) - expected) <= tolerance)
    if not wrong.any():
        return None
    if not gradient.any():
        return _no_effect(name)
    observed, due, where = table(gradient, expected, wrong, f"d/d{name} of element")
    return Finding(f"gradient {observed}", f"gradient {due}", where, _ratio_cause(name, gradient, expected))


def _no_effect(name: str) -> Finding:
    return Finding(
        f"no gradient reaches {name}",
        f"a gradient for every element of {name}",
        "",
        f"{name} is left out, detached, turned into NumPy, or drawn with a function that gradients do not "
        "pass (such as .sample() or torch.normal)",
    )


def _ratio_cause(name: str, gradient: Array, expected: Float64) -> str:
    ratios = gradient[expected != 0] / expected[expected != 0]
    if ratios.size and np.ptp(ratios) < 0.01 * abs(ratios.mean()):
        return f"the gradient is {ratios.mean():.3g} times what it should be everywhere; {_cause(name)}"
    return _cause(name)


def _cause(name: str) -> str:
    if name == "mu":
        return "z must move exactly with mu, each element with its own, and keep its noise"
    return (
        "the width of the noise does not follow log_var as that of a log-variance does, or not "
        "element by element"
    )
