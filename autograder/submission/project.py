r"""A TeX project as one text: files that others \input are put in there, and each line knows its own file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

INPUT = re.compile(
    r"\\(?:input|include|subfile|subfileinclude|subimport\s*\{(?P<folder>[^{}]*)\}|import\s*\{(?P<from>[^{}]*)\})"
    r"\s*(?:\{(?P<name>[^{}]+)\}|(?P<bare>[\w./-]+))"
)
MAX_LINES = 20_000  # of a project with all its files
MAX_DEPTH = 8

Origin = tuple[str, int]  # a file's name, and a line's number in it


@dataclass(frozen=True)
class Project:
    """A text, and where each of its lines comes from."""

    text: str
    origins: tuple[Origin, ...]


def project(name: str, texts: Mapping[str, str]) -> Project:
    """Return a file with the files in it that it inputs; those that were not handed in are left out."""
    lines: list[str] = []
    origins: list[Origin] = []
    _add(name, texts, (), lines, origins)
    return Project("\n".join(lines), tuple(origins))


def inputs(name: str, texts: Mapping[str, str]) -> list[str]:
    """Return the files handed in that a file inputs."""
    targets = (_target(match, name, texts) for match in INPUT.finditer(texts[name]))
    return [target for target in targets if target is not None]


def _add(
    name: str, texts: Mapping[str, str], around: tuple[str, ...], lines: list[str], origins: list[Origin]
) -> None:
    for number, line in enumerate(texts[name].split("\n"), 1):
        at = 0
        for match in INPUT.finditer(line):
            target = _target(match, name, texts)
            inner = (*around, name)
            if target is None or target in inner or len(inner) > MAX_DEPTH or len(lines) > MAX_LINES:
                continue
            lines.append(line[at : match.start()])
            origins.append((name, number))
            _add(target, texts, inner, lines, origins)
            at = match.end()
        lines.append(line[at:])
        origins.append((name, number))


def _target(match: re.Match[str], name: str, texts: Mapping[str, str]) -> str | None:
    r"""Return the file handed in that an input names: beside its own, at the top, or by its stem."""
    target = PurePosixPath(match["folder"] or match["from"] or "", (match["name"] or match["bare"]).strip())
    for folder in (PurePosixPath(name).parent, PurePosixPath()):
        for suffix in ("", ".tex", ".ltx", ".latex"):
            path = _normal(f"{folder / target}{suffix}")
            if path in texts:
                return path
    stems = [other for other in texts if PurePosixPath(other).stem == target.stem and other != name]
    return stems[0] if len(stems) == 1 else None


def _normal(path: str) -> str:
    """Return a path without . and .. in it."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in (".", "..", ""):
            parts.append(part)
    return "/".join(parts)
