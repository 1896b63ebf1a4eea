"""Kinds of hand-ins, several instances of each in one file: part, points, what is found, and its TeX."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from autograder.derivations.judging.judge import judge
from autograder.derivations.judging.judgement import Judgement
from autograder.submission.writing import writing
from tests.support.derivations import FOLDER

HEAD = re.compile(r"(?m)^%%% (\d\.\d) \| ([\d.]+) \| ([a-z ]*)\| (.+)$\n")
PROBLEMS = ("untrue", "leap", "unread")


@dataclass(frozen=True)
class Instance:
    """One part of a hand-in, the points that it must get, and the lines that are found wanting."""

    kind: str
    part: str
    points: float
    problems: tuple[str, ...]
    name: str
    tex: str

    @property
    def judgement(self) -> Judgement:
        """What the part shows; one without lines where it is not found."""
        found = writing((("derivations.tex", self.tex.encode()),)).displays(self.part)
        return judge(self.part, found[1] if found else [])


def instances() -> list[Instance]:
    """Return all instances of all kinds."""
    return [instance for path in sorted((FOLDER / "kinds").iterdir()) for instance in of_file(path)]


def of_file(path: Path) -> list[Instance]:
    """Return the instances in a file."""
    found = []
    _, *blocks = HEAD.split(path.read_text(encoding="utf-8"))
    for part, points, problems, name, tex in zip(*(blocks[n::5] for n in range(5)), strict=True):
        found.append(Instance(path.stem, part, float(points), tuple(problems.split()), name, tex))
    return found


def problems(judgement: Judgement) -> tuple[str, ...]:
    """Return what is found wanting, line by line, and whether a person must look."""
    return tuple(line.status for line in judgement.lines if line.status in PROBLEMS)
