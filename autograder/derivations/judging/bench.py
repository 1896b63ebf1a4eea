"""Is a step true, and which key rule does it use? Both are decided by trying it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autograder.arrays import Float64
from autograder.derivations.judging.models import World
from autograder.derivations.judging.parts import Relation, truth
from autograder.derivations.judging.scope import Reading, Scope
from autograder.derivations.judging.spans import RESIDUAL, SAMPLES, Span, at_places
from autograder.derivations.judging.values import Evaluator
from autograder.derivations.judging.work import Work
from autograder.derivations.reading.syntax import Density, Expectation, Expr, is_latent

TOLERANCE = 1e-8  # relative; the sums have a dozen terms in float64


@dataclass(frozen=True)
class Trial:
    """What the world in which every rule holds says of a step: the numbers are those of one small model."""

    holds: bool
    equal: bool
    left: float
    right: float


@dataclass(frozen=True)
class _Difference:
    """The larger side of a relation minus the smaller one: at the places, and its extremes everywhere."""

    sample: Float64
    lowest: float
    highest: float


class Bench:
    """Tries steps out under one reading of a part; remembers the relations shown so far."""

    def __init__(self, reading: Reading, scope: Scope, work: Work) -> None:
        self.reading, self.scope, self.work = reading, scope, work
        self.premises: list[Relation] = []  # results that need not be shown here
        self.results: list[Relation] = []
        self.assumptions: list[Relation] = []  # what leaps and mistakes have left unshown
        self._evaluators: dict[World, Evaluator] = {}
        self._differences: dict[tuple[World, Relation], _Difference | None] = {}
        self._spans: dict[tuple[World, str], tuple[list[Relation], Span]] = {}

    def evaluator(self, world: World) -> Evaluator:
        """Return the evaluator of a world."""
        if world not in self._evaluators:
            self._evaluators[world] = Evaluator(world, self.reading, self.scope, self.work)
        return self._evaluators[world]

    def forget(self) -> None:
        """Forget all values, because a symbol has got a meaning."""
        self._evaluators.clear()
        self._differences.clear()
        self._spans.clear()
        self.work.forget()

    def trial(self, left: Expr, sign: str, right: Expr) -> Trial | None:
        """Try a step where every rule holds; None where a side has no value there."""
        with np.errstate(all="ignore"):
            values = self.evaluator(truth())
            one, two = np.broadcast_arrays(values.of(left), values.of(right))
            self.work.spend(one.size)
            finite = np.isfinite(one) & np.isfinite(two)
            if not finite.any():
                return None
            scale = TOLERANCE * (1 + np.abs(one) + np.abs(two))
            differs = finite & (np.abs(one - two) > scale)
            equal = not differs.any()
            if sign in ("<", "<="):
                wrong = finite & (one > two + scale)
            elif sign in (">", ">="):
                wrong = finite & (one < two - scale)
            else:
                wrong = differs
            at = np.unravel_index(int(np.argmax(wrong if wrong.any() else finite)), one.shape)
            return Trial(not wrong.any(), equal, float(one[at]), float(two[at]))

    def explains(self, relation: Relation, worlds: Sequence[World], *, assuming: bool = False) -> bool:
        """Whether a relation holds in one of the worlds, by itself or by what need not be shown, or was.

        With `assuming`, also of what was only assumed.
        """
        premises = [*self.assumptions * assuming, *self.premises, *self.results]
        return self.follows(relation, worlds, premises, "assuming" if assuming else "explaining")

    def follows(
        self, relation: Relation, worlds: Sequence[World], premises: list[Relation], purpose: str = ""
    ) -> bool:
        """Whether a relation holds in one of the worlds, by itself or as a consequence of premises.

        A purpose names premises that only grow, so that what they span is kept.
        """
        return any(self._follows(relation, premises, world, purpose) for world in worlds)

    def _follows(self, relation: Relation, premises: list[Relation], world: World, purpose: str) -> bool:
        with np.errstate(all="ignore"):
            due = self._difference(world, relation)
            if due is None:
                return False
            largest = max(abs(due.lowest), abs(due.highest))
            size = RESIDUAL * (1e-3 + largest)
            if largest <= size or (not relation.equal and due.lowest >= -size):
                return True
            span = self._span(premises, world, purpose)
            self.work.spend(SAMPLES * (span.basis.shape[1] + 2 * span.bounds.shape[1]))
            return span.holds(due.sample, size, equal=relation.equal)

    def _span(self, premises: list[Relation], world: World, purpose: str) -> Span:
        """Return what premises span in a world; what is kept for a purpose is only added to."""
        contents, span = self._spans.get((world, purpose), ([], Span()))
        if contents != premises[: len(contents)]:
            contents, span = [], Span()
        for premise in premises[len(contents) :]:
            for difference in self._forms(world, premise):
                self.work.spend(SAMPLES * (1 + span.basis.shape[1] + span.bounds.shape[1]))
                (span.add_equality if premise.equal else span.add_bound)(difference.sample)
        if purpose:
            self._spans[world, purpose] = (list(premises), span)
        return span

    def _forms(self, world: World, relation: Relation) -> list[_Difference]:
        """Return a shown relation's difference, and its mean under q where it is about each latent."""
        forms = [self._difference(world, relation)]
        values = self.evaluator(world)
        free = values.binding.free(relation.larger) | values.binding.free(relation.smaller)
        latents = [v for v in free if is_latent(v)]
        if len(latents) == 1:
            q = Density("q", (latents[0],), (self.scope.observation,))
            mean = Relation(
                Expectation(q, None, relation.larger), Expectation(q, None, relation.smaller), relation.equal
            )
            forms.append(self._difference(world, mean))
        return [form for form in forms if form is not None]

    def _difference(self, world: World, relation: Relation) -> _Difference | None:
        """Return larger - smaller in a world, or None where it is not finite."""
        key = (world, relation)
        if key not in self._differences:
            values = self.evaluator(world)
            difference = values.of(relation.larger) - values.of(relation.smaller)
            self.work.spend(difference.size)
            self._differences[key] = None
            if np.isfinite(difference).all():
                self.work.spend(SAMPLES, keep=True)
                lowest, highest = float(difference.min()), float(difference.max())
                self._differences[key] = _Difference(at_places(difference), lowest, highest)
        return self._differences[key]
