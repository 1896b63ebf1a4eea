"""What every graded check shares: how it reaches the submission and how it says what is wrong."""

from __future__ import annotations

import unittest
from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from autograder.assignment import Function
from autograder.cases import Case
from autograder.sandbox.worker import Reply
from autograder.session import Session

Array = NDArray[Any]
SHOWN_ROWS = 3


class Mismatch(AssertionError):
    """What was observed is not what a right submission gives."""

    def __init__(self, observed: str, expected: str, where: str = "", cause: str = "") -> None:
        lines = {"Observed": observed, "Expected": expected, "Where": where, "Likely cause": cause}
        super().__init__("\n".join(f"{title}: {text}" for title, text in lines.items() if text))


class NotRun(unittest.SkipTest):
    """The check needs something that is not there; the text says what."""


class Check(unittest.TestCase):
    """A group of graded checks on one function.

    A method `test_<id>` is a check: gradescope-utils' decorators give its weight, number, tags and
    visibility, its docstring's first sentence is the name that a student reads. It passes when it
    returns, and fails with the first `Mismatch` or StudentError. `contract` is the check that
    reports a function which cannot be used at all; the group's others are then not run.
    """

    function: ClassVar[Function]
    contract: ClassVar[str]
    needs: ClassVar[Mapping[str, str]] = {}
    session: Session

    def setUp(self) -> None:
        """Skip a check whose function cannot be used, or whose prerequisite did not pass."""
        self.evidence: dict[str, Any] = {}
        if self.id_of() != self.contract and not self.session.usable(self.function):
            raise NotRun(f"{self.function} cannot be used yet; see the check {self.contract}.")
        needed = self.needs.get(self.id_of())
        if needed and not self.session.passed(needed):
            raise NotRun(f"it builds on the check {needed}, which did not pass.")

    def id_of(self) -> str:
        """Return the check's id: the method's name without `test_`."""
        return self._testMethodName.removeprefix("test_")

    def generator(self, purpose: str = "") -> np.random.Generator:
        """Return this check's own generator for a submission."""
        return self.session.seeds.generator(f"{self.id_of()}/{purpose}")

    def usable_or_mismatch(self) -> None:
        """Report what is wrong with the function on the public case, in either dtype."""
        for dtype in self.session.dtypes:
            problem = self.session.probe(self.function, dtype).problem
            if problem:
                raise problem

    def call(self, case: Case) -> Array:
        """Call this group's function on a case and return an output of the right shape, (batch,)."""
        reply = self.session.call(self.function, case.inputs, keywords=case.keywords)
        return self.output(reply, case.expected.values.shape, case.label)

    def output(self, reply: Reply, shape: tuple[int, ...], where: str) -> Array:
        """Return a reply's finite floating-point output of a shape, or raise Mismatch."""
        if problem := problem_with(reply.output, shape, self.session.kind, where):
            raise problem
        assert not isinstance(reply.output, str)
        return reply.output

    def gradients(self, case: Case, cotangent: Array) -> Mapping[str, Array | None]:
        """Differentiate <cotangent, output> at a case with respect to every input."""
        return self.session.call(self.function, case.inputs, keywords=case.keywords, cotangent=cotangent).vjp


def problem_with(output: Array | str, shape: tuple[int, ...], kind: str, where: str) -> Mismatch | None:
    """Say what makes an output unfit to be judged: its kind, shape, dtype, or values."""
    wanted = f"one {kind} of shape {shape}"
    if isinstance(output, str):
        return Mismatch(f"your function returned {output}", wanted, where, _missing_return(output))
    if output.shape != shape:
        return Mismatch(f"shape {output.shape}", wanted, where, _reduction(output.shape, shape))
    if output.dtype not in (np.float32, np.float64):
        return Mismatch(f"dtype {output.dtype}", "a floating dtype, float32 or float64", where)
    bad = np.count_nonzero(~np.isfinite(output))
    if bad:
        return Mismatch(f"{bad} of {output.size} values are nan or infinite", "finite values", where)
    return None


def table(observed: Array, expected: Array, wrong: Array, entry: str) -> tuple[str, str, str]:
    """Return the first wrong entries as words for Observed, Expected and Where."""
    at = list(zip(*np.nonzero(wrong), strict=True))[:SHOWN_ROWS]
    names = [entry + " " + ", ".join(str(int(i)) for i in index) for index in at]
    total = f"{np.count_nonzero(wrong)} of {wrong.size} wrong; first: {'; '.join(names)}"
    return _numbers(observed, at), _numbers(expected, at), total


def _numbers(array: Array, at: list[tuple[Any, ...]]) -> str:
    return ", ".join(f"{float(array[index]):.6g}" for index in at)


def _missing_return(output: str) -> str:
    if output == "None":
        return "the function has no return statement on the way it took"
    if output.startswith("a tuple"):
        return "return the sample alone, not together with other values"
    return ""


def _reduction(observed: tuple[int, ...], expected: tuple[int, ...]) -> str:
    if observed == ():
        return "it adds up or averages over the batch as well; keep one value for each example"
    if observed[:1] == expected and len(observed) == 2:
        return "it has one axis too many; reduce over the last axis without keeping it"
    if observed == expected[::-1]:
        return "it is transposed; the batch comes first"
    return ""
