"""Lines of derivations that were most often wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from autograder.batch.page.table import Member

SHOWN = 15


class Line(NamedTuple):
    """A line as it was written, up to spaces, in how many hand-ins, and what is wrong with it."""

    check: str
    tex: str
    status: str
    note: str
    students: int


def lines(members: Sequence[Member]) -> list[Line]:
    """Return the wrong lines, the most frequent first: what many wrote is what to explain again."""
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    shown: dict[tuple[str, str, str], tuple[str, str]] = {}
    for member in members:
        for line in member.lines:
            key = (line["check"], "".join(line["tex"].split()), line["status"])
            found[key].add(member.student)
            shown.setdefault(key, (line["tex"], line["note"]))
    every = [
        Line(check, *(shown[key][0], status, shown[key][1]), len(who))
        for key, who in found.items()
        for check, _, status in [key]
    ]
    return sorted(every, key=lambda line: (-line.students, line.check, line.tex))
