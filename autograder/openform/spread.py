"""The law of the width: how the spread of z goes with the second argument, measured by the grader."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from autograder.arrays import Array
from autograder.course.conventions import Scale
from autograder.findings import Mismatch
from autograder.openform.points import SCALES, meanings
from autograder.oracle.oracle import Oracle
from autograder.sandbox.outside.errors import StudentError

# Enough values to tell the laws apart by a tenth; each spread is known to 1.6 % (one sigma).
POSITIVE, NEGATIVE = (0.25, 0.5, 1.5, 2.5), (-0.5, -1.5)
ROWS, COLUMNS = 20, 100
NEAR = 0.08  # five sigma of the measurement
Draw = Callable[[Array, Array], Array]


@dataclass(frozen=True)
class Width:
    """Spreads of z by the second argument's value, NaN where there is none; and the law that they follow."""

    spreads: dict[float, float]
    law: Scale | None
    softplus: bool = False

    def __str__(self) -> str:
        """Return the spreads in words for staff."""
        return ", ".join(f"s({p:g}) = {s:.3g}" for p, s in self.spreads.items())


def measure(draw: Draw, oracle: Oracle) -> Width:
    """Measure the spread at each value; `draw` calls the sampler with mu and the argument (rows, columns)."""
    spreads = {p: s for values in (POSITIVE, NEGATIVE) for p, s in _spreads(draw, values).items()}
    laws = {scale: due(oracle, scale) for scale in SCALES}
    law = next((scale for scale in SCALES if _follows(spreads, laws[scale])), None)
    softplus = all(_is_near(spreads[p], float(np.logaddexp(0, p))) for p in (*POSITIVE, *NEGATIVE))
    return Width(spreads, law, softplus)


def _spreads(draw: Draw, values: tuple[float, ...]) -> dict[float, float]:
    argument = np.repeat(values, ROWS)[:, None] * np.ones(COLUMNS)
    try:
        z = draw(np.zeros_like(argument), argument)
    except (StudentError, Mismatch):
        return dict.fromkeys(values, float("nan"))
    if z.shape != argument.shape:
        return dict.fromkeys(values, float("nan"))
    parts = np.split(z.astype(np.float64), len(values))
    return {p: float(np.sqrt(np.mean(part**2))) for p, part in zip(values, parts, strict=True)}


def due(oracle: Oracle, scale: Scale) -> dict[float, float]:
    """Return the spread that belongs to each value by what it is taken for, NaN where there is none."""
    values = (*POSITIVE, *NEGATIVE)
    log_var = meanings(oracle, np.array(values))[scale]
    return dict(zip(values, map(float, oracle.numbers("std", log_var=log_var)["values"]), strict=True))


def _follows(spreads: dict[float, float], law: dict[float, float]) -> bool:
    """Whether spreads follow a law; that of a deviation or a variance says nothing of negatives."""
    return all(_is_near(spreads[p], s) for p, s in law.items() if not math.isnan(s))


def _is_near(observed: float, expected: float) -> bool:
    return bool(abs(observed / expected - 1) < NEAR)
