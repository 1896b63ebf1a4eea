"""What is told of how a file was loaded: lines and cells that exist, whatever a child says."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.sandbox.outside import notes
from autograder.sandbox.outside.words import Words

FILE = Words({"vae.py": b"def f(): pass\nx = 1\ndef f(): pass\n"})
NOTEBOOK = Words({"vae.ipynb": b"x = 1\ny = z\n1 / 0\n"}, cells={"vae.ipynb": (1, 3)})
HUGE = 10**300


def failure(cell: Any, kind: str, line: int) -> dict[str, Any]:
    """Return a child's account of a cell that failed."""
    lines = [["vae.ipynb", line]]
    return {"cell": cell, "kind": "exception", "type": kind, "message": "why", "lines": lines}


def test_cells_that_failed() -> None:
    """Each is named, with its exception and the line in it."""
    header = {"failed": [failure(0, "NameError", 2), failure(1, "ZeroDivisionError", 3)]}
    assert [note.text for note in notes.of_import(header, NOTEBOOK)] == [
        f"{notes.CELLS}\nNameError while running code cell 1: why\n  vae.ipynb, code cell 1, line 2: y = z\n"
        "ZeroDivisionError while running code cell 2: why\n  vae.ipynb, code cell 2, line 1: 1 / 0"
    ]


def test_many_cells_that_failed() -> None:
    """The first are told, the others counted."""
    (note,) = notes.of_import({"failed": [failure(0, "NameError", 2)] * 8}, NOTEBOOK)
    assert note.text.count("NameError") == 5
    assert note.text.endswith("... and 3 more.")


def test_functions_that_are_defined_twice() -> None:
    """With the lines, for the function that it is about."""
    (note,) = notes.of_import({"twice": [["vae.py", "f", 1, 3]]}, FILE)
    assert note == notes.Note("f is defined more than once (line 1; line 3): the last one was graded.", "f")


def test_lines_that_were_left_out() -> None:
    """As they are in the file."""
    assert notes.left_out({"left": [["vae.py", 2]]}, FILE) == "\nLeft out:\n  vae.py, line 2: x = 1"
    assert notes.left_out({"left": []}, FILE) == ""


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"failed": 3, "twice": "x", "left": {}},
        {"failed": [3, None, {}, failure(2, "E", 1), failure(-1, "E", 1), failure("0", "E", 1)]},
        {"failed": [failure(HUGE, "E", 1), failure(True, "E", 1)]},
        {"twice": [["vae.py", "f", 1, HUGE], ["vae.py", "f", -1], ["x.py", "f", 1], ["vae.py", 3, 1], [], 1]},
        {"twice": [["vae.py", "f"], [None, "f", 1], ["vae.py", "f", "1"], ["vae.py", "f", True]]},
        {"left": [["vae.py", HUGE], ["vae.py", -1], ["x.py", 1], [[], {}], ["vae.py"], 3]},
    ],
)
def test_what_a_child_makes_up_is_not_told(header: dict[str, Any]) -> None:
    """Numbers of lines and cells that are not there, and what is no account at all."""
    for words in (FILE, NOTEBOOK):
        assert (notes.of_import(header, words), notes.left_out(header, words)) == ((), "")


def test_the_classes_of_methods() -> None:
    """Names are cut and made printable; what is no list of names has none."""
    account = [["f", "A", "B"], ["g" * 100, "\x1b[2J"], ["h"], 3, [None, None]]
    assert notes.owners(account) == {"f": ["A", "B"], "g" * 80 + " ...": ["\ufffd[2J"], "": [""]}
    assert notes.owners(None) == {}


@pytest.mark.parametrize("made", [None, 3, ["own"], "plain", "whatever"])
def test_an_object_of_which_there_is_nothing_to_say(made: object) -> None:
    """Only the three ways that a student should know of are told."""
    assert notes.object_of({"made": made}) == ""
