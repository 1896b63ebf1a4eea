"""Which words of student code may be told to its author.

A process that has seen the inputs of a hidden case can put them into the name of an exception, a type or a
file, or into its own source. So of the places in a traceback only the numbers are taken from it, and the
lines from what was handed in; and once it has seen a hidden case only names are told that were there before.
"""

from __future__ import annotations

import bisect
import builtins
import io
import os
import re
import tokenize
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from autograder.sandbox.outside.languages import PYTHON, Language

MAX_SOURCE = 1 << 20  # the part of a file in which a line or a name is looked for
# Encodings that give a character for a byte or two; others hide, expand or refuse what they are given.
TEXT = re.compile(
    r"utf-8(-sig)?|ascii|iso-8859-\d+|latin-?\d*|cp\d+|windows-\d+|koi8-[a-z]|mac-?[a-z]+|gb\w+|big5"
    r"|euc[-_]\w+|shift[-_]jis"
)
SHAPE = r"a tuple of \d{1,4}|an? (array|tensor) of shape \([\d, ]{0,40}\)(, too large)?"
NAMES = r"[^\W\d]\w*([ .][^\W\d]\w*)*"


class Words:
    """What the submission itself says, which its author knows already."""

    def __init__(
        self,
        files: Mapping[str, bytes],
        language: Language = PYTHON,
        cells: Mapping[str, Sequence[int]] | None = None,
    ) -> None:
        """Take the files, and of those that are notebooks the lines at which their cells begin."""
        self._files, self.language, self._cells = files, language, cells or {}
        self._texts: dict[str, list[str]] = {}

    def are_known(self, text: str) -> bool:
        """Whether a text is a shape, or every name in it is Python's, a library's or the submission's own."""
        if re.fullmatch(SHAPE, text):
            return True
        return bool(re.fullmatch(NAMES, text)) and all(map(self._knows, re.split("[ .]", text)))

    def line(self, file: str, number: int) -> str | None:
        """Return a line of a submitted file, empty beyond its end; None for a file that was not submitted."""
        if file not in self._files:
            return None
        lines = self._lines(file)
        return lines[number - 1].strip() if 0 < number <= len(lines) else ""

    def module_of(self, name: str) -> str:
        """Return the module that a name is imported from somewhere in the submission, or nothing."""
        word = re.escape(name.encode())
        pattern = rb"(?m)^[ \t]*(?:import ([\w.]+) as %s\b|import (%s)\b|from ([\w.]+) import [^\n]*\b%s\b)"
        for file, content in self._files.items():
            code = file.endswith(".py") or file in self._cells
            if code and (match := re.search(pattern % (word, word, word), content[:MAX_SOURCE])):
                return str(next(filter(None, match.groups())), "ascii", "replace")
        return ""

    def has(self, file: object, number: object) -> bool:
        """Whether there is such a line in what was handed in."""
        if not isinstance(file, str) or file not in self._files or type(number) is not int:
            return False
        return 0 < number <= len(self._lines(file))

    def has_cell(self, number: object) -> bool:
        """Whether there is such a cell, counted from 0, in a notebook that was handed in."""
        return type(number) is int and 0 <= number < sum(map(len, self._cells.values()))

    def place(self, file: str, number: int) -> str:
        """Return where a line is in the words of its author: in a notebook, a cell and a line of it."""
        starts = self._cells.get(file)
        if not starts or not self.has(file, number):
            return f"line {number}"
        cell = bisect.bisect(starts, number)
        return f"code cell {cell}, line {number - starts[cell - 1] + 1}"

    def _knows(self, name: str) -> bool:
        """Whether a name is Python's, a library's or the submission's own: looked for, not listed."""
        if name in self._libraries:
            return True
        word = re.compile(rb"(?<![A-Za-z0-9_])%s(?![A-Za-z0-9_])" % re.escape(name.encode()))
        own = (text for file, content in self._files.items() for text in (os.fsencode(file), content))
        return any(word.search(text[:MAX_SOURCE]) for text in own)

    @cached_property
    def _libraries(self) -> frozenset[str]:
        dtypes = (name.lstrip("_") for name in vars(np) if isinstance(vars(np)[name], type))
        return frozenset([*dir(builtins), *self.language.names.split(), *dtypes])

    def _lines(self, file: str) -> list[str]:
        if file not in self._texts:
            content = self._files[file][:MAX_SOURCE]
            text = content.decode(encoding(content), errors="replace")
            self._texts[file] = io.StringIO(text, newline=None).readlines()
        return self._texts[file]


def encoding(source: bytes) -> str:
    """Return the encoding that a source declares, where that is one of plain text, and else UTF-8."""
    try:
        coding = tokenize.detect_encoding(io.BytesIO(source).readline)[0]
    except (SyntaxError, ValueError, LookupError):
        return "utf-8"
    return coding if TEXT.fullmatch(coding) else "utf-8"
