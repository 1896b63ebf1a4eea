"""A part's verdicts: one for each line, what was reached, and which key rules were shown."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from autograder.derivations.judging.causes import likely_cause
from autograder.derivations.judging.judgement import Judgement, Line
from autograder.derivations.judging.parts import Part, Relation, part
from autograder.derivations.judging.sizes import Sizes
from autograder.derivations.judging.steps import Bench, Trial
from autograder.derivations.judging.values import Reading, Scope
from autograder.derivations.reading.chains import Chain, Link
from autograder.derivations.reading.items import Item, Parsed, parse
from autograder.derivations.reading.syntax import Applied, Density, Divergence, Elbo, Expr, Unknown, Value
from autograder.derivations.tex.document import Display
from autograder.derivations.tex.errors import Unreadable

MAX_CAUSES = 10  # of a part; where more is wrong, hints do not help
MAX_LEFTS = 7  # expressions above that a step may go on from after a bound or a mistake
MAX_TRIALS = 20_000  # of a part, some seconds; after that no further reading of it is tried
SIGNS = {"<=": "<=", ">=": ">=", "<": "<", ">": ">", "=": "=", ":=": "="}


def judge(number: str, displays: list[Display]) -> Judgement:
    """Judge a part's displays under the reading that makes most of its steps true."""
    parsed = parse(number, displays)
    scope = Scope(parsed.options(1))
    question = part(number, scope)
    candidates = question.readings
    if parsed.applied:
        candidates = tuple(replace(r, convex=convex) for r in candidates for convex in (True, False))
    if parsed.has_letter:
        candidates += tuple(replace(reading, loss=True) for reading in candidates)
    best: _Run | None = None
    tried = 0
    for reading in candidates:
        run = _Run(question, reading, scope, parsed, sized=False)
        tried += run.bench.trials
        if best is None or run.wrong < best.wrong:
            best = run
        if best.wrong == 0 or tried > MAX_TRIALS:
            break
    assert best is not None
    return _Run(question, best.bench.reading, scope, parsed, sized=True).judgement


def _has_letter(expression: Expr) -> bool:
    return any(isinstance(node, Elbo) and node.letter for node in expression.walk())


class _Tried(NamedTuple):
    """One reading of a step's two sides, and what became of it."""

    left: Expr
    right: Expr
    trial: Trial


