"""A part's verdicts: one for each line, what was reached, and which key rules were shown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from autograder.derivations.causes import likely_cause
from autograder.derivations.chains import Chain, Link, chains
from autograder.derivations.document import Display
from autograder.derivations.errors import Unreadable
from autograder.derivations.parts import Part, Relation, part
from autograder.derivations.readings import readings
from autograder.derivations.steps import Bench, Trial
from autograder.derivations.syntax import (
    Applied,
    Density,
    Divergence,
    Elbo,
    Expr,
    Log,
    Unknown,
    Value,
    negative,
)
from autograder.derivations.values import Reading, Scope

Status = Literal["true", "untrue", "leap", "unread", "definition", "remark", "start"]
MAX_LINES = 150  # of a part; a full derivation has some ten
MAX_CAUSES = 10  # of a part; where more is wrong, hints do not help
SIGNS = {"<=": "<=", ">=": ">=", "<": "<", ">": ">", "=": "=", ":=": "="}


@dataclass
class Line:
    """The verdict on one expression and the relation that leads to it."""

    number: int
    source: str
    status: Status
    note: str = ""
    rules: tuple[str, ...] = ()
    numbers: tuple[float, float] | None = None
    place: int = 0  # in the text


@dataclass
class Judgement:
    """What a part shows."""

    number: str
    lines: list[Line] = field(default_factory=list)
    starts: bool = False
    reached: dict[str, bool] = field(default_factory=dict)
    shown: dict[str, bool] = field(default_factory=dict)

    def count(self, status: Status) -> int:
        """Return how many lines have a status."""
        return sum(line.status == status for line in self.lines)


@dataclass
class _Item:
    """A link with the ways to read it."""

    link: Link
    options: list[Expr] = field(default_factory=list)
    problem: str = ""


@dataclass
class _Step:
    """A true step whose size is still to be told, or one that was told."""

    relation: Relation
    line: Line


def judge(number: str, displays: list[Display]) -> Judgement:
    """Judge a part's displays under the reading that makes most of its steps true."""
    parsed = [(chain, [_read(link) for link in chain.links]) for chain in chains(displays)]
    items = [item for _, chain in parsed for item in chain]
    if len(items) > MAX_LINES:
        raise Unreadable(
            f"Part {number} has {len(items)} formulas; at most {MAX_LINES} are read. Leave out the rest."
        )
    nodes = (node for item in items for option in item.options for node in option.walk())
    applied = {node.name for node in nodes if isinstance(node, Applied)}
    for item in items:
        item.options = [_applied(option, applied) for option in item.options]
    scope = Scope(option for item in items for option in item.options[:1])
    question = part(number, scope)
    candidates = question.readings
    if applied:
        candidates = tuple(replace(r, convex=convex) for r in candidates for convex in (True, False))
    if any(_has_letter(option) for item in items for option in item.options):
        candidates += tuple(replace(reading, loss=True) for reading in candidates)
    best: _Run | None = None
    for reading in candidates:
        run = _Run(question, reading, scope, parsed, sized=False)
        if best is None or run.wrong < best.wrong:
            best = run
        if best.wrong == 0:
            break
    assert best is not None
    return _Run(question, best.bench.reading, scope, parsed, sized=True).judgement


def _read(link: Link) -> _Item:
    if link.problem:
        return _Item(link, problem=link.problem)
    if not link.lexemes:
        return _Item(link, problem="nothing stands here")
    try:
        return _Item(link, readings(link.lexemes))
    except Unreadable as error:
        return _Item(link, problem=str(error))


def _has_letter(expression: Expr) -> bool:
    return any(isinstance(node, Elbo) and node.letter for node in expression.walk())


def _applied(expression: Expr, names: set[str]) -> Expr:
    """Read f(x) as f of the number x where f is a function of anything elsewhere: f(E[x]) <= E[f(x)]."""
    for node in list(expression.walk()):
        if isinstance(node, Unknown) and node.name in names and len(node.variables) == 1:
            expression = expression.rebuilt(node, Applied(node.name, Value(node.variables[0])))
    return expression


