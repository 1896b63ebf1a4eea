"""assignment.toml as frozen values: what is graded, for how many points and within which limits."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, get_args

import msgspec
from msgspec import Meta

from autograder.course import toml_text
from autograder.course.conventions import NAME, Argument, Conventions, Function, Identifier, Parameter
from autograder.course.toml_errors import Free, explain, remedy
from autograder.course.toml_text import TomlError
from autograder.course.words import Words
from autograder.errors import CommandError

Visibility = Literal["visible", "after_due_date", "after_published"]
Question = Literal["2.1", "2.3"]  # the short answers
COURSE_CHECKS = "course_checks.py"
NO_NAME = "functions: one of them has no name"
Names = Annotated[list[Identifier], Meta(min_length=1)]
Positive = Annotated[float, Meta(gt=0, le=1e6)]
Points = Annotated[float, Meta(ge=0, le=1e6)]
Megabytes = Annotated[int, Meta(gt=0, le=10**6)]


class AssignmentError(CommandError):
    """assignment.toml cannot be used; the text names the file, the key, the value and the remedy."""


class Files(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What students hand in."""

    # "open": a sampler of any name, form and convention, in any file.
    form: Literal["template", "open"] = "template"
    file: Annotated[str, Meta(pattern=r"^[\w-]+\.py\Z")] = "vae.py"
    julia: bool = False
    # The version that runs on Gradescope, where it is known: students read it beside their own.
    python: Annotated[str, Meta(pattern=r"^(3\.\d+)?\Z")] = ""
    # What a file that cannot be run as a whole is worth, but whose functions can be loaded by themselves.
    definitions_only: Literal["accept", "refuse"] = "accept"


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What student code may use: seconds of wall time, megabytes."""

    import_seconds: Positive = 60
    call_seconds: Positive = 10
    submission_seconds: Positive = 300
    memory_mb: Megabytes = 2048
    file_mb: Megabytes = 16
    disk_mb: Megabytes = 256


class Statistics(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How sure a verdict is, and the course's own randomness."""

    alpha: Annotated[float, Meta(gt=0, le=1e-3)] = 1e-9
    salt: str = ""


class Credit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a derivation earns its points for, as shares of them."""

    start: Points = 1
    target: Points = 2
    truth: Points = 4
    no_leaps: Points = 3

    def __post_init__(self) -> None:
        """Refuse shares that divide nothing."""
        if not self.start + self.target + self.truth + self.no_leaps:
            raise ValueError("one share at least must be more than 0")

    def names(self) -> tuple[str, ...]:
        """Return the criteria's names."""
        return self.__struct_fields__


class WrittenPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How derivations are graded, and which ideas a short answer may hold: words by idea by question."""

    derivations: Literal["auto", "manual"] = "auto"
    credit: Credit = Credit()
    rubric: dict[Question, dict[str, list[str]]] = {}


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that assignment.toml may hold."""

    # A name, or a list of names. The pattern of a name by itself is checked below: msgspec 0.22 crashes over
    # a value that is neither, where a type allows both a text with a pattern and a list.
    functions: Annotated[dict[Function, str | Names], Meta(min_length=1)]
    points: dict[str, Points] = {}
    submission: Files = Files()
    written: WrittenPart | None = None
    visibility: dict[str, Visibility] = {}
    limits: Limits = Limits()
    statistics: Statistics = Statistics()
    conventions: Conventions = Conventions()

    def __post_init__(self) -> None:
        """Check the names that are no lists."""
        for name in self.functions.values():
            if isinstance(name, str) and not re.match(NAME, name):
                raise ValueError(NO_NAME)
        every = [name for function in self.functions for name in self.names(function)]
        if len(set(every)) < len(every):
            raise ValueError("functions: one name stands for two of them")

    def names(self, function: Function) -> tuple[str, ...]:
        """Return the names under which students may hand a function in; the first is the one asked for."""
        names = self.functions[function]
        return (names,) if isinstance(names, str) else tuple(names)


class Assignment(Table, frozen=True):
    """Everything that the course decides: its table, and the file of its own checks beside it, if any."""

    course_checks: str = ""

    @property
    def words(self) -> Words:
        """The words of the course's conventions and names."""
        return Words(self.conventions, {function: self.names(function)[0] for function in self.functions})


def load(path: Path) -> Assignment:
    """Read an assignment; AssignmentError names what is wrong in it and what to do."""
    try:
        table = toml_text.table(path)
    except TomlError as error:
        raise AssignmentError(f"{path}: {error}") from error
    try:
        settings = msgspec.convert(table, Table)
    except msgspec.ValidationError as error:
        raise AssignmentError(f"{path}: {explain(str(error), table, Table, _FREE)}") from error
    own = path.resolve().with_name(COURSE_CHECKS)
    return Assignment(**msgspec.structs.asdict(settings), course_checks=str(own) if own.exists() else "")


def unknown_checks(assignment: Assignment, checks: list[str], reasons: Mapping[str, str]) -> str:
    """Say which checks named in the assignment are not graded; empty when all are.

    `reasons` says of checks that there are why this assignment grades them not, and what would change it.
    """
    problems, keys_by_reason = list[str](), defaultdict[str, list[str]](list)
    for table, names in (("points", assignment.points), ("visibility", assignment.visibility)):
        for name, value in names.items():
            if name in checks or (table, name) == ("visibility", "default"):
                continue
            if name in reasons:
                keys_by_reason[reasons[name]].append(f"{table}.{name}")
            else:
                problems.append(
                    f"{table}.{name} = {value!r}: no such check is graded. {remedy(name, checks)}"
                )
    for reason, keys in keys_by_reason.items():
        problems.append(reason.format(", ".join(keys)))
    return "\n".join(problems)


_A_NAME = "the name of a Python function, in quotes, or a list of names"
_AN_ORDER = "a list of mu, log_var, x and x_logits"
# The tables with free keys: the keys they may have (any, where none are listed), the values, in words.
_FREE: dict[str, Free] = {
    "functions": Free(get_args(Function), Names, _A_NAME),
    "points": Free((), Points, "a number from 0 to 1000000"),
    "visibility": Free((), Visibility, '"visible", "after_due_date" or "after_published"'),
    "written.rubric": Free(get_args(Question), dict[str, list[str]], "ideas, each with a list of words"),
    "conventions.order": Free(get_args(Function), tuple[Argument, ...], _AN_ORDER),
    "conventions.names": Free(get_args(Parameter), Identifier, "the name of an argument, in quotes"),
}
