"""The laws' calibration through the real path: noise that a right submission drew in its warm worker."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats as scipy_stats

from autograder.checks import battery, shares
from autograder.course.assignment import Limits
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.hosts import Zygotes
from autograder.sandbox.outside.worker import Worker
from autograder.submission import handin
from tests.support.bank import FOLDER
from tests.support.laws import CERTAIN
from tests.support.oracle import CASES

BATTERIES, SHAPE = 10_000, (8, 6, 5)
TOGETHER = 10  # batteries of one request, at the same parameters
LEVELS = (0.5, 0.1, 0.01, 1e-3)
LIMITS = Limits(submission_seconds=3000)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "dtype"), [("randn_like.py", "float32"), ("np_randn.py", "float64")])
def test_p_values_of_right_submissions_are_super_uniform(name: str, dtype: str, zygotes: Zygotes) -> None:
    """Ten thousand small batteries of each: no law rejects more often than it says, nor do all together."""
    submission = handin.read(FOLDER / "right" / name).code("vae.py")
    rng = np.random.default_rng(6)
    rows = []
    with Worker(zygotes.of(submission.framework), submission, LIMITS, seed=6) as worker:
        for _ in range(BATTERIES // TOGETHER):
            case = CASES.sampler.draw(rng, SHAPE[1:], dtype)
            z = worker.call(Call("reparameterize", case.inputs, calls=TOGETHER * SHAPE[0])).output
            assert not isinstance(z, str)
            for noise in np.split(case.noise(z), TOGETHER):
                laws = battery.p_values(battery.Draws(noise, case.location, case.inputs["log_var"]))
                rows.append([laws[law] for law in shares.LAWS])
    p_values = np.array(rows)
    assert len(p_values) == BATTERIES
    together = np.minimum(1, len(shares.LAWS) * p_values.min(axis=1))
    for law, p in zip((*shares.LAWS, "all laws"), (*p_values.T, together), strict=True):
        for level in LEVELS:
            count = int(np.count_nonzero(p <= level))
            assert scipy_stats.binom.sf(count - 1, BATTERIES, level) > CERTAIN, (law, level, count)
