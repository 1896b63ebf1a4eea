"""What was observed against what a right submission gives: data, and the one way to write it as text."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.arrays import Array
from autograder.errors import AutograderError

MAX_ENTRIES = 3
PARTS = ("observed", "expected", "where", "cause")
COLUMNS = ("observed", "expected", "off by")


class NotRun(AutograderError):
    """The check needs something that is not there; the text says what."""


@dataclass(frozen=True)
class Entry:
    """One wrong entry of an array: where it stands, what is there and what should be."""

    index: tuple[int, ...]
    observed: float
    expected: float

    @property
    def cells(self) -> tuple[str, ...]:
        """The entry as a table's row: index, observed, expected, off by."""
        index = ", ".join(map(str, self.index))
        return (
            index,
            f"{self.observed:.6g}",
            f"{self.expected:.6g}",
            f"{self.observed - self.expected:+.3g}",
        )


@dataclass(frozen=True)
class Table:
    """The first wrong entries of an array, of `size` entries of which `wrong` are wrong.

    `axis` says what an index counts: an example, an element.
    """

    axis: str
    entries: tuple[Entry, ...]
    wrong: int
    size: int

    @classmethod
    def of(cls, observed: Array, expected: Array, wrong: Array, axis: str) -> Table:
        """Return the table of two arrays of one shape, with a mask of the entries that are wrong."""
        indices = [tuple(map(int, index)) for index in zip(*np.nonzero(wrong), strict=True)]
        entries = [Entry(i, float(observed[i]), float(expected[i])) for i in indices[:MAX_ENTRIES]]
        return cls(axis, tuple(entries), len(indices), wrong.size)

    @property
    def count(self) -> str:
        """How many entries are wrong, in words."""
        some = f"; the first {len(self.entries)}:" if self.wrong > len(self.entries) else ":"
        return f"{self.wrong} of {self.size} {self.axis}s{some}"

    @property
    def head(self) -> tuple[str, ...]:
        """The columns' titles."""
        return (self.axis, *COLUMNS)

    @property
    def text(self) -> str:
        """The entries below their titles, aligned."""
        return text_table([self.head, *(entry.cells for entry in self.entries)])

    @property
    def json(self) -> dict[str, Any]:
        """The table as JSON holds it: its head, its rows as text, and the counts."""
        rows = [entry.cells for entry in self.entries]
        return {"head": self.head, "rows": rows, "wrong": self.wrong, "size": self.size}


class Mismatch(AutograderError):
    """What was observed is not what a right submission gives; a table shows it entry by entry."""

    def __init__(
        self, observed: str, expected: str = "", where: str = "", cause: str = "", table: Table | None = None
    ) -> None:
        super().__init__(observed, expected, where, cause, table)
        self.observed = f"{observed} {table.count}" if table else observed
        self.expected, self.where, self.cause, self.table = expected, where, cause, table
        self.others: tuple[Mismatch, ...] = ()

    def __str__(self) -> str:
        """Return the lines of text: observed, with the table below, expected, where, likely cause."""
        observed = f"{self.observed}\n{self.table.text}" if self.table else self.observed
        lines = (
            ("Observed", observed),
            ("Expected", self.expected),
            ("Where", self.where),
            ("Likely cause", self.cause),
        )
        own = [f"{title}: {text}" for title, text in lines if text]
        return "\n".join([*own, *map(str, self.others)])

    def without_causes(self) -> Mismatch:
        """Return the same without likely causes, for what a diagnosis explains."""
        bare = copy.copy(self)
        bare.cause, bare.others = "", tuple(other.without_causes() for other in self.others)
        return bare

    @property
    def json(self) -> list[dict[str, Any]]:
        """This mismatch and the others as JSON holds them: their parts, without those that are empty."""
        parts = {name: getattr(self, name) for name in PARTS}
        parts |= {"table": self.table.json if self.table else None}
        own = {name: part for name, part in parts.items() if part}
        return [own, *(part for other in self.others for part in other.json)]


def together(mismatches: Sequence[Mismatch]) -> Mismatch:
    """Return one mismatch that says all of some: part by part, or one by one where numbers are shown."""
    if any(mismatch.table for mismatch in mismatches):
        first, *others = mismatches
        first.others = tuple(others)
        return first
    parts = [dict.fromkeys(getattr(mismatch, part) for mismatch in mismatches) for part in PARTS]
    observed, expected, where, cause = ("; ".join(filter(None, texts)) for texts in parts)
    return Mismatch(observed, expected, where, cause)


def text_table(rows: Sequence[Sequence[str]]) -> str:
    """Return the lines of a table, each column as wide as its widest cell and set to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    cells = ([cell.rjust(width) for cell, width in zip(row, widths, strict=True)] for row in rows)
    return "\n".join("  " + "  ".join(row) for row in cells)


def problem_with(output: Array | str, shape: tuple[int, ...], kind: str, where: str) -> Mismatch | None:
    """Say what makes an output unfit to be judged: its kind, shape, dtype, or values."""
    if (problem := problem_of_form(output, shape, kind, where)) or isinstance(output, str):
        return problem
    if bad := np.count_nonzero(~np.isfinite(output)):
        return Mismatch(f"{bad} of {output.size} values are nan or infinite", "finite values", where)
    return None


def problem_of_form(output: Array | str, shape: tuple[int, ...], kind: str, where: str) -> Mismatch | None:
    """Say what makes an output unfit to be judged whatever its values: its kind, shape or dtype."""
    expected = f"one {kind} of shape {shape}"
    if isinstance(output, str):
        return wrong_return(output, expected, where)
    if output.shape != shape:
        return Mismatch(f"shape {output.shape}", expected, where, _reduction(output.shape, shape))
    if output.dtype not in (np.float32, np.float64):
        return Mismatch(f"dtype {output.dtype}", "a floating dtype, float32 or float64", where)
    return None


def wrong_return(what: str, expected: str, where: str) -> Mismatch:
    """Return what to say of a function that returned something else than numbers."""
    return Mismatch(f"your function returned {_article(what)}", expected, where, _missing_return(what))


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
