"""Short answers for the person who grades them: their text, and what of the rubric its words touch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from autograder.glyphs import printable

MAX_CHARACTERS = 10_000  # characters of a text
Row = dict[str, Any]


def text(row: Row) -> str:
    """Return the answer that a row of results.json holds, empty where it holds none."""
    return printable(row["extra_data"].get("answer", ""), MAX_CHARACTERS)


def lines(rows: Sequence[Row]) -> Iterator[str]:
    """Yield what staff read of all answers; a student's line is set off, so that it is no line of ours."""
    for row in rows:
        if answer := text(row):
            yield f"short answer {row['number']}, {row['extra_data']['words']} words:"
            yield from (f"  | {line}" for line in answer.splitlines())
            yield from _rubric(row["extra_data"])


def _rubric(extra: Row) -> Iterator[str]:
    """Yield which of the rubric's ideas occur, by their words alone."""
    if present := extra["ideas_whose_words_occur"]:
        ideas = (f"{idea} ({', '.join(words)})" for idea, words in present.items())
        yield f"  words of: {'; '.join(ideas)}"
    if absent := extra["ideas_without_words"]:
        yield f"  no word of: {'; '.join(absent)}"
