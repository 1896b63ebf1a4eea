"""Is a step true, and which key rule does it use? Both are decided by trying it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autograder.derivations.judging.models import MODELS, Array, World
from autograder.derivations.judging.parts import Relation, truth
from autograder.derivations.judging.values import Evaluator, Reading, Scope
from autograder.derivations.reading.syntax import Density, Expectation, Expr, is_latent

TOLERANCE = 1e-8  # relative; the sums have a dozen terms in float64
RESIDUAL = 1e-6  # relative, of a least-squares fit to relations shown earlier
DISTINCT = 12  # numbers by which two relations are told apart
MAX_SHOWN = 40  # far fewer than the equations (models) that a chance dependence would have to satisfy


@dataclass(frozen=True)
class Trial:
    """What the world in which every rule holds says of a step: the numbers are those of one small model."""

    holds: bool
    equal: bool
    left: float
    right: float


class Bench:
    """Tries steps out under one reading of a part; remembers the relations shown so far."""

    def __init__(self, reading: Reading, scope: Scope) -> None:
        self.reading, self.scope = reading, scope
        self.known: list[Relation] = []  # results that need not be shown here
        self.shown: list[Relation] = []
        self.assumed: list[Relation] = []  # what leaps and mistakes have left unshown
        self.trials = 0
        self._evaluators: dict[World, Evaluator] = {}
        self._differences: dict[tuple[World, Relation], Array | None] = {}

    def evaluator(self, world: World) -> Evaluator:
        """Return the evaluator of a world."""
        if world not in self._evaluators:
            self._evaluators[world] = Evaluator(world, self.reading, self.scope)
        return self._evaluators[world]

    def forget(self) -> None:
        """Forget all values, because a symbol has got a meaning."""
        self._evaluators.clear()
        self._differences.clear()

    def trial(self, left: Expr, sign: str, right: Expr) -> Trial | None:
        """Try a step where every rule holds; None where a side has no value there."""
        self.trials += 1
        with np.errstate(all="ignore"):
            values = self.evaluator(truth())
            one, two = np.broadcast_arrays(values.of(left), values.of(right))
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

    def explained(self, relation: Relation, worlds: Sequence[World], *, assuming: bool = False) -> bool:
        """Whether a relation holds in one of the worlds, by itself or by what is known and shown.

        With `assuming`, also of what was only assumed.
        """
        return self.follows(relation, worlds, [*self.assumed * assuming, *self.known, *self.shown])

    def follows(self, relation: Relation, worlds: Sequence[World], premises: list[Relation]) -> bool:
        """Whether a relation holds in one of the worlds, by itself or as a consequence of premises."""
        return any(self._follows(relation, premises[-MAX_SHOWN:], world) for world in worlds)

    def _follows(self, relation: Relation, shown: list[Relation], world: World) -> bool:
        with np.errstate(all="ignore"):
            due = self._difference(world, relation)
            if due is None:
                return False
            size = RESIDUAL * (1e-3 + float(np.abs(due).max()))
            if (due >= -size).all() if not relation.equal else (np.abs(due) <= size).all():
                return True
            equalities: list[Array] = []
            bounds: list[Array] = []
            for known in shown:
                for difference in self._forms(world, known):
                    (equalities if known.equal else bounds).append(difference)
            if _spanned(due, equalities, [], size):
                return True
            return not relation.equal and any(_spanned(due, equalities, [bound], size) for bound in bounds)

    def _forms(self, world: World, known: Relation) -> list[Array]:
        """Return a shown relation's difference, and its mean under q where it is about each latent."""
        forms = [self._difference(world, known)]
        values = self.evaluator(world)
        free = values.free(known.larger) | values.free(known.smaller)
        latents = [v for v in free if is_latent(v)]
        if len(latents) == 1:
            q = Density("q", (latents[0],), (self.scope.observation,))
            averaged = Relation(
                Expectation(q, None, known.larger), Expectation(q, None, known.smaller), known.equal
            )
            forms.append(self._difference(world, averaged))
        return [form for form in forms if form is not None]

    def _difference(self, world: World, relation: Relation) -> Array | None:
        """Return larger - smaller in a world, (models, ...), or None where it is not finite."""
        key = (world, relation)
        if key not in self._differences:
            values = self.evaluator(world)
            difference = values.of(relation.larger) - values.of(relation.smaller)
            self._differences[key] = difference if np.isfinite(difference).all() else None
        return self._differences[key]


def _spanned(due: Array, equalities: list[Array], bounds: list[Array], size: float) -> bool:
    """Whether `due` is a combination of equalities and, with coefficients of at least zero, of bounds."""
    columns = np.broadcast_arrays(due, *bounds, *equalities, np.empty((MODELS,) + (1,) * (due.ndim - 1)))[:-1]
    target, *others = (column.ravel() for column in columns)
    kept: dict[bytes, Array] = {}  # many relations differ by a factor only
    signs: list[float] = []  # of the bounds, which come first
    for place, column in enumerate(others):
        peak = column[np.argmax(np.abs(column))]
        if peak != 0:
            scaled = column / peak
            kind = b"bound" if place < len(bounds) else b"equality"
            kept.setdefault(kind + np.round(scaled[:DISTINCT], 7).tobytes(), scaled)
            signs += [float(np.sign(peak))] * (place < len(bounds))
    if not kept:
        return False
    matrix = np.stack(list(kept.values()), axis=1)
    found = np.linalg.lstsq(matrix, target, rcond=1e-10)[0]
    close = float(np.abs(matrix @ found - target).max()) <= size
    return close and all(c * sign >= -RESIDUAL for c, sign in zip(found, signs, strict=False))
