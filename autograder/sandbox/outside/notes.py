"""What a student is told of how their file was loaded, from an account that the untrusted end gives.

It is believed only as long as nothing hidden has reached that end, and tells lines and names of the
student's own file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from autograder.glyphs import printable
from autograder.sandbox.outside.account import from_account, where
from autograder.sandbox.outside.words import Words

SHOWN = 5
MAX_ENTRIES = 50  # entries of an account that are looked at
ORIGINS = ("own", "call", "bare")
DECORATORS = "Graded without these decorators or macros, which are from packages that the grader lacks:"
CELLS = "These cells did not run to their end; the functions in them were kept where they are valid Python:"


class Note(NamedTuple):
    """A remark, and the function that it is about; without one, it is about the whole file."""

    text: str
    function: str = ""


def of_import(header: Mapping[str, Any], words: Words) -> tuple[Note, ...]:
    """Return what there is to say of a file that was loaded."""
    notes = []
    if failures := list(_failures(header.get("failed"), words)):
        notes.append(Note("\n".join([CELLS, *_first(failures)])))
    if decorators := _places(header.get("undecorated"), words):
        notes.append(Note(f"{DECORATORS}{decorators}"))
    for file, name, *lines in list(_lists(header.get("twice"), 3))[:MAX_ENTRIES]:
        if isinstance(name, str) and all(words.has(file, line) for line in lines[:MAX_ENTRIES]):
            at = "; ".join(words.place(file, line) for line in lines[-SHOWN:])
            text = f"{printable(name, 80)} is defined more than once ({at}): the last one was graded."
            notes.append(Note(text, name))
    return tuple(notes)


def left_out(header: Mapping[str, Any], words: Words) -> str:
    """Return the lines that were not run, in words."""
    lines = _places(header.get("left"), words)
    return f"\nLeft out:{lines}" if lines else ""


def owners(account: object) -> dict[str, list[str]]:
    """Return the classes of each method that a child says there is, first the one whose method is graded."""
    entries = (entry[: SHOWN + 2] for entry in _lists(account, 2))
    return {printable(name, 80): [printable(k, 80) for k in kinds] for name, *kinds in entries}


def object_of(header: Mapping[str, Any]) -> str:
    """Return how a child says that the object came about on which it called a method, if it says so."""
    origin = header.get("made")
    return origin if isinstance(origin, str) and origin in ORIGINS else ""


def _failures(accounts: object, words: Words) -> Iterator[str]:
    """Yield what went wrong in each cell that was not run to its end."""
    for account in accounts[:MAX_ENTRIES] if isinstance(accounts, list) else []:
        if isinstance(account, dict) and words.has_cell(account.get("cell")):
            doing = f"running code cell {account['cell'] + 1}"
            yield str(from_account(account, doing, words, hidden=False))


def _places(entries: object, words: Words) -> str:
    """Return the lines of the student's file at which something is, the first of them."""
    places = [entry for entry in list(_lists(entries, 2))[:MAX_ENTRIES] if words.has(*entry[:2])]
    return where(places[:SHOWN], words) + ("\n  ..." if len(places) > SHOWN else "")


def _lists(account: object, size: int) -> Iterator[list[Any]]:
    """Yield the entries of a list that are lists of at least a size."""
    for entry in account if isinstance(account, list) else []:
        if isinstance(entry, list) and len(entry) >= size:
            yield entry


def _first(texts: list[str]) -> list[str]:
    return texts[:SHOWN] + ([f"... and {len(texts) - SHOWN} more."] if len(texts) > SHOWN else [])
