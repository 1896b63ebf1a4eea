"""One pass over a part under one reading: each chain's steps, from one expression to the next."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from autograder.derivations.judging import queries
from autograder.derivations.judging.causes import likely_cause
from autograder.derivations.judging.judgement import Judgement, Line
from autograder.derivations.judging.parts import Part, Relation
from autograder.derivations.judging.place import Place
from autograder.derivations.judging.scope import Reading, Scope
from autograder.derivations.judging.sizes import Sizes
from autograder.derivations.judging.steps import Bench, Trial
from autograder.derivations.judging.work import Exhausted, Work
from autograder.derivations.reading.chains import Chain, Link
from autograder.derivations.reading.items import Derivation, Item
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
TOO_MUCH = "the limit of work for a part is reached; a person will judge this line"
AFTER_GAP = "a line before it cannot be read, so this step is not judged"


class _Attempt(NamedTuple):
    """One reading of a step's two sides, and what became of it."""

    left: Expr
    right: Expr
    trial: Trial


class Walk:
    """Judges a part's chains one after the other."""

    def __init__(
        self,
        question: Part,
        reading: Reading,
        scope: Scope,
        derivation: Derivation,
        work: Work,
        *,
        with_sizes: bool = False,
    ) -> None:
        self.scope, self.with_sizes = scope, with_sizes
        self.bench = Bench(reading, scope, work)
        self.bench.premises += question.premises
        scope.meanings.clear()
        self.judgement = Judgement(question.number)
        self.sizes = Sizes(question, self.bench, self.judgement)
        self.condition = False  # whether the chain before is one, rather than a statement
        for chain, items in derivation.chains:
            self._chain(chain, items)
        if with_sizes:
            self._finish(derivation)

    @property
    def wrong(self) -> int:
        """How many steps are not true, or cannot be evaluated, under this reading."""
        return self.judgement.count("untrue") + self.judgement.count("unread")

    def _chain(self, chain: Chain, items: list[Item]) -> None:
        place = Place()
        place.is_claim = chain.claim
        self.sizes.end_chain()
        remark = chain.remark or (chain.consequence and self.condition)
        self.condition = False
        for number, item in enumerate(items):
            link = item.link
            line = Line(link.line, link.source, "start" if number == 0 else "true", place=link.place)
            if number == 0 and not link.lexemes and not link.problem:
                continue  # a display that begins with a relation and continues nothing
            try:
                self._link(place, line, item, number == 0)
            except Exhausted:
                line.status, line.note = "unread", TOO_MUCH
            if link.relation not in ("=", ":=", ""):
                place.has_bound = True
            if (remark or link.conditional) and line.status in ("untrue", "unread", "leap"):
                if line.status == "untrue" and line.source:
                    self.judgement.untrue_remarks.append(replace(line))
                line.status, line.note, line.numbers = "remark", "", None
            self.condition = self.condition or line.status == "remark"
            is_visible = not (chain.remark and line.status in ("start", "remark")) and not (
                chain.claim and number == 0
            )
            if line.source and is_visible:
                self.judgement.lines.append(line)
                self.judgement.queries += queries.of_line(line, link)

    def _finish(self, derivation: Derivation) -> None:
        """Say what was reached, as far as the work for it is within the limit."""
        try:
            self.sizes.finish([items for _, items in derivation.chains])
        except Exhausted:
            proposal = "whether the lines reach what is to be shown"
            lines = self.judgement.lines[-1:]
            self.judgement.queries += [queries.query(line, TOO_MUCH, proposal) for line in lines]
        self.sizes.settle()
        self.judgement.queries += queries.contradictions(self.judgement, derivation)

    def _link(self, place: Place, line: Line, item: Item, first: bool) -> None:
        """Judge one expression of a chain and the relation that leads to it."""
        link = item.link
        if link.relation == "~":
            line.status, line.note = "remark", "this relation is not judged"
            place.broken = True
        elif item.problem:
            line.status, line.note = "unread", item.problem
            place.broken = True
        elif first:
            place.good.append(item.options)
            place.right.append(item.options)
        elif not place.good:
            line.status = "unread" if place.broken else "start"
            line.note = "the left side cannot be read" if place.broken else "the left side is not there"
            place.good.append(item.options)
        elif self._defines(link, place.good[-1], item.options):
            line.status = "definition"
            place.good.append(item.options)
        else:
            options = self._step(place, line, link, item)
            if options:
                place.good.append(options)
                place.broken = False
            else:
                place.broken = True
            if options and line.status not in ("untrue", "unread"):
                place.right.append(options)

    def _last_wrong(self) -> bool:
        return bool(self.judgement.lines) and self.judgement.lines[-1].status == "untrue"

    def _defines(self, link: Link, left: list[Expr], right: list[Expr]) -> bool:
        """Give a symbol of the writer's own the meaning that this line states, if it does."""
        if link.relation not in ("=", ":="):
            return False
        for symbol, meaning in ((left[0], right[0]), (right[0], left[0])):
            has_meaning = symbol in self.scope.meanings or symbol in list(meaning.walk())
            if self._is_symbol(symbol, meaning) and not has_meaning:
                self.scope.meanings[symbol] = meaning
                self.bench.forget()
                return True
        return False

    def _is_symbol(self, expression: Expr, meaning: Expr) -> bool:
        """Whether an expression is a symbol that may be given a meaning; N(...) only that of a density."""
        if isinstance(expression, Value):
            return expression.variable not in self.scope.arguments
        normal = isinstance(expression, Unknown) and expression.name.startswith("N(")
        return isinstance(expression, Unknown) and (not normal or isinstance(meaning, Density))

    def _step(self, place: Place, line: Line, link: Link, item: Item) -> list[Expr]:
        """Judge one step, its truth and then its size; return its right side to go on from."""
        sign = SIGNS[link.relation]
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
        if self.with_sizes and self.wrong < MAX_CAUSES:
            cause = likely_cause(self.bench, step.left, sign, step.right, head=len(place.good) == 1)
            line.note, line.is_slip = cause.words, cause.is_slip
            place.remedies = [list(cause.remedies)] if cause.remedies else []
            self.sizes.correct(step.left, step.right)

    def _has_unknown(self, *sides: Expr) -> bool:
        """Whether a step holds symbols without a meaning, or variables as numbers beside densities."""
        nodes = [node for side in sides for node in side.walk() if node not in self.scope.meanings]
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
        if self.with_sizes:
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
