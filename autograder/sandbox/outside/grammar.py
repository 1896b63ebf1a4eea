"""What only newer Pythons and Julias can read, told by its looks where a file is not valid."""

from __future__ import annotations

import re
from typing import NamedTuple

VERSION = re.compile(r"\d+(\.\d+)+")


class Novelty(NamedTuple):
    """A form of words on a student's line, what it is called, and the version that it came with."""

    looks: str
    name: str
    version: str


NOVELTIES = {
    "Python": (
        Novelty(r"\bexcept\s*\*", "`except*`", "3.11"),
        Novelty(r"\[\s*\*\w|:\s*\*\w+\s*[,)]", "a star in an index or in an annotation", "3.11"),
        Novelty(r"^\s*type\s+\w+.*=", "`type X = ...`", "3.12"),
        Novelty(r"\b(def|class)\s+\w+\[", "a type parameter in brackets", "3.12"),
        Novelty(
            r"""\b[rR]?[fF][rR]?(["'])[^"']*\{[^}]*(\1|\\)""",
            "a quote or a backslash within an f-string",
            "3.12",
        ),
        Novelty(r"\bexcept\s+[\w.]+\s*,\s*[\w.]+[\w., ]*:", "`except A, B:` without brackets", "3.14"),
        Novelty(r"""(^|[\s(=,])[rR]?[tT][rR]?["']""", "a t-string", "3.14"),
    ),
    "Julia": (
        Novelty(r"\b(import|using)\b.*\bas\b", "`import A as B`", "1.6"),
        Novelty(r"\(\s*;[^)]*\)\s*=", "`(; a, b) = s`", "1.7"),
        Novelty(r"^\s*const\s+\w+\s*(::|$)", "a `const` field", "1.8"),
        Novelty(r"^\s*public\s+\w", "`public`", "1.11"),
    ),
}
# Names of Julia itself that are undefined before the version that they came with.
JULIA_NAMES = {
    "insorted": "1.6",
    "Returns": "1.7",
    "keepat!": "1.7",
    "allequal": "1.8",
    "eachsplit": "1.8",
    "stack": "1.9",
    "@kwdef": "1.9",
}


def remark(language: str, version: str, line: str) -> str:
    """Say which version reads the file, and whether a line looks like newer syntax than it knows."""
    if not VERSION.fullmatch(version):
        return ""
    newer = (n for n in NOVELTIES[language] if _after(n.version, version) and re.search(n.looks, line))
    novelty = next(newer, None)
    since = (
        f" This may be newer syntax: {novelty.name} came with {language} {novelty.version}."
        if novelty
        else ""
    )
    return f"\nIt was read by {language} {version}.{since}"


def missing_name(message: str, version: str) -> str:
    """Say since when Julia has a name, where the message is that an older one does not define it."""
    name = re.search(r"(@?\w+!?)`? not defined", message)
    since = JULIA_NAMES.get(name[1], "") if name else ""
    if not (name and since and VERSION.fullmatch(version) and _after(since, version)):
        return ""
    return f"{name[1]} came with Julia {since}; it was run by Julia {version}."


def _after(version: str, other: str) -> bool:
    """Whether a version is later than another."""
    return [*map(int, version.split("."))] > [*map(int, other.split("."))]
