"""What was observed against what a right submission gives, in the words that a student reads."""

from __future__ import annotations

import unittest
from typing import Any

import numpy as np

from autograder.arrays import Array

SHOWN_ROWS = 3


class NotRun(unittest.SkipTest):
    """The check needs something that is not there; the text says what."""


class Mismatch(AssertionError):
    """What was observed is not what a right submission gives."""

    def __init__(self, observed: str, expected: str = "", where: str = "", cause: str = "") -> None:
        lines = {"Observed": observed, "Expected": expected, "Where": where, "Likely cause": cause}
        super().__init__("\n".join(f"{title}: {text}" for title, text in lines.items() if text))


def problem_with(output: Array | str, shape: tuple[int, ...], kind: str, where: str) -> Mismatch | None:
    """Say what makes an output unfit to be judged: its kind, shape, dtype, or values."""
    wanted = f"one {kind} of shape {shape}"
    if isinstance(output, str):
        return returned(output, wanted, where)
    if output.shape != shape:
        return Mismatch(f"shape {output.shape}", wanted, where, _reduction(output.shape, shape))
    if output.dtype not in (np.float32, np.float64):
        return Mismatch(f"dtype {output.dtype}", "a floating dtype, float32 or float64", where)
    bad = np.count_nonzero(~np.isfinite(output))
    if bad:
        return Mismatch(f"{bad} of {output.size} values are nan or infinite", "finite values", where)
    return None


def returned(what: str, wanted: str, where: str) -> Mismatch:
    """Return what to say of a function that returned something else than numbers."""
    return Mismatch(f"your function returned {_article(what)}", wanted, where, _missing_return(what))


def table(observed: Array, expected: Array, wrong: Array, entry: str) -> tuple[str, str, str]:
    """Return the first wrong entries as words for Observed, Expected and Where."""
    at = list(zip(*np.nonzero(wrong), strict=True))[:SHOWN_ROWS]
    names = [entry + " " + ", ".join(str(int(i)) for i in index) for index in at]
    total = f"{np.count_nonzero(wrong)} of {wrong.size} wrong; first: {'; '.join(names)}"
    return _numbers(observed, at), _numbers(expected, at), total


def _numbers(array: Array, at: list[tuple[Any, ...]]) -> str:
    return ", ".join(f"{float(array[index]):.6g}" for index in at)


def _article(output: str) -> str:
    return f"a {output}" if output.isidentifier() and output not in ("None", "nothing") else output


def _missing_return(output: str) -> str:
    if output == "None":
        return "the function has no return statement on the way it took"
    if output == "nothing":
        return "the last line that the function runs has no value; end with the result, or return it"
    if output.startswith("a tuple"):
        return "return the result alone, not together with other values"
    if output == "list":
        return "the result was turned into a list, as by .tolist()"
    return ""


def _reduction(observed: tuple[int, ...], expected: tuple[int, ...]) -> str:
    if observed == ():
        return "it adds up or averages over the batch as well; keep one value for each example"
    if observed[:1] == expected and len(observed) == 2:
        return "it has one axis too many; reduce over the last axis without keeping it"
    if observed == expected[::-1]:
        return "it is transposed; the batch comes first"
    return ""
