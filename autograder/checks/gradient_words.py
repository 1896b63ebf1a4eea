"""What is wrong with a gradient through z, in the words that a student reads."""

from __future__ import annotations

import numpy as np

from autograder.arrays import Array, Float64
from autograder.course.words import Words
from autograder.findings import Mismatch


def no_effect(name: str) -> Mismatch:
    """Say that no gradient reaches a parameter."""
    return Mismatch(
        f"no gradient reaches {name}",
        f"a gradient for every element of {name}",
        "",
        "what no gradient reaches is left out, detached, turned into NumPy, or drawn with a function that "
        "gradients do not pass (such as .sample() or torch.normal)",
    )


def factor(gradient: Array, expected: Float64, tolerance: Float64) -> str:
    """Say by which factor a gradient is wrong, where that explains all of it."""
    factor = float(np.sum(gradient * expected) / np.sum(expected**2))
    fits = np.abs(gradient - factor * expected) <= max(abs(factor), 1) * tolerance
    if f"{factor:.3g}" in ("1", "0", "-0") or not fits.all():
        return ""
    return f"the gradient is {factor:.3g} times what it should be everywhere; "


def cause(words: Words, name: str) -> str:
    """Say how z must follow a parameter."""
    if name == "mu":
        return words.say("z must move exactly with {{ mu }}, each element with its own, and keep its noise")
    return words.say(
        "{{ log_var }} is {{ scale }}; the width of the noise does not follow it so, or not "
        "element by element"
    )
