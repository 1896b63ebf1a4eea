"""Identities of z as a function of mu and log_var: no error rate, one draw each.

For any cotangent v, the gradient of <v, z> with respect to mu is v, and with respect to log_var it is
c v (z - mu): a random v tests in one backward pass that the whole Jacobian is diagonal. Without
automatic differentiation the same holds as finite differences (`moves.py`). A constant added to z
has no gradient: where an identity fails, it is asked once more of z without the constant that fits best,
which must be that of another draw too. What is added to the width looks like one where elements share noise.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from autograder.arrays import Array, Float64
from autograder.checks import floors, gradient_words, precision
from autograder.checks.base import Check
from autograder.checks.clamp import clamp
from autograder.checks.drawing import draws
from autograder.checks.moves import unlike_moves
from autograder.checks.occasions import DTYPE, LATE, REQUIRES_GRAD
from autograder.checks.offset import CALLS, constant, is_centred
from autograder.checks.settings import PARAMETERS
from autograder.course.words import Words
from autograder.findings import Mismatch, Table
from autograder.oracle.case import SamplerCase
from autograder.oracle.sizes import usual_sizes
from autograder.sandbox.outside.call import Call


def by_autograd(check: Check, other: Collection[str] = ()) -> list[Mismatch | None]:
    """Judge the vector-Jacobian products of a random cotangent, in each usable dtype.

    Where they are right, z must move as they say when the parameters move and the noise stays: products are
    made in the submission's own process, and what a program makes up there is no gradient of its values.
    `other` are the occasions on which the noise was found to be another: this is not held against it again.
    """
    firsts: dict[str, Mismatch | None] = dict.fromkeys(PARAMETERS)
    dtypes, usual_dtype = check.session.usable_dtypes(check.function), check.session.dtype
    if not {DTYPE, LATE}.isdisjoint(other):
        dtypes = [usual_dtype]
    for dtype in dtypes:
        rng = check.generator(dtype)
        case = check.session.cases.sampler.draw(rng, usual_sizes(rng).shape, dtype)
        cotangent = rng.uniform(0.5, 1.5, case.location.shape) * rng.choice([-1, 1], case.location.shape)
        cotangent, usual = cotangent.astype(dtype), dtype == usual_dtype
        z, findings = _products(check, case, cotangent, reseed=usual)
        usable = usual and not any(findings.values()) and REQUIRES_GRAD not in other
        if usable and (unlike := unlike_moves(check, case, z, rng)):
            return [unlike, unlike]
        for name, finding in findings.items():
            firsts[name] = firsts[name] or finding
    return list(firsts.values())


def _products(
    check: Check, case: SamplerCase, cotangent: Array, *, reseed: bool
) -> tuple[Float64, dict[str, Mismatch | None]]:
    """Return one draw and judge its vector-Jacobian products; where mu is wrong, log_var by two, as above."""
    z, gradients = _differentiate(check, case, cotangent, reseed=reseed)
    rounding, size = precision.ROUNDOFFS * precision.terms(z, case), np.abs(cotangent)
    words = check.words
    mu = _compare(words, "mu", gradients["mu"], cotangent, size * (rounding + precision.RELATIVE))
    gradient, moves = gradients["log_var"], z - case.location
    if mu and gradient is not None:
        other, again = _another(check, case, cotangent, z)
        if again["log_var"] is not None and not np.array_equal(z, other):
            gradient, moves = again["log_var"] - gradient, other - z
            rounding = rounding + precision.ROUNDOFFS * precision.terms(other, case)
    tolerance = size * case.scale * precision.room(moves / case.scale, rounding / case.scale)
    weights = case.coefficient * cotangent
    log_var = _compare(words, "log_var", gradient, weights * moves, tolerance, case.inputs["log_var"])
    if log_var and not mu and gradient is not None and _has_offset(check, case, cotangent, z, gradient):
        log_var = None
    if log_var and gradient is not None and check.session.floor:
        floor = floors.of_gradients(gradient, weights * moves, tolerance, case.scale, check.session.floor)
        log_var = floors.forgiven(check, floor, log_var)
    return z, {"mu": mu, "log_var": log_var}


def _has_offset(check: Check, case: SamplerCase, cotangent: Array, z: Float64, gradient: Float64) -> bool:
    """Whether one constant in z explains the gradients by log_var of this draw and of another.

    Noise that is kept has no other draw, and no centre.
    """
    weights = case.coefficient * cotangent
    offset = constant(weights * (z - case.location) - gradient, weights)
    other, again = _another(check, case, cotangent, z)
    both = (z, gradient), (other, again["log_var"])
    if not all(_explains(offset, case, cotangent, *draw) for draw in both):
        return False
    return np.array_equal(z, other) or is_centred(draws(check, case, CALLS).noise - offset / case.scale)


def _explains(
    offset: float, case: SamplerCase, cotangent: Array, z: Float64, gradient: Float64 | None
) -> bool:
    """Whether z less a constant is noise whose gradients by log_var are right."""
    moves, rounding = z - case.location, precision.ROUNDOFFS * precision.terms(z, case)
    noise = moves - offset
    if gradient is None or (np.abs(noise) <= rounding).all():
        return False
    room = np.abs(cotangent) * case.scale * precision.room(moves / case.scale, rounding / case.scale)
    return bool((np.abs(gradient - case.coefficient * cotangent * noise) <= room).all())


def _another(
    check: Check, case: SamplerCase, cotangent: Array, z: Float64
) -> tuple[Float64, dict[str, Float64 | None]]:
    """Return a draw that is not z, if there is one, with its gradients."""
    other, gradients = _differentiate(check, case, cotangent)
    if np.array_equal(z, other):  # the first draw of a process is that of any other
        other, gradients = _differentiate(check, case, cotangent)
    return other, gradients


def _differentiate(
    check: Check, case: SamplerCase, cotangent: Array, *, reseed: bool = False
) -> tuple[Float64, dict[str, Float64 | None]]:
    """Draw z and return it with the gradients of <cotangent, z>, None where none arrives."""
    reply = check.session.call(Call(check.function, case.inputs, cotangent=cotangent, reseed=reseed))
    z = check.output(reply, case.location.shape, f"{cotangent.dtype} inputs").astype(np.float64)
    gradients = {name: reply.vjp.get(name) for name in PARAMETERS}
    return z, {
        name: g.astype(np.float64) if g is not None and g.shape == z.shape else None
        for name, g in gradients.items()
    }


def _compare(
    words: Words,
    name: str,
    gradient: Float64 | None,
    expected: Float64,
    tolerance: Float64,
    parameter: Array | None = None,
) -> Mismatch | None:
    if gradient is None:
        return gradient_words.no_effect(words[name])
    wrong = ~(np.abs(gradient - expected) <= tolerance)
    if not wrong.any():
        return None
    if not gradient.any():
        return gradient_words.no_effect(words[name])
    table = Table.of(gradient, expected, wrong, "element")
    cause = "" if parameter is None else clamp(gradient, expected, wrong, parameter)
    cause = cause or gradient_words.factor(gradient, expected, tolerance) + gradient_words.cause(words, name)
    return Mismatch(f"a wrong gradient {words[f'by_{name}']} in", cause=cause, table=table)
