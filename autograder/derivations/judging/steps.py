"""The verdict on one step: true, untrue with its likely cause, or not to be judged."""

from __future__ import annotations

from typing import NamedTuple

from autograder.derivations.judging.bench import Bench, Trial
from autograder.derivations.judging.causes import likely_cause
from autograder.derivations.judging.judgement import Judgement, Line
from autograder.derivations.judging.parts import Relation
from autograder.derivations.judging.place import Place
from autograder.derivations.judging.sizes import Sizes
from autograder.derivations.reading.items import Item
from autograder.derivations.reading.syntax import (
    Application,
    DataProduct,
    Density,
    Divergence,
    Elbo,
    Expr,
    Integral,
    Unknown,
    Value,
)
from autograder.derivations.tex.errors import Unreadable

MAX_CAUSES = 10  # of a part; where more is wrong, hints do not help
SIGNS = {"<=": "<=", ">=": ">=", "<": "<", ">": ">", "=": "=", ":=": "="}
AFTER_GAP = "a line before it cannot be read, so this step is not judged"


class _Attempt(NamedTuple):
    """One reading of a step's two sides, and what became of it."""

    left: Expr
    right: Expr
    trial: Trial


class Steps:
    """Judges steps under one reading; only with `sizes` is it said what is wrong and what they show."""

    def __init__(self, bench: Bench, judgement: Judgement, sizes: Sizes | None) -> None:
        self.bench, self.judgement, self.sizes = bench, judgement, sizes

    def judge(self, place: Place, line: Line, item: Item) -> list[Expr]:
        """Judge one step, its truth and then its size; return its right side to go on from."""
        sign = SIGNS[item.link.relation]
        failure: _Attempt | None = None
        for options in place.lefts(self._last_wrong()):
            holding, other = self._try(line, options, sign, item.options)
            failure = failure or other
            if holding:
                rights = [attempt.right for attempt in holding]
                self._true(
                    line,
                    sign,
                    holding,
                    legible=not (place.broken or self.judgement.count("unread")),
                    first=len(place.good) == 1 and not place.is_claim,
                )
                return [option for option in item.options if option in rights]
        if failure is None:
            line.status = "unread"
            return []
        if isinstance(failure.left, Density) and isinstance(failure.right, Density):
            line.status, line.note = "remark", "a condition on two densities"
        elif place.broken:
            line.status, line.note = "unread", AFTER_GAP
        elif self._has_unknown(failure.left, failure.right):
            line.status = "unread"
            line.note = "a symbol in it has no meaning that the reader knows; define it in a line of its own"
        elif _over_data(failure.left) != _over_data(failure.right):
            line.status, line.note = "unread", "a sum or product over a data set stands on one side alone"
        else:
            self._untrue(place, line, sign, failure)
        return item.options

    def _last_wrong(self) -> bool:
        return bool(self.judgement.lines) and self.judgement.lines[-1].status == "untrue"

    def _try(
        self, line: Line, lefts: list[Expr], sign: str, rights: list[Expr]
    ) -> tuple[list[_Attempt], _Attempt | None]:
        """Return the readings of a step under which it holds, and the first one under which it does not."""
        holding, failure = [], None
        for right in rights:
            for left in lefts:
                try:
                    trial = self.bench.trial(left, sign, right)
                except Unreadable as error:
                    line.note = str(error)
                    continue
                if trial is None:
                    line.note = "a side has no value (the logarithm of a negative number?)"
                elif trial.holds:
                    holding.append(_Attempt(left, right, trial))
                else:
                    failure = failure or _Attempt(left, right, trial)
        return holding, failure

    def _untrue(self, place: Place, line: Line, sign: str, step: _Attempt) -> None:
        """Record an untrue step, its numbers and its likely cause; what is below may rest on its remedy."""
        line.status, line.note = "untrue", ""
        line.numbers = step.trial.left, step.trial.right
        if self.sizes is not None and self.judgement.wrong < MAX_CAUSES:
            cause = likely_cause(self.bench, step.left, sign, step.right, head=len(place.good) == 1)
            line.note, line.is_slip = cause.words, cause.is_slip
            place.remedies = [list(cause.remedies)] if cause.remedies else []
            self.sizes.correct(step.left, step.right)

    def _has_unknown(self, *sides: Expr) -> bool:
        """Whether a step holds symbols without a meaning, or variables as numbers beside densities."""
        nodes = [node for side in sides for node in side.walk() if node not in self.bench.scope.meanings]
        densities = any(isinstance(node, Density | Divergence | Elbo) for node in nodes)
        return any(
            isinstance(node, Application | Unknown) or (densities and isinstance(node, Value))
            for node in nodes
        )

    def _true(self, line: Line, sign: str, holding: list[_Attempt], *, legible: bool, first: bool) -> None:
        """Record a true step, and say which key rule it uses under the reading that explains it best."""
        left, right, trial = holding[0]
        line.status, line.note = "true", ""
        if sign != "=" and trial.equal:
            line.note = "both sides are equal here, so = could be written"
        elif self.bench.reading.loss and (_has_letter(left) or _has_letter(right)):
            line.note = "the letter is read as a loss, the negative ELBO"
        if self.sizes is not None:
            relations = []
            for one, other, attempt in holding:
                larger, smaller = (other, one) if sign in ("<", "<=") else (one, other)
                relations.append(Relation(larger, smaller, equal=attempt.equal))
            self.sizes.add(relations, line, legible=legible, first=first)


def _has_letter(expression: Expr) -> bool:
    return any(isinstance(node, Elbo) and node.letter for node in expression.walk())


def _over_data(expression: Expr) -> bool:
    """Whether an expression is a sum or product over an index, as over the examples of a data set."""
    return any(
        isinstance(node, DataProduct)
        or (isinstance(node, Integral) and bool(node.variables) and set(node.variables) <= set("ijklmn"))
        for node in expression.walk()
    )
