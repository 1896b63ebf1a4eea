"""What a graded submission does at the fixed inputs of the plots: a few calls to its worker.

Whatever is missing is a text that says why, in the words of the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from autograder.arrays import Float64
from autograder.checks.offset import CALLS as CENTRING
from autograder.checks.offset import constant, is_centred
from autograder.course.conventions import Function
from autograder.errors import AutograderError
from autograder.findings import Mismatch, problem_with
from autograder.report.public import Line, Public, Sampler
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.errors import StudentError
from autograder.session.trace import Trace

if TYPE_CHECKING:
    from autograder.sandbox.outside.replies import Reply
    from autograder.session.session import Session

T = TypeVar("T")
CALLS = 4  # of 16 x 16 draws: enough for a histogram, few enough for an exact band
# How far differences at the same noise may be off before it is asked whether the noise repeats.
CLOSE = 1e-2


class Missing(AutograderError):
    """There is nothing to draw; the text says why."""


@dataclass(frozen=True)
class Pairs:
    """What was expected and observed of one parameter, entry by entry: (n,) and (n,)."""

    expected: Float64
    observed: Float64


@dataclass(frozen=True)
class Flow:
    """How z answers to mu and to log_var: by gradients, or by moves at the same noise."""

    by_gradients: bool
    pairs: Mapping[str, Pairs]


@dataclass(frozen=True)
class Lines:
    """The ELBO (betas, batch), and the slope (batch,) that the submission's own KL would give it."""

    elbo: Float64
    own_slope: Float64 | None


@dataclass(frozen=True)
class Observation:
    """What there is to draw; a text says why there is nothing, None that the assignment asks for nothing.

    `noise` is standardised (calls, batch, latent), `kl` holds (points,) for each sweep.
    """

    noise: Float64 | str | None = None
    flow: Flow | str | None = None
    kl: Mapping[str, Float64 | str | None] = field(default_factory=dict)
    lines: Lines | str | None = None


def observe(session: Session, expected: Public) -> Observation:
    """Call a graded submission at the plots' inputs; its verdicts are not touched."""
    session.trace = Trace()  # that of the last check, which a replay compares, is complete
    flow = _gradients if session.torch else _moves
    return Observation(
        noise=_attempt(session, "reparameterize", lambda: _noise(session, expected.sampler)),
        flow=_attempt(session, "reparameterize", lambda: flow(session, expected)),
        kl={
            name: _attempt(session, "kl_divergence", partial(_kl, session, sweep.mu, sweep.log_var))
            for name, sweep in expected.sweeps.items()
        },
        lines=(
            None
            if session.words_of("elbo").conventions.beta == "absent"
            else _attempt(session, "elbo", lambda: _lines(session, expected.line))
        ),
    )


def _attempt(session: Session, function: Function, ask: Callable[[], T]) -> T | str | None:
    """Return what was asked for, else why there is none; what the public case showed is told in full."""
    if function not in session.assignment.functions:
        return None
    try:
        return ask()
    except (StudentError, Mismatch, Missing) as error:
        return str(session.probe(function, session.dtype).problem or error)


def _noise(session: Session, sampler: Sampler, calls: int = CALLS) -> Float64:
    inputs = _cast(session, mu=sampler.mu, log_var=sampler.log_var)
    reply = session.call(Call("reparameterize", inputs, calls=calls, hidden=False))
    return sampler.noise(_numbers(session, reply, (calls, *sampler.mu.shape)))


def _gradients(session: Session, expected: Public) -> Flow:
    """Differentiate <cotangent, z>; a constant added to z, the same in another draw, has no gradient."""
    sampler, cotangent = expected.sampler, expected.cotangent
    moves, mu, log_var = _differentiate(session, expected)
    weights = sampler.coefficient * cotangent
    if not _agree(log_var, weights * moves):
        again, _, by_again = _differentiate(session, expected)
        offset = constant(weights * moves - log_var, weights)
        if _agree(log_var, weights * (moves - offset)) and _agree(by_again, weights * (again - offset)):
            noise = _noise(session, sampler, CENTRING) - offset / sampler.scale
            moves = moves - offset if is_centred(noise) else moves
    pairs = {"mu": (cotangent, mu), "log_var": (weights * moves, log_var)}
    return Flow(True, {name: Pairs(due.ravel(), gradient.ravel()) for name, (due, gradient) in pairs.items()})


