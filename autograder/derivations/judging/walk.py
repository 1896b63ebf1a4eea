"""One pass over a part under one reading: each chain's steps, from one expression to the next."""

from __future__ import annotations

from dataclasses import replace

from autograder.derivations.judging import queries
from autograder.derivations.judging.bench import Bench
from autograder.derivations.judging.judgement import Judgement, Line
from autograder.derivations.judging.parts import Part
from autograder.derivations.judging.place import Place
from autograder.derivations.judging.scope import Reading, Scope
from autograder.derivations.judging.sizes import Sizes
from autograder.derivations.judging.steps import Steps
from autograder.derivations.judging.work import Exhausted, Work
from autograder.derivations.reading.chains import Chain, Link
from autograder.derivations.reading.items import Derivation, Item
from autograder.derivations.reading.syntax import (
    Density,
    Expr,
    Unknown,
    Value,
)

TOO_MUCH = "the limit of work for a part is reached; a person will judge this line"


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
        self.scope = scope
        self.bench = Bench(reading, scope, work)
        self.bench.premises += question.premises
        scope.meanings.clear()
        self.judgement = Judgement(question.number)
        self.sizes = Sizes(question, self.bench, self.judgement)
        self.steps = Steps(self.bench, self.judgement, self.sizes if with_sizes else None)
        self.condition = False  # whether the chain before is one, rather than a statement
        for chain, items in derivation.chains:
            self._chain(chain, items)
        if with_sizes:
            self._finish(derivation)

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
            options = self.steps.judge(place, line, item)
            if options:
                place.good.append(options)
                place.broken = False
            else:
                place.broken = True
            if options and line.status not in ("untrue", "unread"):
                place.right.append(options)

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
