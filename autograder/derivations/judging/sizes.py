"""How large the true steps of a part are: which key rules each one uses, and what all of them show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from autograder.derivations.judging.bench import Bench
from autograder.derivations.judging.judgement import Judgement, Line
from autograder.derivations.judging.parts import Part, Relation
from autograder.derivations.reading.items import Item
from autograder.derivations.reading.syntax import (
    Density,
    Divergence,
    Elbo,
    Expr,
    Log,
    Number,
    Product,
    Quotient,
    negative,
)
from autograder.derivations.tex.errors import Unreadable

# What the key rules that are definitions define.
DEFINITIONS: dict[str, type[Expr]] = {"the definition of KL": Divergence, "the definition of the ELBO": Elbo}


@dataclass
class _Step:
    """A true step whose size is still to be told, or one that was told."""

    relation: Relation
    line: Line


class Sizes:
    """Tells the size of one true step after the other, by those before it and what the question gives."""

    def __init__(self, question: Part, bench: Bench, judgement: Judgement) -> None:
        self.question, self.bench, self.judgement = question, bench, judgement
        self.leaps: list[_Step] = []
        self.definition: tuple[_Step, tuple[str, ...]] | None = None  # with which a chain begins

    def add(self, relations: list[Relation], line: Line, *, legible: bool, first: bool) -> None:
        """Say which key rule a true step uses; one that needs two is a leap.

        Of a step's readings the first one counts that is no leap. Where not all lines above are `legible`,
        a step is no leap: nobody knows what those lines showed. The `first` step of a chain may be a
        definition.
        """
        for relation in relations:
            rules = self._rules(relation)
            if rules is not None and not (rules and first and self._is_bare_claim(relation)):
                self._take(_Step(relation, line), rules, first=first)
                return
        step = _Step(relations[0], line)
        self.leaps.append(step)
        if not legible:
            line.note = line.note or "its size is not judged, because a line before it cannot be read"
        elif self.bench.assumptions and self._rules(step.relation, assuming=True) is not None:
            line.note = line.note or "rests on a line above that is not shown"
        elif first and self._is_bare_claim(step.relation):
            line.status, line.note = "leap", "the result is stated here, and not derived"
        else:
            line.status, line.note = "leap", f"{' and '.join(self.question.keys)} in one step"
        self.bench.assumptions.append(step.relation)
        self._use_facts()

    def end_chain(self) -> None:
        """Forget a definition that nothing in its chain made use of."""
        self.definition = None

    def _take(self, step: _Step, rules: tuple[str, ...], *, first: bool) -> None:
        """Record a step; a rule's own statement, and a definition alone, show nothing."""
        if rules and _is_rule(step.relation):
            step.line.note = step.line.note or f"{rules[0]} itself, which a step has to use"
        elif rules and first and _is_definition(step.relation, DEFINITIONS.get(rules[0])):
            self.definition = (step, rules)
        else:
            if self.definition is not None and rules:
                definition, its_rules = self.definition
                self.definition = None
                self._record(definition, its_rules)
            self._record(step, rules)

    def _is_bare_claim(self, relation: Relation) -> bool:
        """Whether a step only restates a target before any key rule was shown by a step that uses it."""
        return not self.judgement.rules and self.restates(relation) is not None

    def restates(self, relation: Relation) -> int | None:
        """Return the target that a relation says in other words, by linear algebra alone."""
        for number, target in enumerate(self.question.targets):
            for due in target.relations:
                if (
                    due.equal == relation.equal
                    and self._implies(relation, due)
                    and self._implies(due, relation)
                ):
                    return number
        return None

    def _implies(self, premise: Relation, relation: Relation) -> bool:
        try:
            return self.bench.follows(relation, (self.question.base,), [premise])
        except Unreadable:
            return False

    def correct(self, left: Expr, right: Expr) -> None:
        """Let what follows from a bound rest on the right one: a mistake is told once."""
        for larger, smaller in ((left, right), (right, left)):
            trial = self.bench.trial(larger, ">=", smaller)
            if trial is not None and trial.holds:
                self.bench.assumptions.append(Relation(larger, smaller, equal=trial.equal))
        self._use_facts()

    def _record(self, step: _Step, rules: tuple[str, ...]) -> None:
        step.line.rules = rules
        self.judgement.rules |= dict.fromkeys(rules, True)
        self.bench.results.append(step.relation)
        self._use_facts()

    def _use_facts(self) -> None:
        """Let what follows use the facts once the first target is reached, or but for a mistake would be."""
        facts, bench = self.question.facts, self.bench
        if facts and facts[0] not in bench.premises and self._reaches(0):
            bench.premises += facts
        elif facts and bench.assumptions and facts[0] not in bench.assumptions:
            bench.assumptions += facts if self._reaches(0, bench.assumptions) else ()

    def _rules(self, relation: Relation, *, assuming: bool = False) -> tuple[str, ...] | None:
        """Return the one key rule that a step uses, none for a step that uses none, or None for a leap.

        A step may go on from what one of its sides was shown to be equal to.
        """
        for form in (relation, *self._equivalent(relation)):
            if (rules := self._rules_of(form, assuming=assuming)) is not None:
                return rules
        return None

    def _equivalent(self, relation: Relation) -> Iterator[Relation]:
        """Yield an inequality with a side put in another form that was shown to be equal to it."""
        for equation in () if relation.equal else [*self.bench.results]:
            for one, other in ((equation.larger, equation.smaller), (equation.smaller, equation.larger)):
                if equation.equal and one == relation.larger:
                    yield replace(relation, larger=other)
                if equation.equal and one == relation.smaller:
                    yield replace(relation, smaller=other)

    def _rules_of(self, relation: Relation, *, assuming: bool) -> tuple[str, ...] | None:
        if self.bench.explains(relation, (self.question.base,), assuming=assuming):
            return ()
        for rule, worlds in self.question.keys.items():
            if self.bench.explains(relation, worlds, assuming=assuming):
                return (rule,)
        return None

    def _reaches(self, target: int, assumptions: list[Relation] | None = None) -> bool:
        """Whether the lines show a target; the second one may rest on results of earlier questions."""
        premises = [*(assumptions or []), *(self.question.premises if target else ()), *self.bench.results]
        relations = self.question.targets[target].relations
        return any(self.bench.follows(r, (self.question.base,), premises) for r in relations)

    def finish(self, chains: list[list[Item]]) -> None:
        """Tell claims that are shown later from leaps, and what was reached."""
        waiting = True
        while waiting:
            waiting = False
            for step in list(self.leaps):
                rules = self._rules(step.relation)
                if rules is not None:
                    self.leaps.remove(step)
                    step.line.status, step.line.note = "true", "shown by other lines"
                    self._record(step, rules)
                    waiting = True
        expressions = [[item.options[0] for item in items if item.options] for items in chains]
        own = [chain for chain in expressions if len(chain) > 1 and not self._is_the_questions(chain)]
        self.judgement.starts = any(self._is_start(expression) for chain in own for expression in chain)
        claims = self._claims(expressions) if own else set()
        for number, target in enumerate(self.question.targets):
            rests = [step.relation for step in self.leaps] if self.judgement.count("untrue") else []
            is_reached = number in claims or self._reaches(number)
            if number and rests and not is_reached:  # but for a mistake above, which has its own price
                is_reached = self._reaches(number, rests)
            self.judgement.targets[target.words] = is_reached

    def settle(self) -> None:
        """Bring the lines into their order, and name the rules and targets that are not shown."""
        judgement = self.judgement
        judgement.lines.sort(key=lambda line: line.place)
        judgement.rules = {rule: rule in judgement.rules for rule in self.question.keys}
        judgement.targets = {t.words: judgement.targets.get(t.words, False) for t in self.question.targets}

    def _claims(self, chains: list[list[Expr]]) -> set[int]:
        """Return the targets that a chain's first expression and a later one say."""
        relations = (Relation(chain[0], other, equal=True) for chain in chains for other in chain[1:])
        return {target for relation in relations if (target := self.restates(relation)) is not None}

    def _is_the_questions(self, chain: list[Expr]) -> bool:
        """Whether a chain is one of the question's own displays."""
        if len(chain) != 2:
            return False
        one, two = chain
        relations = [Relation(a, b, equal) for a, b in ((one, two), (two, one)) for equal in (True, False)]
        definition = _is_definition(relations[0], Elbo) and self._equal(one, two)
        return definition or any(self.restates(relation) is not None for relation in relations)

    def _is_start(self, expression: Expr) -> bool:
        """Whether an expression is what the question starts from, but for its sign, or holds it."""
        nodes = (node for node in expression.walk() if isinstance(node, Divergence | Elbo | Log))
        parts = (expression, negative(expression), *nodes)
        return any(self._equal(part, start) for part in parts for start in self.question.starts)

    def _equal(self, one: Expr, other: Expr) -> bool:
        try:
            return self.bench.follows(Relation(one, other, equal=True), (self.question.base,), [])
        except Unreadable:
            return False


def _is_definition(relation: Relation, kind: type[Expr] | None) -> bool:
    """Whether a relation says what a divergence or the ELBO is, and no more."""
    sides = (relation.larger, relation.smaller)
    bare = [kind is not None and isinstance(side, kind) for side in sides]
    others = [node for side, is_bare in zip(sides, bare, strict=True) if not is_bare for node in side.walk()]
    return any(bare) and not any(isinstance(node, Elbo | Divergence) for node in others)


def _is_rule(relation: Relation) -> bool:
    """Whether a relation is about densities alone, as p(x,z) = p(x|z) p(z): a rule, and no use of it."""
    nodes = [node for side in (relation.larger, relation.smaller) for node in side.walk()]
    densities = (Density, Number, Product, Quotient)
    return relation.equal and all(isinstance(node, densities) for node in nodes)
