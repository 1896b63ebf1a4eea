"""The law of the width: how the spread of z goes with the second argument, measured by the grader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from autograder.arrays import Array, Float64
from autograder.course.conventions import Scale
from autograder.findings import Mismatch
from autograder.sandbox.outside.errors import StudentError

# Enough values to tell the laws apart by a tenth; each spread is known to 1.6 % (one sigma).
POSITIVE, NEGATIVE = (0.25, 0.5, 1.5, 2.5), (-0.5, -1.5)
ROWS, COLUMNS = 20, 100
NEAR = 0.08  # five sigma of the measurement
LAWS: dict[Scale, Callable[[Float64], Float64]] = {
    "log_var": lambda p: np.exp(p / 2),
    "log_std": np.exp,
    "std": np.abs,
    "var": lambda p: np.sqrt(np.abs(p)),
}
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


def measured(draw: Draw) -> Width:
    """Measure the spread at each value; `draw` calls the sampler with mu and the argument (rows, columns)."""
    spreads = {p: s for values in (POSITIVE, NEGATIVE) for p, s in _spreads(draw, values).items()}
    law = next((scale for scale in LAWS if _follows(spreads, scale)), None)
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


def _follows(spreads: dict[float, float], scale: Scale) -> bool:
    """Whether spreads follow a law; that of a standard deviation or a variance says nothing of negatives."""
    told = POSITIVE if scale in ("std", "var") else (*POSITIVE, *NEGATIVE)
    return all(_is_near(spreads[p], float(LAWS[scale](np.array(p)))) for p in told)


def _is_near(observed: float, expected: float) -> bool:
    return bool(abs(observed / expected - 1) < NEAR)
