"""Identities of z as a function of mu and log_var: no error rate, one draw each.

For any cotangent v, the gradient of <v, z> with respect to mu is v, and with respect to log_var it is
c v (z - mu): a random v tests in one backward pass that the whole Jacobian is diagonal. Without
automatic differentiation the same holds as finite differences at common random numbers: when
parameters move and the noise does not, the standardised noise must not move either. A constant added to z
has no gradient: where an identity fails, it is asked once more of z without the constant that fits best.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import numpy as np

from autograder.arrays import Array, Float64
from autograder.checks import battery, floors, laws, shares
from autograder.checks.base import Check
from autograder.checks.clamp import clamp
from autograder.checks.drawing import draws
from autograder.checks.occasions import DTYPE, LATE, REQUIRES_GRAD
from autograder.checks.pace import WHOLE, Pace
from autograder.course.words import Words
from autograder.findings import Mismatch, Table
from autograder.oracle.case import ROUNDOFF, SamplerCase
from autograder.oracle.sizes import usual_sizes
from autograder.sandbox.outside.call import Call

# A rounding bound on the identities, where correct formulas reach 1.4 roundoffs.
ROUNDOFFS = 8 * ROUNDOFF
# Policy (docs/statistics.md): forgives `std + 1e-5`, and lies 500 times below a factor of two.
RELATIVE = 1e-3
PARAMETERS = ("mu", "log_var")
# Noise that only happens to repeat, such as that of a clock or of a small seed, does not do so three times.
REPEATS = 3
# Where noise cannot be repeated, the laws decide at the lowest and highest mu and log_var.
SETTINGS, SETTING_CALLS = 4, 2048
# Standard deviations beyond which a normal draw lies once in 10^23: what lies there is no noise.
FARTHEST = 10.0
# Standard deviations within which the sum of noise lies but for 2e-9 of draws; no point hangs on it alone.
CENTRED = 6.0
Draw = Callable[[Check, SamplerCase], Float64]


def by_autograd(check: Check, other: Collection[str] = ()) -> list[Mismatch | None]:
    """Judge the vector-Jacobian products of a random cotangent, in each usable dtype.

    Where they are right, z must move as they say when the parameters move and the noise stays: products are
    made in the submission's own process, and what a program makes up there is no gradient of its values.
    `other` are the occasions on which the noise was found to be another: this is not held against it again.
    """
    found: dict[str, Mismatch | None] = dict.fromkeys(PARAMETERS)
    dtypes, usual_dtype = check.session.usable_dtypes(check.function), check.session.dtype
    if not {DTYPE, LATE}.isdisjoint(other):
        dtypes = [usual_dtype]
    for dtype in dtypes:
        rng = check.generator(dtype)
        case = check.session.cases.sampler(rng, usual_sizes(rng).shape, dtype)
        cotangent = rng.uniform(0.5, 1.5, case.location.shape) * rng.choice([-1, 1], case.location.shape)
        cotangent, usual = cotangent.astype(dtype), dtype == usual_dtype
        z, findings = _products(check, case, cotangent, reseed=usual)
        held = usual and not any(findings.values()) and REQUIRES_GRAD not in other
        if held and (unlike := _unlike_moves(check, case, z, rng)):
            return [unlike, unlike]
        for name, finding in findings.items():
            found[name] = found[name] or finding
    return list(found.values())


def _unlike_moves(check: Check, case: SamplerCase, z: Float64, rng: np.random.Generator) -> Mismatch | None:
    """Move all parameters in a random direction: z must follow, at the noise that it was differentiated with.

    Steps of about 1 are exact here, as small ones are not (docs/statistics.md). Noise that cannot be repeated
    tells nothing.
    """
    steps = {name: _steps(rng, case.inputs[name]) for name in PARAMETERS}
    moved = check.session.cases.sampler_beside(case, steps["mu"], steps["log_var"])
    there = _fresh_draw(check, moved)[0]
    eps, after, offset = case.noise(z), moved.noise(there), 0.0
    rounding = ROUNDOFFS * (_terms(z, case) / case.scale + _terms(there, moved) / moved.scale)
    if (wrong := _departs(after, eps, rounding)).any():
        offset = constant(after - eps, 1 / moved.scale - 1 / case.scale)
        eps = eps - offset / case.scale
        wrong = _departs(after - offset / moved.scale, eps, rounding)
    moves, scales = (z - case.location, there - moved.location), (case.scale, moved.scale)
    most, tolerance = check.session.floor, _room(case.noise(z), rounding)
    if not wrong.any() or (most and floors.of_moves(*moves, scales, tolerance, most)):
        return None
    if not _repeats(check, moved, there):
        return None
    due = moved.location + offset + moved.scale * eps
    return Mismatch(
        "gradients arrive, but with the same noise z does not move as they say in",
        cause="gradients that are not those of z, or noise that hangs on the parameters",
        table=Table.of(there - z, due - z, wrong, "element"),
    )


def _repeats(check: Check, case: SamplerCase, z: Float64) -> bool:
    """Whether z comes again wherever the generators are in the state at import."""
    return all(np.array_equal(z, _fresh_draw(check, case)[0]) for _ in range(REPEATS))


def by_common_random_numbers(check: Check, pace: Pace = WHOLE) -> list[Mismatch | None]:
    """Judge finite differences at the same noise: of new workers, else of one worker that repeats itself.

    What is found counts only where the noise proves to be the same whenever nothing has moved.
    """
    rng = check.generator()
    case = check.session.cases.sampler(rng, usual_sizes(rng).shape, check.session.dtype)
    steps = {name: _steps(rng, case.inputs[name]) for name in PARAMETERS}
    for draw in (_fresh_draw, _next_draw):
        first = draw(check, case)
        findings = _differences(check, draw, case, first, steps)
        if not any(findings) or all(np.array_equal(first, draw(check, case)) for _ in range(REPEATS)):
            return findings
    check.session.notes.append("noise cannot be repeated: gradient points were decided by the laws")
    return by_laws(check, pace)


def by_laws(check: Check, pace: Pace = WHOLE) -> list[Mismatch | None]:
    """Judge mean and variance where each parameter is lowest and highest, on one element per call."""
    rng, calls = check.generator("laws"), pace.calls(SETTING_CALLS)
    case = check.session.cases.sampler(rng, usual_sizes(rng).shape, check.session.dtype)
    drawn, _ = battery.finite(draws(check, case, SETTINGS * calls))
    settings = drawn.noise.reshape(SETTINGS, calls, -1)
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
            cause=_cause(words, name),
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


def _steps(rng: np.random.Generator, parameter: Array) -> Float64:
    """Draw a step for each element, ordered as the elements are.

    So their order stays: a sampler that sorts variances, as NumPy's multivariate normal does, then
    gives each element its old noise.
    """
    sizes = rng.uniform(0.5, 1.5, parameter.size) * rng.choice([-1, 1], parameter.size)
    steps = np.empty(parameter.size)
    steps[np.argsort(parameter, axis=None)] = np.sort(sizes)
    return steps.reshape(parameter.shape)


def _differences(
    check: Check, draw: Draw, case: SamplerCase, first: Float64, steps: Mapping[str, Float64]
) -> list[Mismatch | None]:
    """Move each parameter: the standardised noise must not move.

    Where mu is wrong, log_var is judged by the difference of two calls: whatever stands in the place
    of mu, it drops out.
    """
    findings: list[Mismatch | None] = []
    words = check.words
    for name in PARAMETERS:
        moved = check.session.cases.sampler_beside(
            case, **({"mu": 0.0, "log_var": 0.0} | {name: steps[name]})
        )
        z = draw(check, moved)
        before, after = case.noise(first), moved.noise(z)
        rounding = ROUNDOFFS * (_terms(first, case) / case.scale + _terms(z, moved) / moved.scale)
        if any(findings) and not np.array_equal(*first):
            wrong = _departs(after[1] - after[0], before[1] - before[0], rounding.sum(axis=0))
        else:
            wrong = _departs(after[0], before[0], rounding[0])
        eps = before
        if name == "log_var" and wrong.any() and not any(findings):
            offset = constant(after[0] - before[0], 1 / moved.scale - 1 / case.scale)
            eps = before - offset / case.scale
            wrong = _departs(after[0] - offset / moved.scale, eps[0], rounding[0])
        if name == "log_var" and (np.abs(eps) <= rounding).all():
            findings.append(_no_effect(words[name]))
        elif wrong.any():
            shift, due = z - first, before * moved.scale + moved.location - first
            table = Table.of(shift[0], due[0], wrong, "element")
            observed = f"with the same noise, moving {words[name]} moved z wrongly in"
            mismatch = Mismatch(observed, cause=_cause(words, name), table=table)
            floor = 0.0
            if name == "log_var" and not any(findings) and check.session.floor:
                moves, scales = (before[0] * case.scale, after[0] * moved.scale), (case.scale, moved.scale)
                tolerance = _room(before[0], rounding[0])
                floor = floors.of_moves(*moves, scales, tolerance, check.session.floor)
            findings.append(_forgiven(check, floor, mismatch))
        else:
            findings.append(None)
    return findings


def _departs(observed: Float64, expected: Float64, rounding: Float64) -> Array:
    """Return where noise, or what follows from it, is not what it should be."""
    return ~(np.abs(observed - expected) <= _room(expected, rounding))


def _room(noise: Float64, rounding: Float64) -> Float64:
    """Return how far noise may be off: bounded, or moves of the parameters would drown in it."""
    room: Float64 = rounding + RELATIVE * np.minimum(np.abs(noise), FARTHEST)
    return room


def _fresh_draw(check: Check, case: SamplerCase) -> Float64:
    """Draw twice with the generators in the state in which they were when the file was imported."""
    reply = check.session.call(Call(check.function, case.inputs, calls=2, reseed=True))
    return check.output(reply, (2, *case.location.shape), "the state at import").astype(np.float64)


def _next_draw(check: Check, case: SamplerCase) -> Float64:
    """Draw twice more where the last draw was made."""
    reply = check.session.call(Call(check.function, case.inputs, calls=2))
    return check.output(reply, (2, *case.location.shape), "another call").astype(np.float64)


def _products(
    check: Check, case: SamplerCase, cotangent: Array, *, reseed: bool
) -> tuple[Float64, dict[str, Mismatch | None]]:
    """Return one draw and judge its vector-Jacobian products; where mu is wrong, log_var by two, as above."""
    z, gradients = _differentiated(check, case, cotangent, reseed=reseed)
    rounding, size = ROUNDOFFS * _terms(z, case), np.abs(cotangent)
    words = check.words
    mu = _compare(words, "mu", gradients["mu"], cotangent, size * (rounding + RELATIVE))
    gradient, moves = gradients["log_var"], z - case.location
    if mu and gradient is not None:
        other, again = _differentiated(check, case, cotangent)
        if np.array_equal(z, other):  # the first draw of a process is that of any other
            other, again = _differentiated(check, case, cotangent)
        if again["log_var"] is not None and not np.array_equal(z, other):
            gradient, moves = again["log_var"] - gradient, other - z
            rounding = rounding + ROUNDOFFS * _terms(other, case)
    tolerance = size * case.scale * _room(moves / case.scale, rounding / case.scale)
    weights = case.coefficient * cotangent
    log_var = _compare(words, "log_var", gradient, weights * moves, tolerance, case.inputs["log_var"])
    if log_var and not mu and gradient is not None:
        noise_alone = moves - constant(weights * moves - gradient, weights)
        if is_centred(noise_alone / case.scale) and not _compare(
            words, "log_var", gradient, weights * noise_alone, tolerance
        ):
            log_var = None
    if log_var and gradient is not None and check.session.floor:
        floor = floors.of_gradients(gradient, weights * moves, tolerance, case.scale, check.session.floor)
        log_var = _forgiven(check, floor, log_var)
    return z, {"mu": mu, "log_var": log_var}


def _forgiven(check: Check, floor: float, mismatch: Mismatch) -> Mismatch | None:
    """Return a mismatch, or a remark in its place where a floor under the width explains it."""
    if floor:
        check.remark = floors.REMARK.format(floor)
        return None
    return mismatch


def constant(differences: Float64, slopes: Float64) -> float:
    """Return the constant that, times the slopes, comes nearest to the differences (least squares)."""
    return float(np.sum(differences * slopes) / np.sum(slopes**2))


def is_centred(e: Float64) -> bool:
    """Whether noise is there, and is centred at 0: what fits gradients alone is no constant in z."""
    return bool(e.any() and abs(e.sum()) < CENTRED * np.sqrt(e.size))


def _differentiated(
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


def _terms(z: Array, case: SamplerCase) -> Float64:
    """Return the sum of absolute terms that rounding errors of z - mu scale with.

    Bounded, whatever z is: a tolerance that grew with z would forgive what makes z grow.
    """
    log_var = np.abs(case.inputs["log_var"].astype(np.float64))
    distance = np.minimum(np.abs(z - case.location), FARTHEST * case.scale)
    location = np.abs(case.location)
    terms: Float64 = np.minimum(np.abs(z), location + distance) + location + distance * (1 + log_var)
    return terms


def _compare(
    words: Words,
    name: str,
    gradient: Float64 | None,
    expected: Float64,
    tolerance: Float64,
    parameter: Array | None = None,
) -> Mismatch | None:
    if gradient is None:
        return _no_effect(words[name])
    wrong = ~(np.abs(gradient - expected) <= tolerance)
    if not wrong.any():
        return None
    if not gradient.any():
        return _no_effect(words[name])
    table = Table.of(gradient, expected, wrong, "element")
    cause = "" if parameter is None else clamp(gradient, expected, wrong, parameter)
    cause = cause or _factor(gradient, expected, tolerance) + _cause(words, name)
    return Mismatch(f"a wrong gradient {words[f'by_{name}']} in", cause=cause, table=table)


def _no_effect(name: str) -> Mismatch:
    return Mismatch(
        f"no gradient reaches {name}",
        f"a gradient for every element of {name}",
        "",
        "what no gradient reaches is left out, detached, turned into NumPy, or drawn with a function that "
        "gradients do not pass (such as .sample() or torch.normal)",
    )


def _factor(gradient: Array, expected: Float64, tolerance: Float64) -> str:
    """Say by which factor a gradient is wrong, where that explains all of it."""
    factor = float(np.sum(gradient * expected) / np.sum(expected**2))
    explained = np.abs(gradient - factor * expected) <= max(abs(factor), 1) * tolerance
    if f"{factor:.3g}" in ("1", "0", "-0") or not explained.all():
        return ""
    return f"the gradient is {factor:.3g} times what it should be everywhere; "


def _cause(words: Words, name: str) -> str:
    if name == "mu":
        return words.say("z must move exactly with {{ mu }}, each element with its own, and keep its noise")
    return words.say(
        "{{ log_var }} is {{ scale }}; the width of the noise does not follow it so, or not "
        "element by element"
    )
