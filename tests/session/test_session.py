"""A submission under judgement: what is known of it is not asked for again."""

from __future__ import annotations

import pytest

from autograder.course.assignment import Assignment, Limits
from autograder.course.conventions import Conventions
from autograder.findings import Mismatch
from autograder.grading import Zygotes
from autograder.oracle.cases import public_inputs
from autograder.paths import ROOT
from autograder.sandbox.outside.errors import StudentError
from autograder.session.seeds import Seeds
from autograder.session.session import Session
from autograder.session.trace import Trace
from autograder.submission import handin
from tests.support.oracle import REFERENCE


def test_a_function_that_was_stopped_for_its_time_is_not_called_again(zygotes: Zygotes) -> None:
    """An endless loop costs its time limit once, and every later call says the same at once."""
    assignment = Assignment(
        functions={"reparameterize": "reparameterize", "kl_divergence": "kl_divergence"},
        limits=Limits(call_seconds=1),
    )
    submission = handin.read(ROOT / "tests/submissions/odd/infinite_loop_call").code("vae.py")
    inputs = public_inputs("reparameterize", "float64")
    with Session(
        assignment, submission, zygotes.of(submission.framework), Seeds("", "x"), REFERENCE
    ) as session:
        session.load()
        with pytest.raises(StudentError) as first:
            session.call("reparameterize", inputs)
        with pytest.raises(StudentError) as second:
            session.call("reparameterize", inputs)
        assert first.value is second.value


def test_an_answer_that_is_no_single_number_is_in_the_trace(zygotes: Zygotes) -> None:
    """A replay compares what came back, also where the convention asked for something else."""
    conventions = Conventions(reduction="sum")
    assignment = Assignment(functions={"kl_divergence": "kl_divergence"}, conventions=conventions)
    submission = handin.read(ROOT / "tests/submissions/right/np_randn.py").code("vae.py")
    inputs = public_inputs("kl_divergence", "float64")
    with Session(
        assignment, submission, zygotes.of(submission.framework), Seeds("", "x"), REFERENCE
    ) as session:
        session.load()
        session.trace = Trace()
        with pytest.raises(Mismatch):
            session.call("kl_divergence", inputs)
        assert set(session.trace) == {"inputs", "outputs"}
