"""What tests of derivations share: known hand-ins, and a short way from TeX to verdicts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from autograder.course.assignment import Credit
from autograder.derivations.judging.judge import judge
from autograder.derivations.judging.judgement import Judgement
from autograder.derivations.judging.marks import credit
from autograder.derivations.tex.tokens import plain
from autograder.submission import handin
from autograder.submission.text import PARTS, Text
from autograder.submission.writing import Writing

FOLDER = Path(__file__).parents[1] / "submissions" / "derivations"
SHARES = Credit()


@dataclass(frozen=True)
class Mistake:
    """A known hand-in with one wrong line, what is wrong with it, and the verdict that it must get."""

    path: Path
    line: int
    status: str
    words: str


def mistakes() -> list[Mistake]:
    """Return the known wrong hand-ins: their first line names the line, the verdict and the mistake."""
    found = []
    for path in sorted((FOLDER / "wrong").iterdir()):
        first = re.match(r"% line (\d+): (untrue|leap): (.+)", path.read_text(encoding="utf-8"))
        assert first, f"{path} names no mistake"
        found.append(Mistake(path, int(first[1]), first[2], first[3]))
    return found


def judgements(writing: Writing) -> dict[str, Judgement]:
    """Judge all parts of a hand-in."""
    found = {}
    for number in PARTS:
        displays = writing.displays(number)
        assert displays is not None
        found[number] = judge(number, displays[1])
    return found


def of_file(path: Path) -> dict[str, Judgement]:
    """Judge all parts of a file."""
    return judgements(handin.read(path).writing())


def of_text(tex: str, number: str = "1.1") -> Judgement:
    """Judge one part, given as TeX below its heading in line 1."""
    text = Text("derivations.tex", plain(f"\\section*{{{number}}}\n{tex}"))
    return judge(number, text.parts[number])


def of_rows(*rows: str, number: str = "1.1") -> list[str]:
    """Return the verdicts on the rows of an aligned display."""
    return [
        line.status for line in of_text("\\begin{align}" + "\\\\\n".join(rows) + "\\end{align}", number).lines
    ]


def points(judgement: Judgement) -> float:
    """Return a part's points out of ten under the default shares."""
    earned = credit(judgement)
    share = sum(getattr(earned, name) * getattr(SHARES, name) for name in SHARES.names())
    return float(round(10 * share / sum(getattr(SHARES, name) for name in SHARES.names()), 1))
