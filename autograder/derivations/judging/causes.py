"""The likely cause of an untrue step: the smallest change that would make it true, most frequent first."""

from __future__ import annotations

from autograder.derivations.judging.changes import Side, changes
from autograder.derivations.judging.steps import Bench
from autograder.derivations.reading.syntax import Expectation, Expr, Integral, Log
from autograder.derivations.tex.errors import Unreadable

MAX_CHANGES = 400
SLIPS = ("a sign is lost", "the sign of", "the factor", "is negative")
FLIPPED = {"<=": ">=", ">=": "<=", "<": ">", ">": "<"}


def likely_cause(bench: Bench, left: Expr, sign: str, right: Expr) -> tuple[str, bool]:
    """Return a hint in words, or nothing where no small change explains what was written.

    With it goes whether it is a slip: a sign or a number, and no idea.
    """
    hint = _cause(bench, left, sign, right)
    return hint, any(word in hint for word in SLIPS)


def _cause(bench: Bench, left: Expr, sign: str, right: Expr) -> str:
    if sign != "=" and _holds(bench, left, FLIPPED[sign], right):
        return "the inequality points the wrong way"
    bound = _bound(bench, left, right) if sign == "=" else ""
    if bound and _logs_of_means(left) != _logs_of_means(right):
        return f"{bound}: E[log t] is at most log E[t], by Jensen's inequality, and seldom equal to it"
    tried = 0
    for side, other, swapped in ((right, left, False), (left, right, True)):
        for changed, cause in changes(Side(side, bench.scope.observation, bench.scope.latent)):
            tried += 1
            if tried > MAX_CHANGES:
                return bound
            one, two = (changed, other) if swapped else (other, changed)
            if _holds(bench, one, sign, two):
                return cause
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
