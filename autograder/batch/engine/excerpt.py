"""A function as a student wrote it, cut out of the text: nothing is parsed, and nothing is run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

MAX_LINES, MAX_TEXT = 24, 1 << 18
SUFFIXES = (".py", ".jl")


def excerpt(files: dict[str, bytes], names: Sequence[str]) -> str:
    """Return the lines of the first function that has one of the names, empty where there is none."""
    begins = re.compile(rf"(?P<indent>[ \t]*)(?:def|function)[ \t]+(?:{'|'.join(map(re.escape, names))})\b")
    for name in sorted(files):
        if name.endswith(SUFFIXES):
            lines = files[name][:MAX_TEXT].decode(errors="replace").splitlines()
            for at, line in enumerate(lines):
                if head := begins.match(line):
                    return "\n".join([line, *_body(lines[at + 1 :], len(head["indent"]))]).rstrip()
    return ""


def _body(lines: list[str], indent: int) -> Iterator[str]:
    """Yield the lines below a function's head that are further in than it, and Julia's `end`."""
    for line in lines[:MAX_LINES]:
        inner = len(line) - len(line.lstrip())
        if line.strip() and inner <= indent:
            if line.strip() == "end" or line.lstrip().startswith(")"):
                yield line
                continue
            return
        yield line
