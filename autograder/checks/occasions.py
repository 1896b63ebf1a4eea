"""The noise on other occasions than the large case: at tiny and odd shapes, and for another caller.

A right sampler follows the same laws whatever the batch and the latent dimensions, in either dtype, where
gradients are recorded or not, and as late as one asks. Which of its laws is looked at, where: `LAWS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from autograder.arrays import Float64
from autograder.checks import laws
from autograder.sandbox.outside.call import Caller

TINY, ROW, COLUMN, ODD = "tiny", "one row", "one dimension", "odd"
WIDE, NARROW = "wide", "narrow"
DTYPE, LATE = "other dtype", "late"
# How else a caller of tensors may ask, in the words of `Call`.
SHAPE_DRAWS = 50_000
CALLERS: tuple[Caller, ...] = ("no_grad", "requires_grad", "same")


def _pairs(e: Float64) -> float:
    """Bound on the p-value of the most correlated pair of elements within a call."""
    return laws.pairs(e.reshape(len(e), -1), 1)


def _whole(e: Float64) -> float:
    """Bound on the p-value of spread, shape and copies together; the shape on the last draws alone."""
    shape = laws.kolmogorov_smirnov(np.ravel(e)[-SHAPE_DRAWS:])
    return min(1.0, 2 * min(laws.variance(e), shape), laws.copies(e))


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
    **{occasion: {"whole": _whole} for occasion in (WIDE, DTYPE, *CALLERS, LATE)},
}
LAWS = tuple(f"{occasion}: {law}" for occasion, of in OF.items() for law in of)


def p_values(occasion: str, e: Float64) -> dict[str, float]:
    """Return the p-values of an occasion's laws on standardised noise (calls, batch, latent)."""
    return {f"{occasion}: {law}": p_value(e) for law, p_value in OF[occasion].items()}
