"""The likely cause of an untrue step: the smallest change that would make it true, most frequent first."""

from __future__ import annotations

from itertools import islice

from autograder.derivations.judging.changes import Side, changes, logarithm
from autograder.derivations.judging.steps import Bench
from autograder.derivations.reading.syntax import Expectation, Expr, Integral, Log
from autograder.derivations.tex.errors import Unreadable

MAX_CHANGES = 400
SLIPS = ("a sign is lost", "the sign of", "the factor", "is negative")
FLIPPED = {"<=": ">=", ">=": "<=", "<": ">", ">": "<"}


def likely_cause(bench: Bench, left: Expr, sign: str, right: Expr, *, head: bool) -> tuple[str, bool]:
    """Return a hint in words, or nothing where no small change explains what was written.

    The change is to the row itself, never to the one above it; but for the `head` of a chain, which nothing
    has shown. With the hint goes whether the mistake is a slip: a sign or a number, and no idea.
    """
    hint = _cause(bench, left, sign, right, head=head)
    return hint, any(word in hint for word in SLIPS)


def _cause(bench: Bench, left: Expr, sign: str, right: Expr, *, head: bool) -> str:
    if sign != "=" and _holds(bench, left, FLIPPED[sign], right):
        return "the inequality points the wrong way"
    x, z = bench.scope.observation, bench.scope.latent
    if sign != "=":  # many changes make one side the larger one: none of them is likelier than another
        return ""
    bound = _bound(bench, left, right)
    if bound and _logs_of_means(left) != _logs_of_means(right):
        jensen = f"{bound}: E[log t] is at most log E[t], by Jensen's inequality, and seldom equal to it"
        lost = (
            cause for changed, cause in logarithm(Side(right, x, z)) if _holds(bench, left, sign, changed)
        )
        return next(lost, jensen)
    for changed, cause in islice(changes(Side(right, x, z)), MAX_CHANGES):
        if _holds(bench, left, sign, changed):
            return cause
    for changed, cause in changes(Side(left, x, z), of_the_head=True) if head else ():
        if _holds(bench, changed, sign, right):
            return f"{cause}, on the left side"
    return bound


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
