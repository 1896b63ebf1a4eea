"""A submission under judgement: what is known of it is not asked for again."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.course.assignment import Assignment, Limits
from autograder.course.conventions import Conventions, Function
from autograder.findings import Mismatch
from autograder.oracle.parameters import public_inputs
from autograder.paths import ROOT
from autograder.sandbox import julia
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.errors import StudentError
from autograder.sandbox.outside.hosts import Zygotes
from autograder.session.manner import Manner
from autograder.session.seeds import Seeds
from autograder.session.session import Session
from autograder.session.trace import Trace
from autograder.submission import handin
from tests.support.oracle import REFERENCE
from tests.support.workers import source


def test_a_function_that_was_stopped_for_its_time_is_not_called_again(zygotes: Zygotes) -> None:
    """An endless loop costs its time limit once, and every later call says the same at once.

    Another function that is found for it is not held to that.
    """
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
            session.call(Call("reparameterize", inputs))
        with pytest.raises(StudentError) as second:
            session.call(Call("reparameterize", inputs))
        assert first.value is second.value
        session.adopt("reparameterize", Manner(session.words, plan=None))
        with pytest.raises(StudentError) as other:
            session.call(Call("reparameterize", inputs))
        assert other.value.kind == "missing"


def test_which_dtype_comes_first_is_drawn_from_the_seed(zygotes: Zygotes) -> None:
    """Both do, and the usual one stays the usual one."""
    assignment = Assignment(functions={"reparameterize": "reparameterize"})
    submission = handin.read(ROOT / "tests/submissions/right/np_randn.py").code("vae.py")
    orders = set()
    for identity in "abcdef":
        with Session(assignment, submission, zygotes.of("numpy"), Seeds("", identity), REFERENCE) as session:
            orders.add(session.dtypes)
            assert session.dtype == "float64"
    assert orders == {("float32", "float64"), ("float64", "float32")}


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
            session.call(Call("kl_divergence", inputs))
        assert set(session.trace) == {"inputs", "outputs"}


OWN_GENERATOR = """
using Random
const own = MersenneTwister(7)
reparameterize(mu, log_var) = randn(size(mu))
kl_divergence(mu, log_var) = randn(own, size(mu, 1))
"""


@pytest.mark.skipif(not julia.installed(), reason="Julia is not installed: ./setup.sh --with-julia")
def test_putting_julia_back_reaches_the_default_generator_alone(zygotes: Zygotes) -> None:
    """It is given up to repeat the draws of a submission's own generator, as starting it again would."""
    submission = source(OWN_GENERATOR, "vae.jl")
    functions: tuple[Function, ...] = ("reparameterize", "kl_divergence")
    assignment = Assignment(functions={function: function for function in functions})
    with Session(assignment, submission, zygotes.of("julia"), Seeds("", "one"), REFERENCE) as session:
        session.load()
        inputs = public_inputs("reparameterize", "float64")
        anew = [
            [np.asarray(session.call(Call(f, inputs, reseed=True)).output) for _ in range(2)]
            for f in functions
        ]
    assert [bool(np.array_equal(first, second)) for first, second in anew] == [True, False]
