"""What is wrong with the noise of some elements, or on some occasion, in the words that a student reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from autograder.arrays import Float64
from autograder.checks import laws, occasions, power, shares
from autograder.checks.noise import Verdict
from autograder.course.words import Words
from autograder.findings import Mismatch

FRESH = "noise of its own for every element of every call, whoever calls and at any size"
PLACES = {
    occasions.TINY: "at a small size",
    occasions.ROW: "for a batch of one",
    occasions.COLUMN: "with one latent dimension",
    occasions.ODD: "at an odd number of elements",
    occasions.WIDE: "where {{ log_var }} asks for much",
    occasions.NARROW: "where {{ log_var }} asks for very little",
    occasions.DTYPE: "in the other dtype",
    "no_grad": "under torch.no_grad()",
    "requires_grad": "where the inputs require gradients",
    "same": "where the same tensors are handed in again",
    occasions.LATE: "late, after many calls",
}


def mismatch(verdict: Verdict, level: float, words: Words) -> Mismatch:
    """Say what was seen first of what the laws of elements and occasions reject."""
    law = next(law for law in (*shares.SINGLE, *occasions.LAWS) if law in verdict.rejections)
    if law in shares.SINGLE:
        return _OF[law](verdict.first.noise, level)
    occasion, _, of = law.partition(": ")
    e = verdict.occasions[occasion]
    if occasion == occasions.LATE and of in shares.SINGLE:
        e = min(occasions.ends(e), key=occasions.SINGLE[of])
    finding = _OF[of](e, level)
    place = words.say(PLACES[occasion])
    observed = f"{place}, {words.say(finding.observed)}"
    return Mismatch(observed, finding.expected, finding.where, words.say(finding.cause))


def _elements(e: Float64, level: float) -> Mismatch:  # noqa: ARG001 - all have one signature
    """Name the element that varies least likely, and its row or dimension where all of that do."""
    squares = np.sum(e * e, axis=0)
    far = np.abs(np.log(squares / len(e) + np.finfo(float).tiny))
    row, column = np.unravel_index(np.argmax(far), far.shape)
    spread = float(np.sqrt(squares[row, column] / len(e)))
    return Mismatch(
        f"over {len(e)} calls, element ({row}, {column}) of z spreads {spread:.3g} times as "
        "widely as asked for",
        FRESH,
        _shape(e),
        f"noise for a part of z only; row {row} and latent dimension {column} are worth a look",
    )


def _extremes(axis: int) -> Callable[[Float64, float], Mismatch]:
    def describe(e: Float64, level: float) -> Mismatch:  # noqa: ARG001 - all have one signature
        largest = np.abs(e).max(axis=tuple(i for i in range(3) if i != axis))
        far = np.abs(largest - np.median(largest))
        at, kind = int(np.argmax(far)), ("row", "latent dimension")[axis - 1]
        return Mismatch(
            f"of {e.size // largest.size:,} draws of {kind} {at}, the largest lies {largest[at]:.3g} "
            "standard deviations out",
            f"about {np.median(largest):.3g}, as in the others",
            _shape(e),
            f"the noise of this {kind} is clipped, narrower or wider, or follows another law",
        )

    return describe


def _pairs(axis: int) -> Callable[[Float64, float], Mismatch]:
    def describe(e: Float64, level: float) -> Mismatch:
        slices = np.moveaxis(e, axis, 0).reshape(e.shape[axis], -1)
        correlations = np.triu(np.corrcoef(slices), 1)
        first, second = np.unravel_index(np.argmax(np.abs(correlations)), correlations.shape)
        chance = power.min_effect_pairs(e.size, len(slices), level, 0.5)
        kind = ("rows", "latent dimensions")[axis - 1]
        return Mismatch(
            f"{kind} {first} and {second} have noise with a correlation of {correlations[first, second]:.3g}",
            f"0; by chance {chance:.2g} at most",
            _shape(e),
            "noise that some of them share, repeat or mirror",
        )

    return describe


def _entries(e: Float64, level: float) -> Mismatch:
    return Mismatch(
        f"over {len(e):,} calls, the noise departs from normal noise by {laws.distance(e):.3g} (the largest "
        "distance of distribution functions)",
        f"by chance {power.min_effect_kolmogorov_smirnov(e.size, level, 1.0):.2g} at most",
        _shape(e),
        "noise that depends on the size, or is scaled, centred or replaced at small ones",
    )


def _norms(e: Float64, level: float) -> Mismatch:  # noqa: ARG001 - all have one signature
    squares = np.sum(e * e, axis=(1, 2))
    return Mismatch(
        f"over {len(e):,} calls, the squares of a call's noise add up to {squares.mean():.3g} on average, "
        f"with a standard deviation of {squares.std():.3g}",
        f"{e[0].size} on average, with a standard deviation of {np.sqrt(2 * e[0].size):.3g}",
        _shape(e),
        "noise that is scaled or centred by its own mean, standard deviation or length",
    )


def _elements_in_pairs(e: Float64, level: float) -> Mismatch:
    correlations = np.triu(np.corrcoef(e.reshape(len(e), -1), rowvar=False), 1)
    worst = np.unravel_index(np.argmax(np.abs(correlations)), correlations.shape)
    chance = power.min_effect_pairs(e.size, e[0].size, level, 0.5)
    return Mismatch(
        f"over {len(e):,} calls, two elements of z have noise that correlates by {correlations[worst]:.3g}",
        f"0; by chance {chance:.2g} at most",
        _shape(e),
        "noise that elements share or mirror, or that is centred within a call",
    )


def _copies(e: Float64, level: float) -> Mismatch:  # noqa: ARG001 - all have one signature
    distinct = len(np.unique(e.reshape(len(e), -1), axis=0))
    return Mismatch(
        f"of {len(e):,} calls, only {distinct:,} give noise of their own",
        FRESH,
        _shape(e),
        "a seed that is set inside and takes few values, or noise that is kept and used again",
    )


def _excess(e: Float64, level: float) -> Mismatch:  # noqa: ARG001 - all have one signature
    spread = float(np.sqrt(np.mean(e * e)))
    return Mismatch(
        f"samples spread {spread:.3g} times as widely as {{{{ log_var }}}} says",
        "1 at most, with room for what is added for safety",
        _shape(e),
        "{{ log_var }} is clamped, or the spread has a floor",
    )


def _whole(e: Float64, level: float) -> Mismatch:
    if laws.copies(e) < 1:
        return _copies(e, level)
    chance = np.sqrt(np.log(4 / level) / e.size)
    spread = float(np.sqrt(np.mean(e * e)))
    if abs(spread - 1) > chance:
        return Mismatch(
            f"samples spread {spread:.4g} times as widely as {{{{ log_var }}}} says",
            f"1, within {chance:.2g}",
            _shape(e),
            "noise that depends on how the function is called, or {{ log_var }} is clamped",
        )
    return _elements(e, level) if laws.elements(e) < level / 2 else _entries(e, level / 4)


_OF: Mapping[str, Callable[[Float64, float], Mismatch]] = {
    "elements": _elements,
    "extremes of rows": _extremes(1),
    "extremes of dimensions": _extremes(2),
    "pairs of rows": _pairs(1),
    "pairs of dimensions": _pairs(2),
    "entries": _entries,
    "norms": _norms,
    "pairs": _elements_in_pairs,
    "copies": _copies,
    "whole": _whole,
    "excess": _excess,
}


def _shape(e: Float64) -> str:
    return f"a batch of {e.shape[1]}, {e.shape[2]} latent dimensions"
