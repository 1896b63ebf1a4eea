"""A mismatch keeps its data until it is written, once: as text, as JSON and on the page."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.arrays import Array
from autograder.findings import Entry, Mismatch, Table, problem_with, together

OBSERVED, EXPECTED = np.array([[1.0, 2.5], [np.nan, 1234567.0]]), np.array([[1.0, 2.0], [3.0, -4.0]])
TABLE = Table.of(OBSERVED, EXPECTED, OBSERVED != EXPECTED, "element")


def test_a_table_keeps_the_entries() -> None:
    """As numbers: index, observed, expected."""
    assert TABLE.entries[0] == Entry((0, 1), 2.5, 2.0)
    assert [entry.index for entry in TABLE.entries] == [(0, 1), (1, 0), (1, 1)]
    assert (TABLE.wrong, TABLE.size) == (3, 4)


def test_a_mismatch_is_written_as_an_aligned_table() -> None:
    """Index, observed, expected, off by; the columns end where their titles or widest cells do."""
    mismatch = Mismatch("wrong values in", where="here", cause="a slip", table=TABLE)
    assert str(mismatch).split("\n") == [
        "Observed: wrong values in 3 of 4 elements:",
        "  element     observed  expected     off by",
        "     0, 1          2.5         2       +0.5",
        "     1, 0          nan         3       +nan",
        "     1, 1  1.23457e+06        -4  +1.23e+06",
        "Where: here",
        "Likely cause: a slip",
    ]


def test_only_the_first_entries_are_shown_and_all_are_counted() -> None:
    """A page of numbers tells nobody anything."""
    table = Table.of(np.ones(7), np.zeros(7), np.ones(7, dtype=bool), "example")
    assert table.count == "7 of 7 examples; the first 3:"
    assert len(table.entries) == 3


def test_json_holds_the_parts_that_there_are() -> None:
    """With the table as head and rows."""
    (plain,) = Mismatch("0.5", "1").json
    assert plain == {"observed": "0.5", "expected": "1"}
    (finding,) = Mismatch("wrong values in", table=TABLE).json
    assert finding["table"]["head"] == ("element", "observed", "expected", "off by")
    assert finding["table"]["rows"][0] == ("0, 1", "2.5", "2", "+0.5")
    assert (finding["table"]["wrong"], finding["table"]["size"]) == (3, 4)


def test_mismatches_in_words_become_one() -> None:
    """Part by part, each thing said once."""
    both = together([Mismatch("no mu", "a gradient", "here"), Mismatch("no log_var", "a gradient", "here")])
    assert str(both) == "Observed: no mu; no log_var\nExpected: a gradient\nWhere: here"


def test_mismatches_with_numbers_stand_one_below_the_other() -> None:
    """A table belongs to one of them."""
    both = together([Mismatch("moves in", table=TABLE), Mismatch("nothing moves")])
    assert str(both).endswith("+1.23e+06\nObserved: nothing moves")
    assert [part["observed"] for part in both.json] == ["moves in 3 of 4 elements:", "nothing moves"]


@pytest.mark.parametrize(
    ("output", "text"),
    [
        ("None", "Observed: your function returned None"),
        (np.zeros((3, 2)), "Observed: shape (3, 2)"),
        (np.zeros(3, dtype=int), "Observed: dtype int64"),
        (np.array([1.0, np.nan, np.inf]), "Observed: 2 of 3 values are nan or infinite"),
    ],
)
def test_what_is_no_answer_is_told_as_what_it_is(output: Array | str, text: str) -> None:
    """Kind, shape, dtype and values, in this order."""
    assert str(problem_with(output, (3,), "array", "here")).startswith(text)


def test_a_right_answer_is_no_problem() -> None:
    """Of the shape, floating, finite."""
    assert problem_with(np.zeros(3), (3,), "array", "here") is None
