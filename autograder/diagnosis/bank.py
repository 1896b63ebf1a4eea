"""Known submissions: files that say in a comment which checks they are meant to fail.

The docstring of the file, or of a notebook's first cell, says what is wrong with it; `# fails: kl_values,
kl_gradient` lists the checks that it must fail, the first one first, and nothing of the kind makes it a right
submission. `# diagnosis: kl_in_bits` names the misconception that must be found, and no other; a
misconception's own name is its file's. `# person: kl_values` lists the checks that a person must mark.
`# only: reduction = none` says that this is another mistake, or none, under another convention; `# about:
second_argument, sign` that the hint, which is a template, speaks of the default's choices of these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args

import msgspec

from autograder.course.assignment import Assignment
from autograder.course.conventions import Choice, Conventions
from autograder.errors import CommandError
from autograder.paths import ROOT
from autograder.sandbox import julia
from autograder.submission import notebook
from autograder.submission.encodings import readable

BANK = ROOT / "tests" / "submissions"
MISCONCEPTIONS = ROOT / "reference" / "misconceptions"
WRITTEN = (".tex", ".md")
DERIVATIONS = {"1.1": "derivation_elbo", "1.2": "derivation_evidence", "1.3": "derivation_bound"}


class BankError(CommandError):
    """A file among known submissions does not say what it is; the text names it and the remedy."""


@dataclass(frozen=True)
class Specimen:
    """A known submission: the checks that it must fail, the first one first, and what must be diagnosed.

    `stops` maps a function to the inputs that no gradient of it reaches; `only` is what conventions must have
    chosen for this to be the mistake that it says, as (choice, value). `person` are the checks that a person
    must mark; for one of that kind that lists none, all.
    """

    path: Path
    title: str
    hint: str
    fails: tuple[str, ...]
    diagnosis: str
    stops: dict[str, frozenset[str]]
    only: tuple[str, ...] = ()
    about: tuple[Choice, ...] = ()
    person: tuple[str, ...] = ()

    def is_itself_by(self, conventions: Conventions) -> bool:
        """Whether it is under some conventions what it says that it is."""
        return not self.only or getattr(conventions, self.only[0]) == self.only[1]

    @property
    def name(self) -> str:
        """The file's or folder's name."""
        return self.path.stem


def specimens(folder: Path) -> list[Specimen]:
    """Return the known submissions in a folder, files or folders with a vae file, in order of their names.

    Those in Julia only where it is installed.
    """
    if not folder.is_dir():
        raise BankError(f"{folder}: no such folder. Run this where the whole project is, with its tests.")
    suffixes = (".py", notebook.SUFFIX, *([".jl"] if julia.installed() else []))
    mains = [path for path in (*folder.glob("*"), *folder.glob("*/vae.*")) if path.suffix in suffixes]
    return sorted(map(_read, mains), key=lambda submission: submission.path)


def open_specimens(folder: Path) -> list[Specimen]:
    """Return the known submissions of a folder in open form, of any name; a text is called by its file's.

    Those in Julia only where it is installed.
    """
    paths = sorted(path for path in folder.iterdir() if julia.installed() or not path.name.startswith("jl_"))
    return [_read(path) if path.suffix in (".py", ".jl") else _read_text(path) for path in paths]


def _read_text(path: Path) -> Specimen:
    text = path.read_text(encoding="utf-8")
    return Specimen(
        path,
        path.stem,
        hint="",
        fails=tuple(_words(text, "fails")),
        diagnosis=" ".join(_words(text, "diagnosis")),
        stops={},
        person=tuple(_words(text, "person")),
    )


@cache
def misconceptions() -> tuple[Specimen, ...]:
    """Return the wrong ideas; each is to be diagnosed as itself."""
    return tuple(specimens(MISCONCEPTIONS))


def derivations(folder: Path) -> list[Specimen]:
    """Return the known derivations in a folder, in order of their names.

    A wrong one begins with `% line 12: untrue: what is wrong`; the part that the line is in must fail.
    """
    return [_read_derivation(path) for path in sorted(folder.iterdir()) if path.suffix in WRITTEN]


def _read_derivation(path: Path) -> Specimen:
    text = path.read_text(encoding="utf-8")
    mistake = re.match(r"% line (\d+): \w+: (.+)", text)
    fails = []
    if mistake:
        above = "\n".join(text.splitlines()[: int(mistake[1])])
        fails = [DERIVATIONS[number] for number in re.findall(r"1\.[123]", above)[-1:]]
    title = mistake[2] if mistake else path.stem
    return Specimen(path, title, hint="", fails=tuple(fails), diagnosis="", stops={})


def code_alone(assignment: Assignment) -> Assignment:
    """Return an assignment without its written part, which known submissions of code do not have."""
    points = {name: p for name, p in assignment.points.items() if not name.startswith("derivation_")}
    return msgspec.structs.replace(assignment, written=None, points=points)


def _read(main: Path) -> Specimen:
    path = main.parent if main.stem == "vae" else main
    text = _source(main)
    docstring = re.match(r'"""(.*?)"""', text, re.DOTALL)
    if not docstring:
        raise BankError(f"{path}: must begin with a docstring that says what it is. Add one.")
    title, _, hint = docstring[1].strip().partition("\n\n")
    own = path.stem if path.parent == MISCONCEPTIONS else ""
    return Specimen(
        path=path,
        title=title,
        hint=" ".join(hint.split()),
        fails=tuple(_words(text, "fails")),
        diagnosis=" ".join(_words(text, "diagnosis")) or own,
        stops={stops[0]: frozenset(stops[1:])} if (stops := _words(text, "stops")) else {},
        only=tuple(_words(text, "only")),
        about=tuple(choice for choice in get_args(Choice) if choice in _words(text, "about")),
        person=tuple(_words(text, "person")),
    )


def _source(main: Path) -> str:
    content = main.read_bytes()
    if main.suffix == notebook.SUFFIX:
        return notebook.read(main.name, content).source
    return readable(content)[0].decode()


def _words(text: str, key: str) -> list[str]:
    """Return the words after `# key:`, none where there is no such line."""
    line = re.search(rf"^# {key}: (.*)$", text, re.MULTILINE)
    return re.findall(r"\w+", line[1]) if line else []
