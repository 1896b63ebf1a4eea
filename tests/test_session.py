"""A submission under judgement: what is known of it is not asked for again."""

from __future__ import annotations

import pytest

from autograder import cases
from autograder.assignment import Assignment, Limits
from autograder.grading import Zygotes
from autograder.sandbox.errors import StudentError
from autograder.sandbox.warm import ROOT
from autograder.seeds import Seeds
from autograder.session import Session
from autograder.submission import read


def test_a_function_that_was_stopped_for_its_time_is_not_called_again(zygotes: Zygotes) -> None:
    """An endless loop costs its time limit once, and every later call says the same at once."""
    assignment = Assignment(
        functions={"reparameterize": "reparameterize", "kl_divergence": "kl_divergence"},
        limits=Limits(call_seconds=1),
    )
    submission = read(ROOT / "tests/submissions/odd/infinite_loop_call", "vae.py")
    inputs = cases.public_inputs("reparameterize", "float64")
    with Session(assignment, submission, zygotes.of(submission.framework), Seeds("", "x")) as session:
        session.load()
        with pytest.raises(StudentError) as first:
            session.call("reparameterize", inputs)
        with pytest.raises(StudentError) as second:
            session.call("reparameterize", inputs)
        assert first.value is second.value
