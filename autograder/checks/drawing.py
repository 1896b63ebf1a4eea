"""Drawing from a submission's sampler, and standardising what it drew."""

from __future__ import annotations

import numpy as np

from autograder.checks.base import Check
from autograder.checks.noise import Draws
from autograder.findings import problem_with
from autograder.oracle.case import SamplerCase
from autograder.sandbox.outside.call import Call


def draws(check: Check, case: SamplerCase, calls: int) -> Draws:
    """Call the sampler many times on a case: noise (calls, batch, latent), finite or not."""
    reply = check.session.call(Call("reparameterize", case.inputs, calls=calls))
    shape = (calls, *case.location.shape)
    where = check.say("{{ calls }} calls with {{ mu }} of shape {{ shape }}", calls=calls, shape=shape[1:])
    fit = np.zeros(()) if isinstance(reply.output, str) else np.nan_to_num(reply.output)
    if problem := problem_with(reply.output if fit.shape != shape else fit, shape, check.session.kind, where):
        raise problem
    assert not isinstance(reply.output, str)
    return Draws(case.noise(reply.output), case.location, case.inputs["log_var"].astype(np.float64))
