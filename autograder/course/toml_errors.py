"""What is wrong in a TOML file, in words: the key, its value, and what to do."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Any, NamedTuple, get_args

import msgspec

MAX_ENTRY = 200  # characters of a wrong entry


class Free(NamedTuple):
    """A table with free keys: those it may have (any, where none is listed), and its values, in words too."""

    keys: tuple[str, ...]
    kind: Any
    description: str


def explain(message: str, table: dict[str, Any], kind: type[msgspec.Struct], free: Mapping[str, Free]) -> str:
    """Turn the validator's message into one that names the key, its value and the remedy.

    `kind` is what the table was to be, `free` its tables with free keys by their dotted names.
    """
    problem, _, path = message.partition(" - at `")
    keys = re.findall(r"\w+", path.rpartition("$")[2])
    if unknown := re.search(r"unknown field `(.*)`", problem):
        names = list(_fields(kind, keys))
        return f"{_place(table, [*keys, unknown[1]])}: no such key. {remedy(unknown[1], names)}"
    if missing := re.search(r"missing required field `(.*)`", problem):
        return f"{missing[1]}: this table is missing. Add [{missing[1]}], as in the original file."
    keys = keys or problem.split(":")[:1]  # one that is only found out when all are there
    for name in free:
        entries = _entry(table, name)
        inside = isinstance(entries, dict) and ".".join(keys).startswith(name)
        if inside and (explanation := _explain_entry(name, entries, free[name])):
            return explanation
    advice = "Change the value."
    if "enum value" in problem and (options := get_args(_fields(kind, keys[:-1]).get(keys[-1]))):
        problem, advice = "no such choice", f"Use one of: {', '.join(options)}."
    if "`object`" in problem:
        advice = f"Write [{keys[0]}] on a line of its own and its keys below."
    for words, plain in _WORDS.items():
        problem = re.sub(words, plain, problem)
    return f"{_place(table, keys)}: {problem[:1].lower()}{problem[1:]}. {advice}"


def _fields(kind: Any, keys: list[str]) -> dict[str, Any]:
    """Return the types of the keys that a table may have, by their names."""
    for key in keys:
        types = {field.name: field.type for field in msgspec.structs.fields(kind)}[key]
        kind = next((k for k in (types, *get_args(types)) if isinstance(k, type)), None)
    return {field.name: field.type for field in msgspec.structs.fields(kind)}


def _entry(table: Any, name: str) -> Any:
    """Return what stands under a dotted name, None where nothing does."""
    for key in name.split("."):
        table = table.get(key) if isinstance(table, dict) else None
    return table


def _place(table: dict[str, Any], keys: list[str]) -> str:
    """Return an entry as `key = value`, as the file has it."""
    value: Any = table
    for key in keys:
        value = value.get(key, value) if isinstance(value, dict) else value
    if isinstance(value, dict) and len(value) > 1:
        return f"[{'.'.join(keys)}]"
    return f"{'.'.join(keys)} = {value!r}"[:MAX_ENTRY]


def _explain_entry(name: str, entries: dict[str, Any], free: Free) -> str:
    """Find the entry of a free table that is wrong, if one is; the validator names only the table."""
    for key, value in entries.items():
        if free.keys and key not in free.keys:
            return f"{name}.{key} = {value!r}: no such key. {remedy(key, list(free.keys))}"
        try:
            msgspec.convert([value] if name == "functions" and isinstance(value, str) else value, free.kind)
        except msgspec.ValidationError:
            return f"{name}.{key} = {value!r}: must be {free.description}. Change the value."
    return ""


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


def remedy(name: str, names: list[str]) -> str:
    """Say what may be written instead of a name that is not known."""
    near = difflib.get_close_matches(name, names, 1)
    return f"Did you mean {near[0]}?" if near else f"Use one of: {', '.join(names)}."
