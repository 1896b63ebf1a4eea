"""Files that take a parser minutes or gigabytes: a log, a table, malice. The code beside them is graded."""

from __future__ import annotations

import resource
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.course.assignment import load
from autograder.grading import grade
from autograder.paths import ROOT
from autograder.sandbox.outside.hosts import Zygotes
from tests.support.draws import FEW
from tests.support.results_schema import total, valid

ASSIGNMENT = load(ROOT / "assignment.toml")
RIGHT = ROOT / "tests" / "submissions" / "right" / "np_randn.py"
UNUSED = "\nif False:\n    import helper\n"
SECONDS, MEGABYTES = 4, 400  # of the grader's own


def code(more: str = "", **files: str) -> Callable[[Path], None]:
    """Return what adds files, and lines to the code."""

    def make(folder: Path) -> None:
        with (folder / "vae.py").open("a") as file:
            file.write(more)
        for name, text in files.items():
            stem, _, suffix = name.rpartition("_")
            (folder / f"{stem}.{suffix}").write_text(text)

    return make


def modules(folder: Path) -> None:
    """Forty modules of a megabyte each, each of which imports all others."""
    names = [f"m{n}" for n in range(40)]
    text = f"import {', '.join(names)}\n"
    for name in names:
        (folder / f"{name}.py").write_text(text + "x = [1, 2]\n" * (90_000))
    code(f"\nif False:\n    import {', '.join(names)}\n")(folder)


def words(folder: Path) -> None:
    """A table with two million different words, and an exception whose name is none of them."""
    (folder / "data.txt").write_bytes(b" ".join(b"%x" % n for n in range(2_000_000)))
    code("\n\ndef elbo(*_):\n    raise type('Od' + 'der', (Exception,), {})\n")(folder)


DEEP = f"\nif False:\n    from {'.'.join('a' * 1000)} import {', '.join('x' * 200_000)}\n"
KINDS: dict[str, Callable[[Path], None]] = {
    "escapes without an end": code(UNUSED, helper_py="x = '" + "\\'" * 250_000),
    "escapes in a docstring": code(UNUSED, helper_py="'''" + "\\'" * 250_000),
    "one import of a deep module": code(DEEP),
    "modules": modules,
    "newlines in notes": code(notes_txt="\n" * 100_000),
    "newlines in TeX": code(derivations_tex="\n" * 100_000),
    "spaces in TeX": code(derivations_tex=" " * 400_000 + "x"),
    "comments in answers": code(short_answers_md="# 2.1\n" + "<!--" * 100_000),
    "quotes in answers": code(short_answers_md="# 2.1\n" + "> " * 200_000),
    "stacked marks": code(derivations_tex="\\section*{1.1}\n$$x" + "\u0301" * 400_000 + "$$"),
    "words": words,
    "headings": code(short_answers_md="# a\n" * 50_000),
    "Markdown": code(short_answers_md="# 2.1\nword\n" * 20_000, derivations_md="# 1.1\n$$x$$\n" * 20_000),
    "fences": code(derivations_md="```math\n" * 60_000),
    "brackets": code(derivations_tex="\\section*{1.1}\n\\[" + "{" * 300_000 + "\\]"),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_heavy_files(kind: str, tmp_path: Path, zygotes: Zygotes) -> None:
    """The grader itself stays small and quick, and code that has nothing to do with it counts."""
    shutil.copy(RIGHT, tmp_path / "vae.py")
    KINDS[kind](tmp_path)
    before = resource.getrusage(resource.RUSAGE_SELF)
    graded = grade(tmp_path, ASSIGNMENT, zygotes, paces=FEW)
    after = resource.getrusage(resource.RUSAGE_SELF)
    results: dict[str, Any] = valid(graded.results)
    assert graded.fault == ""
    assert after.ru_utime - before.ru_utime < SECONDS
    assert (after.ru_maxrss - before.ru_maxrss) >> 10 < MEGABYTES
    code_points = sum(row.get("score", 0) for row in results["tests"] if row["number"].startswith("2.2"))
    assert (total(results), code_points) == (90, 48 if kind == "words" else 60)
