"""The noise on other occasions than the large case: at tiny and odd shapes, and for another caller.

A right sampler follows the same laws whatever the batch and the latent dimensions, in either dtype, where
gradients are recorded or not, and as late as one asks. Which of its laws is looked at, where: `LAWS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from autograder.arrays import Float64
from autograder.checks import laws
from autograder.sandbox.outside.call import Caller

TINY, ROW, COLUMN, ODD = "tiny", "one row", "one dimension", "odd"
WIDE, NARROW = "wide", "narrow"
DTYPE, LATE = "other dtype", "late"
SHAPE_DRAWS = 50_000  # on which the shape is looked at, the last ones
LAST_CALLS, LAST_DRAWS = 4, 10_000  # the least that single elements, rows and dimensions are late judged on
# How else a caller of tensors may ask, in the words of `Call`.
REQUIRES_GRAD: Caller = "requires_grad"
CALLERS: tuple[Caller, ...] = ("no_grad", REQUIRES_GRAD, "same")


# Laws of single elements, rows and dimensions, which the large case is judged by as well.
SINGLE: Mapping[str, Callable[[Float64], float]] = {
    "elements": laws.elements,
    "extremes of rows": partial(laws.extremes, axis=1),
    "extremes of dimensions": partial(laws.extremes, axis=2),
    "pairs of rows": partial(laws.pairs, axis=1),
    "pairs of dimensions": partial(laws.pairs, axis=2),
}


def _pairs(e: Float64) -> float:
    """Bound on the p-value of the most correlated pair of elements within a call."""
    return laws.pairs(e.reshape(len(e), -1), 1)


def _range(e: Float64) -> float:
    """Bound on the p-value of spread, shape and copies together; the shape on the last draws alone."""
    shape = laws.kolmogorov_smirnov(np.ravel(e)[-SHAPE_DRAWS:])
    return min(1.0, 2 * min(laws.variance(e), shape), laws.copies(e))


def _whole(e: Float64) -> float:
    """The same with the spread of each element."""
    return min(1.0, 2 * min(_range(e), laws.elements(e)))


def ends(e: Float64) -> list[Float64]:
    """Return the last calls, and more of them where a call gives few numbers.

    What goes wrong among many shows best where all of it is wrong.
    """
    more = LAST_DRAWS // e[0].size
    return [e[-LAST_CALLS:], *([e[-more:]] if more > LAST_CALLS else [])]


def _at_last(law: Callable[[Float64], float]) -> Callable[[Float64], float]:
    """Return a law on the last calls: the most unlikely end, times their number."""

    def p_value(e: Float64) -> float:
        values = [law(end) for end in ends(e)]
        return min(1.0, len(values) * min(values))

    return p_value


OF: Mapping[str, Mapping[str, Callable[[Float64], float]]] = {
    TINY: {
        "entries": laws.kolmogorov_smirnov,
        "norms": laws.norms,
        "pairs": _pairs,
        "copies": laws.copies,
    },
    ODD: {"elements": laws.elements},
    NARROW: {"excess": laws.excess},
    **{occasion: {"whole": _whole, "pairs": _pairs} for occasion in (ROW, COLUMN)},
    WIDE: {"whole": _range},
    **{occasion: {"whole": _whole} for occasion in (DTYPE, *CALLERS)},
    LATE: {"whole": _whole} | {law: _at_last(p_value) for law, p_value in SINGLE.items()},
}
LAWS = tuple(f"{occasion}: {law}" for occasion, of in OF.items() for law in of)


def p_values(occasion: str, e: Float64) -> dict[str, float]:
    """Return the p-values of an occasion's laws on standardised noise (calls, batch, latent)."""
    return {f"{occasion}: {law}": p_value(e) for law, p_value in OF[occasion].items()}
