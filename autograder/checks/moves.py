"""Moves of z at common random numbers: when parameters move and the noise does not, z must follow.

The standardised noise must not move either. So a sampler is judged without automatic differentiation, by
finite differences, and so what automatic differentiation says of it is held against its values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from autograder.arrays import Array, Float64
from autograder.checks import floors, gradient_words, precision, settings
from autograder.checks.base import Check
from autograder.checks.offset import constant
from autograder.checks.pace import WHOLE, Pace
from autograder.checks.settings import PARAMETERS
from autograder.findings import Mismatch, Table
from autograder.oracle.case import SamplerCase
from autograder.oracle.sizes import usual_sizes
from autograder.sandbox.outside.call import Call

# Noise that only happens to repeat, such as that of a clock or of a small seed, does not do so three times.
REPEATS = 3
Draw = Callable[[Check, SamplerCase], Float64]


def by_common_random_numbers(check: Check, pace: Pace = WHOLE) -> list[Mismatch | None]:
    """Judge finite differences at the same noise: of new workers, else of one worker that repeats itself.

    What is found counts only where the noise proves to be the same whenever nothing has moved.
    """
    rng = check.generator()
    case = check.session.cases.sampler.draw(rng, usual_sizes(rng).shape, check.session.dtype)
    steps = {name: _steps(rng, case.inputs[name]) for name in PARAMETERS}
    for draw in (_fresh_draw, _next_draw):
        first = draw(check, case)
        if _follows(check, draw, case, first, steps):
            return [None, None]
        findings = _differences(check, draw, case, first, steps)
        if not any(findings) or all(np.array_equal(first, draw(check, case)) for _ in range(REPEATS)):
            return findings
    check.session.notes.append("noise cannot be repeated: gradient points were decided by the laws")
    return settings.by_laws(check, pace)


def unlike_moves(check: Check, case: SamplerCase, z: Float64, rng: np.random.Generator) -> Mismatch | None:
    """Move all parameters in a random direction: z must follow, at the noise that it was differentiated with.

    Steps of about 1 are exact here, as small ones are not (docs/statistics.md). Noise that cannot be repeated
    tells nothing.
    """
    steps = {name: _steps(rng, case.inputs[name]) for name in PARAMETERS}
    neighbour = check.session.cases.sampler.beside(case, steps["mu"], steps["log_var"])
    there = _fresh_draw(check, neighbour)[0]
    eps, after, rounding = _noises(case, z, neighbour, there)
    offset = 0.0
    if (wrong := precision.departs(after, eps, rounding)).any():
        offset = constant(after - eps, 1 / neighbour.scale - 1 / case.scale)
        eps = eps - offset / case.scale
        wrong = precision.departs(after - offset / neighbour.scale, eps, rounding)
    moves, scales = (z - case.location, there - neighbour.location), (case.scale, neighbour.scale)
    most, tolerance = check.session.floor, precision.room(case.noise(z), rounding)
    if not wrong.any() or (most and floors.of_moves(*moves, scales, tolerance, most)):
        return None
    if not _repeats(check, neighbour, there):
        return None
    due = neighbour.location + offset + neighbour.scale * eps
    return Mismatch(
        "gradients arrive, but with the same noise z does not move as they say in",
        cause="gradients that are not those of z, or noise that hangs on the parameters",
        table=Table.of(there - z, due - z, wrong, "element"),
    )


def _repeats(check: Check, case: SamplerCase, z: Float64) -> bool:
    """Whether z comes again wherever the generators are in the state at import."""
    return all(np.array_equal(z, _fresh_draw(check, case)[0]) for _ in range(REPEATS))


def _steps(rng: np.random.Generator, parameter: Array) -> Float64:
    """Draw a step for each element, ordered as the elements are.

    So their order stays: a sampler that sorts variances, as NumPy's multivariate normal does, then
    gives each element its old noise.
    """
    sizes = rng.uniform(0.5, 1.5, parameter.size) * rng.choice([-1, 1], parameter.size)
    steps = np.empty(parameter.size)
    steps[np.argsort(parameter, axis=None)] = np.sort(sizes)
    return steps.reshape(parameter.shape)


def _follows(
    check: Check, draw: Draw, case: SamplerCase, first: Float64, steps: Mapping[str, Float64]
) -> bool:
    """Whether there is noise, and it stays when all parameters move at once: then z moves rightly with each.

    Two faults would have to make up for one another in every element, at steps that are random.
    """
    neighbour = check.session.cases.sampler.beside(case, **steps)
    before, after, rounding = _noises(case, first, neighbour, draw(check, neighbour))
    there, stays = np.abs(before) > rounding, ~precision.departs(after[0], before[0], rounding[0])
    return bool(there.any() and stays.all())


def _noises(
    case: SamplerCase, first: Float64, neighbour: SamplerCase, z: Float64
) -> tuple[Float64, Float64, Float64]:
    """Return the standardised noise of two draws, before and after a move, and what rounding makes of it."""
    return (
        case.noise(first),
        neighbour.noise(z),
        precision.ROUNDOFFS
        * (precision.terms(first, case) / case.scale + precision.terms(z, neighbour) / neighbour.scale),
    )


def _differences(
    check: Check, draw: Draw, case: SamplerCase, first: Float64, steps: Mapping[str, Float64]
) -> list[Mismatch | None]:
    """Move each parameter: the standardised noise must not move, but for a constant that is added to z.

    Where mu is wrong, log_var is judged by the difference of two calls: whatever stands in the place
    of mu, it drops out.
    """
    findings: list[Mismatch | None] = []
    words = check.words
    for name in PARAMETERS:
        neighbour = check.session.cases.sampler.beside(
            case, **({"mu": 0.0, "log_var": 0.0} | {name: steps[name]})
        )
        z = draw(check, neighbour)
        before, after, rounding = _noises(case, first, neighbour, z)
        if any(findings) and not np.array_equal(*first):
            wrong = precision.departs(after[1] - after[0], before[1] - before[0], rounding.sum(axis=0))
        else:
            wrong = precision.departs(after[0], before[0], rounding[0])
        eps = before
        if name == "log_var" and wrong.any() and not any(findings):
            offset = constant(after[0] - before[0], 1 / neighbour.scale - 1 / case.scale)
            eps = before - offset / case.scale
            # That of the other call too: what is added to the width looks like it where elements share noise.
            wrong = np.logical_or(*precision.departs(after - offset / neighbour.scale, eps, rounding))
        if name == "log_var" and (np.abs(eps) <= rounding).all():
            findings.append(gradient_words.no_effect(words[name]))
        elif wrong.any():
            shift, due = z - first, before * neighbour.scale + neighbour.location - first
            table = Table.of(shift[0], due[0], wrong, "element")
            observed = f"with the same noise, moving {words[name]} moved z wrongly in"
            mismatch = Mismatch(observed, cause=gradient_words.cause(words, name), table=table)
            floor = 0.0
            if name == "log_var" and not any(findings) and check.session.floor:
                scales = case.scale, neighbour.scale
                moves = before[0] * scales[0], after[0] * scales[1]
                tolerance = precision.room(before[0], rounding[0])
                floor = floors.of_moves(*moves, scales, tolerance, check.session.floor)
            findings.append(floors.forgiven(check, floor, mismatch))
        else:
            findings.append(None)
    return findings


def _fresh_draw(check: Check, case: SamplerCase) -> Float64:
    """Draw twice with the generators in the state in which they were when the file was imported."""
    reply = check.session.call(Call(check.function, case.inputs, calls=2, reseed=True))
    return check.output(reply, (2, *case.location.shape), "the state at import").astype(np.float64)


def _next_draw(check: Check, case: SamplerCase) -> Float64:
    """Draw twice more where the last draw was made."""
    reply = check.session.call(Call(check.function, case.inputs, calls=2))
    return check.output(reply, (2, *case.location.shape), "another call").astype(np.float64)