class _Run:
    """One pass over a part under one reading."""

    def __init__(
        self,
        question: Part,
        reading: Reading,
        scope: Scope,
        parsed: list[tuple[Chain, list[_Item]]],
        *,
        sized: bool,
    ) -> None:
        self.question, self.scope, self.sized = question, scope, sized
        self.bench = Bench(reading, scope)
        self.bench.known += question.given
        scope.meanings.clear()
        self.judgement = Judgement(question.number)
        self.unshown: list[_Step] = []
        self.steps: list[_Step] = []
        for chain, items in parsed:
            self._chain(chain, items)
        if sized:
            self._finish(parsed)

    @property
    def wrong(self) -> int:
        """How many steps are not true, or cannot be evaluated, under this reading."""
        return self.judgement.count("untrue") + self.judgement.count("unread")

    def _chain(self, chain: Chain, items: list[_Item]) -> None:
        good: list[
            tuple[int, list[Expr]]
        ] = []  # the readable expressions so far, with their readings that hold
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
                good.append((place, item.options))
            elif not good:
                line.status = "unread" if broken else "start"
                line.note = "the left side is not there" if not broken else "the left side cannot be read"
                good.append((place, item.options))
            elif self._defines(link, good[-1][1], item.options):
                line.status = "definition"
                good.append((place, item.options))
            else:
                lefts = [good[-1][1]]
                if bounded or self._last_wrong():
                    lefts += [options for _, options in reversed(good[:-1])]
                self._step(line, link, lefts, item, broken, good, place)
                broken = False
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

    def _step(
        self, line: Line, link: Link, lefts: list[list[Expr]], item: _Item, broken: bool,
        good: list[tuple[int, list[Expr]]], place: int,
    ) -> None:  # fmt: skip
        """Judge one step: its truth, then its size."""
        sign = SIGNS[link.relation]
        failed: tuple[Expr, Expr, Trial] | None = None
        for options in lefts:
            holding: list[tuple[Expr, Expr, Trial]] = []
            for right in item.options:
                for left in options:
                    try:
                        trial = self.bench.trial(left, sign, right)
                    except Unreadable as error:
                        line.status, line.note = "unread", str(error)
                        continue
                    if trial is None:
                        line.status, line.note = (
                            "unread",
                            "a side has no value (the logarithm of a negative number?)",
                        )
                    elif trial.holds:
                        holding.append((left, right, trial))
                    else:
                        failed = failed or (left, right, trial)
            if holding:
                rights = [right for _, right, _ in holding]
                good.append((place, [o for o in item.options if o in rights]))
                self._true(line, sign, holding[0])
                return
        good.append((place, item.options))
        if failed is None:
            line.status = "unread"
        elif isinstance(failed[0], Density) and isinstance(failed[1], Density):
            line.status, line.note = "remark", "a condition on two densities"
        elif broken or self._has_unknown(failed[0], failed[1]):
            line.status = "unread"
            line.note = (
                "a line before it cannot be read, so this step is not judged" if broken
                else "a symbol in it has no meaning that the reader knows; define it in a line of its own"
            )  # fmt: skip
        else:
            left, right, trial = failed
            line.status, line.numbers = "untrue", (trial.left, trial.right)
            if self.sized:
                if self.wrong < MAX_CAUSES:
                    line.note = likely_cause(self.bench, left, sign, right)
                self._correct(left, right)

    def _correct(self, left: Expr, right: Expr) -> None:
        """Let what follows from a bound rest on the right one: a mistake is told once."""
        for larger, smaller in ((left, right), (right, left)):
            trial = self.bench.trial(larger, ">=", smaller)
            if trial is not None and trial.holds:
                self.bench.assumed.append(Relation(larger, smaller, equal=trial.equal))
        self._use_facts()

    def _has_unknown(self, *sides: Expr) -> bool:
        """Whether a step holds symbols without a meaning, or variables as numbers beside densities."""
        nodes = [node for side in sides for node in side.walk() if node not in self.scope.meanings]
        densities = any(isinstance(node, Density | Divergence | Elbo) for node in nodes)
        return any(
            isinstance(node, Applied | Unknown) or (densities and isinstance(node, Value)) for node in nodes
        )

    def _true(self, line: Line, sign: str, step: tuple[Expr, Expr, Trial]) -> None:
        """Record a true step, and say which key rule it uses."""
        left, right, trial = step
        line.status = "true"
        if sign != "=" and trial.equal:
            line.note = "both sides are equal here, so = could be written"
        elif self.bench.reading.loss and (_has_letter(left) or _has_letter(right)):
            line.note = "the letter is read as a loss, the negative ELBO"
        if not self.sized:
            return
        larger, smaller = (right, left) if sign in ("<", "<=") else (left, right)
        found = _Step(Relation(larger, smaller, equal=trial.equal), line)
        rules = self._rules(found.relation)
        if rules is not None:
            self._record(found, rules)
            return
        self.unshown.append(found)
        if self._rules(found.relation, assuming=True) is not None:
            line.note = line.note or "rests on a line above that is not shown"
        else:
            line.status, line.note = "leap", f"{' and '.join(self.question.keys)} in one step"
        self.bench.assumed.append(found.relation)
        self._use_facts()

    def _record(self, step: _Step, rules: tuple[str, ...]) -> None:
        step.line.rules = rules
        self.judgement.shown |= dict.fromkeys(rules, True)
        self.bench.shown.append(step.relation)
        self.steps.append(step)
        self._use_facts()

    def _use_facts(self) -> None:
        """Let what follows use the facts once the first target is reached, or but for a mistake would be."""
        facts, bench = self.question.facts, self.bench
        if facts and facts[0] not in bench.known and self._reaches(0):
            bench.known += facts
        elif facts and facts[0] not in bench.assumed and bench.assumed and self._reaches(0, bench.assumed):
            bench.assumed += facts

    def _rules(self, relation: Relation, *, assuming: bool = False) -> tuple[str, ...] | None:
        """Return the one key rule that a step uses, none for a step that uses none, or None for a leap."""
        if self.bench.explained(relation, (self.question.base,), assuming=assuming):
            return ()
        for rule, worlds in self.question.keys.items():
            if self.bench.explained(relation, worlds, assuming=assuming):
                return (rule,)
        return None

    def _reaches(self, target: int, assumed: list[Relation] | None = None) -> bool:
        """Whether the lines show a target; the second one may rest on results of earlier questions."""
        premises = [*(assumed or []), *(self.question.given if target else ()), *self.bench.shown]
        relations = self.question.targets[target].relations
        return any(self.bench.follows(r, (self.question.base,), premises) for r in relations)

    def _finish(self, parsed: list[tuple[Chain, list[_Item]]]) -> None:
        """Tell claims that are shown later from leaps, and what was reached."""
        waiting = True
        while waiting:
            waiting = False
            for step in list(self.unshown):
                rules = self._rules(step.relation)
                if rules is not None:
                    self.unshown.remove(step)
                    step.line.status, step.line.note = "true", "shown by other lines"
                    self._record(step, rules)
                    waiting = True
        judgement = self.judgement
        judgement.lines.sort(key=lambda line: line.place)
        judgement.shown = {rule: rule in judgement.shown for rule in self.question.keys}
        judgement.reached = {t.words: self._reaches(n) for n, t in enumerate(self.question.targets)}
        chains_read = ([item for item in items if item.options] for _, items in parsed)
        judgement.starts = any(
            self._is_start(item.options[0]) for items in chains_read if len(items) > 1 for item in items
        )

    def _is_start(self, expression: Expr) -> bool:
        """Whether an expression is what the question starts from, but for its sign, or holds it."""
        named = (node for node in expression.walk() if isinstance(node, Divergence | Elbo | Log))
        parts = (expression, negative(expression), *named)
        return any(self._equal(part, start) for part in parts for start in self.question.starts)

    def _equal(self, one: Expr, other: Expr) -> bool:
        try:
            return self.bench.follows(Relation(one, other, equal=True), (self.question.base,), [])
        except Unreadable:
            return False