def _differentiate(session: Session, expected: Public) -> tuple[Float64, Float64, Float64]:
    """Draw z and return z - mu, with the gradients of <cotangent, z>; where none arrives it is 0."""
    sampler, cotangent = expected.sampler, expected.cotangent.astype(session.dtype)
    inputs = _cast(session, mu=sampler.mu, log_var=sampler.log_var)
    reply = session.call(Call("reparameterize", inputs, cotangent=cotangent, hidden=False))
    z = _numbers(session, reply, cotangent.shape)
    return z - sampler.location, _gradient(reply, "mu", z), _gradient(reply, "log_var", z)


def _gradient(reply: Reply, name: str, z: Float64) -> Float64:
    gradient = reply.vjp.get(name)
    if gradient is None or gradient.shape != z.shape:
        return np.zeros_like(z)
    observed: Float64 = gradient.astype(np.float64)
    return observed


def _moves(session: Session, expected: Public) -> Flow:
    """Move each parameter at common random numbers, which new workers have."""
    base = expected.sampler
    first = _fresh_samples(session, base)
    pairs = {}
    for name, other in expected.moves.items():
        z, eps = _fresh_samples(session, other), base.noise(first)
        due = other.location + other.scale * eps
        slopes = 1 / other.scale - 1 / base.scale
        shift = constant((other.noise(z) - eps)[0], slopes) if name == "log_var" else 0.0
        without = due + shift * (1 - other.scale / base.scale)  # of a constant added to z, as above
        due = without if _agree(z, without) else due
        pairs[name] = Pairs((due - first)[0].ravel(), (z - first)[0].ravel())
    right = all(_agree(p.observed, p.expected) for p in pairs.values())
    if not right and not np.array_equal(first, _fresh_samples(session, base), equal_nan=True):
        raise Missing(
            "Your noise cannot be repeated from outside, as that of NumPy's generators can, so there is no "
            "telling how z moves at the same noise."
        )
    return Flow(False, pairs)


def _agree(observed: Float64, expected: Float64) -> bool:
    return np.allclose(observed, expected, rtol=CLOSE, atol=CLOSE)


def _fresh_samples(session: Session, sampler: Sampler) -> Float64:
    """Draw twice where the generators are in the state at import: (2, batch, latent)."""
    inputs = _cast(session, mu=sampler.mu, log_var=sampler.log_var)
    reply = session.call(Call("reparameterize", inputs, calls=2, reseed=True))
    return _numbers(session, reply, (2, *sampler.mu.shape))


def _kl(session: Session, mu: Float64, log_var: Float64) -> Float64:
    reply = session.call(Call("kl_divergence", _cast(session, mu=mu, log_var=log_var), hidden=False))
    return _numbers(session, reply, mu.shape[:1])


def _lines(session: Session, line: Line) -> Lines:
    inputs = _cast(session, **line.inputs)
    replies = [session.call(Call("elbo", inputs, {"beta": b}, hidden=False)) for b in line.betas]
    own = _attempt(session, "kl_divergence", lambda: -_kl(session, line.inputs["mu"], line.inputs["log_var"]))
    return Lines(
        elbo=np.array([_numbers(session, reply, line.slope.shape) for reply in replies]),
        own_slope=None if isinstance(own, str) else own,
    )


def _cast(session: Session, **inputs: Float64) -> dict[str, NDArray[np.generic]]:
    return {name: array.astype(session.dtype) for name, array in inputs.items()}


def _numbers(session: Session, reply: Reply, shape: tuple[int, ...]) -> Float64:
    """Return numbers of a shape, finite or not; Missing where something else came."""
    output = reply.output
    if not isinstance(output, str) and output.shape == shape:
        return output.astype(np.float64)
    raise Missing(str(problem_with(output, shape, session.kind, "the inputs of this plot")))
