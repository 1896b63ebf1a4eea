"""worklist.csv: what people have to do, one line for each thing to look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from autograder.batch.outputs import cells
from autograder.batch.records.marks import Mark
from autograder.batch.records.states import waits

FILE = "worklist.csv"
COLUMNS = ("student", "what", "check", "file", "line", "text", "proposal")
SHOWN = 300  # characters of a text
Row = dict[str, Any]


def write(folder: Path, marks: Iterable[Mark]) -> int:
    """Write the list and return how many lines it has."""
    rows = [row for mark in marks for row in _work(mark)]
    cells.write(folder / FILE, [COLUMNS, *rows])
    return len(rows)


def _work(mark: Mark) -> Iterator[tuple[object, ...]]:
    if mark.state in ("unreadable", "grader fault"):
        yield (mark.student, mark.state, "", "", "", mark.note[:SHOWN], "")
    if mark.state == "waits for a person" and mark.results is not None:
        for row in filter(waits, mark.results["tests"]):
            yield from _lines(mark.student, row)


def _lines(student: str, row: Row) -> Iterator[tuple[object, ...]]:
    """Yield the lines that a person is asked about, or the whole check where there are none."""
    extra = row["extra_data"]
    check, file, sure = extra["check"], extra.get("file", ""), _proposal(row)
    queries = extra.get("queries", ())
    for query in queries:
        where = (query["file"], query["line"], query["tex"][:SHOWN])
        yield (student, query["about"], check, *where, f"{sure}; {query['proposal']}")
    if not queries:
        yield (student, "to be marked", check, file, "", row["output"][:SHOWN], sure)


def _proposal(row: Row) -> str:
    """Return the points that are proposed, or those that are sure already, of those that can be had."""
    if proposal := row["extra_data"].get("proposal"):
        return f"{proposal['status']}, {proposal['score']:g} of {row['max_score']:g}"
    return f"at least {row.get('score', 0.0):g} of {row['max_score']:g}"
