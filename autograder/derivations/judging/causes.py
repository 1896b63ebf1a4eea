"""The likely cause of an untrue step: the smallest change that would make it true, most frequent first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from autograder.derivations.judging.bench import Bench
from autograder.derivations.judging.changes import Change, changes, logarithm
from autograder.derivations.judging.side import Side
from autograder.derivations.reading.syntax import Expectation, Expr, Integral, Log
from autograder.derivations.tex.errors import Unreadable

MAX_CHANGES = 400
MAX_REMEDIES = 4  # ways to mend a row that the next one may go on from
SLIPS = ("a sign is lost", "the sign of", "the factor", "is negative")
REVERSE = {"<=": ">=", ">=": "<=", "<": ">", ">": "<"}


@dataclass(frozen=True)
class Cause:
    """A hint in words, and the right side as it would be true, where the mistake is on that side."""

    words: str = ""
    remedies: tuple[Expr, ...] = ()

    @property
    def is_slip(self) -> bool:
        """Whether the mistake is a sign or a number, and no idea."""
        return any(word in self.words for word in SLIPS)


def likely_cause(bench: Bench, left: Expr, sign: str, right: Expr, *, head: bool) -> Cause:
    """Return the smallest change that makes a step true, or no words where none does.

    The change is to the row itself, never to the one above it; but for the `head` of a chain, which nothing
    has shown.
    """
    if sign != "=":  # many changes make one side the larger one: none of them is likelier than another
        reverse = _holds(bench, left, REVERSE[sign], right)
        return Cause("the inequality points the wrong way") if reverse else Cause()
    bound = _bound(bench, left, right)
    x, z = bench.scope.observation, bench.scope.latent
    if bound and _logs_of_means(left) != _logs_of_means(right):
        jensen = f"{bound}: E[log t] is at most log E[t], by Jensen's inequality, and seldom equal to it"
        cause = _remedy(bench, left, logarithm(Side(right, x, z)))
        return cause if cause.words else Cause(jensen)
    cause = _remedy(bench, left, islice(changes(Side(right, x, z)), MAX_CHANGES))
    if cause.words:
        return cause
    for other, words in changes(Side(left, x, z), of_the_head=True) if head else ():
        if _holds(bench, other, sign, right):
            return Cause(f"{words}, on the left side")
    return Cause(bound)


def _remedy(bench: Bench, left: Expr, candidates: Iterable[Change]) -> Cause:
    """Return the first change that makes an equation true, with some others that do."""
    holding = ((words, other) for other, words in candidates if _holds(bench, left, "=", other))
    first = list(islice(holding, MAX_REMEDIES))
    return Cause(first[0][0], tuple(other for _, other in first)) if first else Cause()


def _bound(bench: Bench, left: Expr, right: Expr) -> str:
    """Say which side is the larger one, where it always is."""
    for relation, word in ((">=", "at least"), ("<=", "at most")):
        if _holds(bench, left, relation, right):
            return f"the left side is {word} the right one, but not equal to it"
    return ""


def _logs_of_means(side: Expr) -> int:
    """Count logarithms of expectations, sums and integrals."""
    return sum(
        isinstance(node, Log) and any(isinstance(n, Expectation | Integral) for n in node.argument.walk())
        for node in side.walk()
    )


def _holds(bench: Bench, left: Expr, sign: str, right: Expr) -> bool:
    try:
        trial = bench.trial(left, sign, right)
    except Unreadable:
        return False
    return trial is not None and trial.holds