class _Run:
    """One pass over a part under one reading."""

    def __init__(
        self,
        question: Part,
        reading: Reading,
        scope: Scope,
        parsed: Parsed,
        *,
        sized: bool,
    ) -> None:
        self.question, self.scope, self.sized = question, scope, sized
        self.bench = Bench(reading, scope)
        self.bench.known += question.given
        scope.meanings.clear()
        self.judgement = Judgement(question.number)
        self.sizes = Sizes(question, self.bench, self.judgement)
        for chain, items in parsed.chains:
            self._chain(chain, items)
        if sized:
            self.sizes.finish([items for _, items in parsed.chains])

    @property
    def wrong(self) -> int:
        """How many steps are not true, or cannot be evaluated, under this reading."""
        return self.judgement.count("untrue") + self.judgement.count("unread")

    def _chain(self, chain: Chain, items: list[Item]) -> None:
        good: list[list[Expr]] = []  # the readable expressions so far, with their readings that hold
        right: list[list[Expr]] = []  # those of them that no mistake leads to
        broken = bounded = False
        for place, item in enumerate(items):
            link = item.link
            line = Line(link.line, link.source, "start" if place == 0 else "true", place=link.place)
            if place == 0 and not item.link.lexemes and not link.problem:
                line.source = ""  # a display that begins with a relation and continues nothing
            elif item.problem or link.relation == "~":
                line.status, line.note = "unread", item.problem or "this relation is not judged"
                broken = True
            elif place == 0:
                good.append(item.options)
            elif not good:
                line.status = "unread" if broken else "start"
                line.note = "the left side is not there" if not broken else "the left side cannot be read"
                good.append(item.options)
            elif self._defines(link, good[-1], item.options):
                line.status = "definition"
                good.append(item.options)
            else:
                lefts = [good[-1]]
                if bounded or self._last_wrong():
                    lefts += [*reversed(good[-3:-1]), *right[:1], *reversed(right[-MAX_LEFTS:])]
                good.append(self._step(line, link, lefts, item, broken))
                broken = False
            if good and line.status not in ("untrue", "unread"):
                right.append(good[-1])
            bounded = bounded or link.relation not in ("=", ":=", "")
            if chain.remark and line.status in ("untrue", "unread"):
                line.status, line.note = "remark", ""
            if line.source and not (chain.remark and line.status in ("start", "remark")):
                self.judgement.lines.append(line)

    def _last_wrong(self) -> bool:
        return bool(self.judgement.lines) and self.judgement.lines[-1].status == "untrue"

    def _defines(self, link: Link, left: list[Expr], right: list[Expr]) -> bool:
        """Give a symbol of the writer's own the meaning that this line states, if it does."""
        if link.relation not in ("=", ":="):
            return False
        for symbol, meaning in ((left[0], right[0]), (right[0], left[0])):
            known = symbol in self.scope.meanings or symbol in list(meaning.walk())
            if self._is_symbol(symbol) and not known:
                self.scope.meanings[symbol] = meaning
                self.bench.forget()
                return True
        return False

    def _is_symbol(self, expression: Expr) -> bool:
        """Whether an expression is a symbol that the writer may give a meaning."""
        if isinstance(expression, Value):
            return expression.variable not in self.scope.arguments
        return isinstance(expression, Unknown)

    def _step(self, line: Line, link: Link, lefts: list[list[Expr]], item: Item, broken: bool) -> list[Expr]:
        """Judge one step, its truth and then its size; return the readings of its right side that hold."""
        sign = SIGNS[link.relation]
        failed: _Tried | None = None
        for options in lefts:
            holding, other = self._try(line, options, sign, item.options)
            failed = failed or other
            if holding:
                rights = [tried.right for tried in holding]
                self._true(line, sign, holding[0])
                return [option for option in item.options if option in rights]
        if failed is None:
            line.status = "unread"
        elif isinstance(failed.left, Density) and isinstance(failed.right, Density):
            line.status, line.note = "remark", "a condition on two densities"
        elif broken:
            line.status, line.note = "unread", "a line before it cannot be read, so this step is not judged"
        elif self._has_unknown(failed.left, failed.right):
            line.status = "unread"
            line.note = "a symbol in it has no meaning that the reader knows; define it in a line of its own"
        else:
            self._untrue(line, sign, failed)
        return item.options

    def _try(
        self, line: Line, lefts: list[Expr], sign: str, rights: list[Expr]
    ) -> tuple[list[_Tried], _Tried | None]:
        """Return the readings of a step under which it holds, and the first one under which it does not."""
        holding, failed = [], None
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
                    holding.append(_Tried(left, right, trial))
                else:
                    failed = failed or _Tried(left, right, trial)
        return holding, failed

    def _untrue(self, line: Line, sign: str, step: _Tried) -> None:
        """Record an untrue step, with its numbers and its likely cause."""
        line.status, line.note = "untrue", ""
        line.numbers = step.trial.left, step.trial.right
        if self.sized and self.wrong < MAX_CAUSES:
            line.note = likely_cause(self.bench, step.left, sign, step.right)
            self.sizes.correct(step.left, step.right)

    def _has_unknown(self, *sides: Expr) -> bool:
        """Whether a step holds symbols without a meaning, or variables as numbers beside densities."""
        nodes = [node for side in sides for node in side.walk() if node not in self.scope.meanings]
        densities = any(isinstance(node, Density | Divergence | Elbo) for node in nodes)
        return any(
            isinstance(node, Applied | Unknown) or (densities and isinstance(node, Value)) for node in nodes
        )

    def _true(self, line: Line, sign: str, step: _Tried) -> None:
        """Record a true step, and say which key rule it uses."""
        left, right, trial = step
        line.status, line.note = "true", ""
        if sign != "=" and trial.equal:
            line.note = "both sides are equal here, so = could be written"
        elif self.bench.reading.loss and (_has_letter(left) or _has_letter(right)):
            line.note = "the letter is read as a loss, the negative ELBO"
        if self.sized:
            larger, smaller = (right, left) if sign in ("<", "<=") else (left, right)
            self.sizes.add(Relation(larger, smaller, equal=trial.equal), line)
