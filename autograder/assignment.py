"""assignment.toml as frozen values: what is graded, for how many points and within which limits."""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import msgspec
from msgspec import Meta

from autograder.conventions import Argument, Conventions, Function, Identifier, Named

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Visibility = Literal["visible", "after_due_date", "after_published"]
Question = Literal["2.1", "2.3"]  # the short answers
NAME = r"^[^\W\d]\w*\Z"
NO_NAME = "a function's name is no name"
Names = Annotated[list[Identifier], Meta(min_length=1)]
Positive = Annotated[float, Meta(gt=0, le=1e6)]
Points = Annotated[float, Meta(ge=0, le=1e6)]
MAX_TOLD = 200  # characters of a wrong entry


class AssignmentError(Exception):
    """assignment.toml cannot be used; the text names the file, the key, the value and the remedy."""


class Files(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What students hand in."""

    file: Annotated[str, Meta(pattern=r"^[\w-]+\.py\Z")] = "vae.py"
    julia: bool = False
    # What a file that cannot be run as a whole is worth, but whose functions can be loaded by themselves.
    definitions_only: Literal["accept", "refuse"] = "accept"


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What student code may use: seconds of wall time, megabytes."""

    import_seconds: Positive = 60
    call_seconds: Positive = 10
    submission_seconds: Positive = 300
    memory_mb: Annotated[int, Meta(gt=0)] = 2048
    file_mb: Annotated[int, Meta(gt=0)] = 16
    disk_mb: Annotated[int, Meta(gt=0)] = 256


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

    def names(self) -> tuple[str, ...]:
        """Return the criteria's names."""
        return self.__struct_fields__


class WrittenPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How derivations are graded, and which ideas a short answer may hold: words by idea by question."""

    derivations: Literal["auto", "manual"] = "auto"
    credit: Credit = Credit()
    rubric: dict[Question, dict[str, list[str]]] = {}


class Assignment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that the course decides."""

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

    def told(self, text: str) -> str:
        """Return a text on the default convention and names as one on the course's."""
        return self.conventions.told(text, {function: self.names(function)[0] for function in self.functions})

    def __post_init__(self) -> None:
        """Check the names that are no lists."""
        for name in self.functions.values():
            if isinstance(name, str) and not re.match(NAME, name):
                raise ValueError(NO_NAME)

    def names(self, function: Function) -> tuple[str, ...]:
        """Return the names under which students may hand a function in; the first is the one asked for."""
        names = self.functions[function]
        return (names,) if isinstance(names, str) else tuple(names)


def load(path: Path) -> Assignment:
    """Read an assignment; AssignmentError names what is wrong in it and what to do."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise AssignmentError(f"{path}: cannot be read ({error})") from error
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AssignmentError(f"{path}: not valid TOML: {error}") from error
    try:
        return msgspec.convert(table, Assignment)
    except msgspec.ValidationError as error:
        raise AssignmentError(f"{path}: {_explain(str(error), table)}") from error


def unknown_checks(assignment: Assignment, checks: list[str]) -> str:
    """Say which check named in the assignment does not exist; empty when all do."""
    for table, names in (("points", assignment.points), ("visibility", assignment.visibility)):
        for name, value in names.items():
            if name not in checks and (table, name) != ("visibility", "default"):
                return f"{table}.{name} = {value!r}: no such check is graded. {_remedy(name, checks)}"
    return ""


def _explain(message: str, table: dict[str, Any]) -> str:
    """Turn the validator's message into one that names the key, its value and the remedy."""
    problem, _, path = message.partition(" - at `")
    keys = ["functions"] if NO_NAME in problem else re.findall(r"\w+", path.rpartition("$")[2])
    if unknown := re.search(r"unknown field `(.*)`", problem):
        known = list(_fields(keys))
        return f"{_told(table, [*keys, unknown[1]])}: no such key. {_remedy(unknown[1], known)}"
    if missing := re.search(r"missing required field `(.*)`", problem):
        return f"{missing[1]}: this table is missing. Add [{missing[1]}], as in the original file."
    for name, entries in _entries(table):
        if ".".join(keys).startswith(name) and isinstance(entries, dict) and entries:
            return _explain_entry(name, entries)
    remedy = "Change the value."
    if "enum value" in problem and (options := get_args(_fields(keys[:-1]).get(keys[-1]))):
        problem, remedy = "no such choice", f"Use one of: {', '.join(options)}."
    if "`object`" in problem:
        remedy = f"Write [{keys[0]}] on a line of its own and its keys below."
    for words, plain in _WORDS.items():
        problem = re.sub(words, plain, problem)
    return f"{_told(table, keys)}: {problem[:1].lower()}{problem[1:]}. {remedy}"


def _fields(keys: list[str]) -> dict[str, Any]:
    """Return the types of the keys that a table may have, by their names."""
    kinds: dict[str, type[msgspec.Struct]] = {
        "": Assignment,
        "submission": Files,
        "limits": Limits,
        "statistics": Statistics,
        "written": WrittenPart,
        "written.credit": Credit,
        "conventions": Conventions,
    }
    kind = kinds.get(".".join(keys))
    return {field.name: field.type for field in msgspec.structs.fields(kind)} if kind else {}


def _entries(table: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the tables with free keys that are there."""
    for name in _ENTRIES:
        found: Any = table
        for key in name.split("."):
            found = found.get(key) if isinstance(found, dict) else None
        yield name, found


def _told(table: dict[str, Any], keys: list[str]) -> str:
    """Return an entry as `key = value`, as the file has it."""
    value: Any = table
    for key in keys:
        value = value.get(key, value) if isinstance(value, dict) else value
    return f"{'.'.join(keys)} = {value!r}"[:MAX_TOLD]


def _explain_entry(name: str, entries: dict[str, Any]) -> str:
    """Find the entry of a free table that is wrong; the validator names only the table."""
    known, kind, wanted = _ENTRIES[name]
    for key, value in entries.items():
        if known and key not in known:
            return f"{name}.{key} = {value!r}: no such key. {_remedy(key, list(known))}"
        try:
            msgspec.convert([value] if name == "functions" and isinstance(value, str) else value, kind)
        except msgspec.ValidationError:
            return f"{name}.{key} = {value!r}: must be {wanted}. Change the value."
    raise AssertionError(f"no entry of {name} is wrong")


# The tables with free keys: the keys they may have (any, where none are listed), the values, in words.
_ENTRIES: dict[str, tuple[tuple[str, ...], Any, str]] = {
    "functions": (get_args(Function), Names, "the name of a Python function, in quotes, or a list of names"),
    "points": ((), Points, "a number, 0 or more"),
    "visibility": ((), Visibility, '"visible", "after_due_date" or "after_published"'),
    "conventions.order": (get_args(Function), tuple[Argument, ...], "a list of mu, log_var, x and x_logits"),
    "conventions.names": (get_args(Named), Identifier, "the name of an argument, in quotes"),
}

# The validator's words in plain ones.
_WORDS = {
    "`object`": "a table",
    "`array`": "a list",
    "`float`": "a number",
    "`int`": "a whole number",
    "`str`": "text in quotes",
    "`bool`": "true or false",
    " matching regex .*": ', the name of a Python file such as "vae.py"',
}


def _remedy(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return f"Did you mean {near[0]}?" if near else f"Use one of: {', '.join(known)}."
