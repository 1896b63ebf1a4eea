"""What every graded check shares: how it reaches the submission under judgement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from autograder.arrays import Array
from autograder.checks.spec import CheckSpec
from autograder.course.assignment import Assignment
from autograder.course.conventions import Function
from autograder.course.words import Words
from autograder.findings import Mismatch, NotRun, problem_with
from autograder.oracle.case import Case
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.errors import StudentError
from autograder.sandbox.outside.replies import Reply
from autograder.session.session import Session
from autograder.session.trace import Trace


class Check:
    """A group of graded checks on one function; an object is one of them, for one submission.

    A method `test_<id>` is a check: gradescope-utils' decorators give its weight, number, tags and
    visibility, `after` what it rests on, and its docstring's first sentence is the name that a student
    reads. It passes when it returns, and fails with the first `Mismatch` or StudentError. `contract` is the
    check that reports a function which cannot be used at all; the group's others are then not run.

    A check may leave a `remark` for the student and `evidence` for staff. `shares` are the parts of their
    points that the checks before it have given.
    """

    function: ClassVar[Function]
    contract: ClassVar[str]
    session: Session

    def __init__(self, spec: CheckSpec) -> None:
        self.spec = spec
        self.remark = ""
        self.evidence: dict[str, Any] = {}
        self.shares: Mapping[str, float] = {}

    @classmethod
    def applies(cls, assignment: Assignment) -> bool:
        """Whether the assignment has these checks: those of the functions that it lists."""
        return cls.function in assignment.functions

    @classmethod
    def informational(cls, assignment: Assignment) -> bool:  # noqa: ARG003 - for groups that depend on it
        """Whether these rows only inform, and carry no points."""
        return False

    def prepare(self) -> None:
        """Raise NotRun where the function cannot be used."""
        self.session.trace = Trace()
        self.evidence["calls"] = self.session.trace
        if self.spec.id != self.contract and not self.session.usable(self.function):
            name = self.session.name(self.function)
            raise NotRun(f"{name} gives nothing that can be judged yet; the first test of it says why.")

    @property
    def words(self) -> Words:
        """The words of the course, or of how this group's function was handed in."""
        return self.session.words_of(self.function)

    def say(self, sentence: str, /, **values: object) -> str:
        """Return a sentence with the course's nouns and some values in it."""
        return self.words.say(sentence, **values)

    def stands(self, check: str) -> bool:
        """Whether a check that this one comes after has given points."""
        return self.shares.get(check, 0.0) > 0

    def generator(self, purpose: str = "") -> np.random.Generator:
        """Return this check's own generator for a submission."""
        return self.session.seeds.generator(f"{self.spec.id}/{purpose}")

    def usable_or_mismatch(self) -> None:
        """Report what is wrong with the function on the public case, in either dtype."""
        for dtype in self.session.dtypes:
            problem = self.session.probe(self.function, dtype).problem
            if problem:
                raise problem

    def call(self, case: Case) -> Array:
        """Call this group's function on a case and return an output of the right shape, (batch,)."""
        reply = self.session.call(Call(self.function, case.inputs, case.keywords))
        return self.output(reply, case.expected.values.shape, case.label)

    def output(self, reply: Reply, shape: tuple[int, ...], where: str) -> Array:
        """Return a reply's finite floating-point output of a shape, or raise Mismatch."""
        if problem := problem_with(reply.output, shape, self.session.kind, where):
            raise problem
        assert not isinstance(reply.output, str)
        return reply.output

    def unlike_input(self, reply: Reply, inputs: Mapping[str, Array]) -> Mismatch | None:
        """Say what a call did to its inputs, or that its output has another dtype than they.

        NumPy and Julia draw noise in float64 whatever is asked for: there another dtype is no mistake.
        """
        if changes := [self.words[name] for name in reply.modified]:
            return Mismatch(
                f"your function changed {' and '.join(changes)} in place",
                "inputs as they were: whoever calls it needs them afterwards",
                cause="an operation that ends in an underscore, +=, .data, or out=",
            )
        dtype = inputs["mu"].dtype
        if self.session.torch and not isinstance(reply.output, str) and reply.output.dtype != dtype:
            return Mismatch(f"dtype {reply.output.dtype}", f"{dtype}, the dtype of the inputs")
        return None

    def remark_on_an_empty_batch(self, inputs: Mapping[str, Array], shape: tuple[int, ...]) -> None:
        """Leave a remark where a batch of no examples does not give an empty output of a shape: no points."""
        if self.words.conventions.reduces(self.function):
            return  # there is no sum or mean of nothing to be asked for
        empty = {name: array[:0] for name, array in inputs.items()}
        try:
            self.output(self.session.call(Call(self.function, empty)), shape, "")
        except (Mismatch, StudentError) as problem:
            what = problem.observed if isinstance(problem, Mismatch) else str(problem).partition(":")[0]
            self.remark = f"No points hang on this: a batch of no examples gives no empty result ({what})."

    def gradients(self, case: Case, cotangent: Array) -> Mapping[str, Array | None]:
        """Differentiate <cotangent, output> at a case with respect to every input."""
        return self.session.call(Call(self.function, case.inputs, case.keywords, cotangent)).vjp
