"""Drawing from a submission's sampler, and standardising what it drew."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from autograder.arrays import Float64
from autograder.checks.base import Check
from autograder.checks.battery import Draws, finite
from autograder.checks.noise import CALLS
from autograder.checks.occasions import CALLERS, COLUMN, DTYPE, LATE, NARROW, ODD, ROW, TINY, WIDE
from autograder.checks.pace import Pace
from autograder.findings import problem_of_form
from autograder.oracle.case import SamplerCase
from autograder.oracle.sizes import large_shape, odd_shape
from autograder.sandbox.outside.call import Call, Caller
from autograder.sandbox.outside.errors import StudentError

# Shapes of few elements, where noise that is scaled by itself shows, and the fewest calls there, at most
# twice as many. Pools of seeds up to `power.min_effect_copies` are seen.
TINY_SHAPES, TINY_CALLS = ((2, 2), (3, 2), (2, 3), (3, 3)), 1000
THIN, THIN_CALLS = (4, 7), 256  # how many rows or dimensions there are beside a single one
ODD_CALLS = 64
MIDDLE = (32, 20)  # the least shape on the other occasions
LATE_CALLS = (22, 32)  # of the large shape: more draws than all before


def draws(
    check: Check, case: SamplerCase, calls: int, caller: Caller = "plain", seconds: float = math.inf
) -> Draws:
    """Call the sampler many times on a case: noise (calls, batch, latent), finite or not.

    Raises Slow where that would take longer than so many seconds.
    """
    call = Call("reparameterize", case.inputs, calls=calls, caller=caller, seconds=seconds)
    reply = check.session.call(call)
    shape = (calls, *case.location.shape)
    where = check.say("{{ calls }} calls with {{ mu }} of shape {{ shape }}", calls=calls, shape=shape[1:])
    if problem := problem_of_form(reply.output, shape, check.session.kind, where):
        raise problem
    assert not isinstance(reply.output, str)
    return Draws(case.noise(reply.output), case.location, case.inputs["log_var"].astype(np.float64))


def elsewhere(
    check: Check, rng: np.random.Generator, large: tuple[int, int], pace: Pace
) -> Iterator[tuple[str, Float64]]:
    """Draw on every other occasion, in random order, a late one last: its name and the noise.

    `large` is the shape of the late draws.
    """
    session, cases = check.session, check.session.cases.sampler
    middle, thin = large_shape(rng, min(MIDDLE, pace.large)), int(rng.integers(*THIN))
    tiny = TINY_SHAPES[rng.integers(len(TINY_SHAPES))]
    tiny_calls = pace.calls(int(rng.integers(TINY_CALLS, 2 * TINY_CALLS)))

    def draw(
        shape: tuple[int, int], calls: int, caller: Caller = "plain", dtype: str = session.dtype
    ) -> Draws:
        return draws(check, cases.draw(rng, shape, dtype), calls, caller)

    occasions: dict[str, Callable[[], Draws]] = {
        TINY: partial(draw, tiny, tiny_calls),
        ROW: partial(draw, (1, thin), pace.calls(THIN_CALLS)),
        COLUMN: partial(draw, (thin, 1), pace.calls(THIN_CALLS)),
        ODD: partial(draw, odd_shape(rng), pace.calls(ODD_CALLS)),
        WIDE: lambda: draws(check, cases.wide(rng, middle, session.dtype), CALLS),
        NARROW: lambda: draws(check, cases.narrow(rng, middle, session.dtype), CALLS),
    }
    for dtype in {*session.usable_dtypes(check.function)} - {session.dtype}:
        occasions[DTYPE] = partial(draw, middle, CALLS, dtype=dtype)
    callers = CALLERS if check.stands("sampler_contract") else ()  # who changes inputs cannot be asked so
    if session.torch:
        occasions |= {caller: partial(draw, middle, CALLS, caller) for caller in callers}
    names = list(occasions)
    for i in rng.permutation(len(names)):
        try:
            yield names[i], finite(occasions[names[i]]())[0].noise
        except StudentError:
            if names[i] != "requires_grad":  # where it fails there, the check of gradients says so
                raise
    yield LATE, finite(draw(large, int(rng.integers(*LATE_CALLS))))[0].noise
