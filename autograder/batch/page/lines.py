"""Lines of derivations that were most often wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from autograder.batch.page.table import Member

MAX_LINES = 15


class Line(NamedTuple):
    """A line as it was written, up to spaces, in how many hand-ins, and what is wrong with it."""

    check: str
    tex: str
    status: str
    note: str
    students: int


def lines(members: Sequence[Member]) -> list[Line]:
    """Return the wrong lines, the most frequent first: what many wrote is what to explain again."""
    writers: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    texts: dict[tuple[str, str, str], tuple[str, str]] = {}
    for member in members:
        for line in member.lines:
            key = (line["check"], "".join(line["tex"].split()), line["status"])
            writers[key].add(member.student)
            texts.setdefault(key, (line["tex"], line["note"]))
    every = [
        Line(check, *(texts[key][0], status, texts[key][1]), len(who))
        for key, who in writers.items()
        for check, _, status in [key]
    ]
    return sorted(every, key=lambda line: (-line.students, line.check, line.tex))
