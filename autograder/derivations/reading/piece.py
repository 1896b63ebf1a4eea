"""One piece of a row, and the TeX that it was."""

from __future__ import annotations

import re
from dataclasses import dataclass

from autograder.derivations.reading.rows import Row
from autograder.derivations.tex.lexeme import Lexeme
from autograder.derivations.tex.tokens import text_of

_MACROS = r"left|q?quad|hfill|tiny|scriptsize|footnotesize|small"
_LAYOUT = rf"(?:[&`\s]|\\(?:{_MACROS})(?![A-Za-z])|\\[,;:!\\ ]|\\(?:label|tag\*?) *\{{[^{{}}]*\}})"
LAYOUT = re.compile(rf"\A{_LAYOUT}+|{_LAYOUT}{{1,40}}\Z")  # a bound, so that no run of & takes long


@dataclass
class Piece:
    """What stands between two relations, connectives or row breaks."""

    relation: str  # "" where none leads to it
    lexemes: list[Lexeme]
    row: Row
    new: str  # what comes before it: "row", "comma" or a relation ("")
    leads_on: bool  # a relation follows it in its row
    indent: bool = False
    aside: bool = False  # about a symbol of its row, or why the row is true: the argument goes on without it
    conditional: bool = False  # true under a condition that its row names
    reason: str = ""  # the words at its end
    tag: str = ""  # what the row's tag calls it: "elbo"
    consequence: bool = False  # of what stands before it in its row
    start: int = 0  # the place of its first token in its row, and of the first one after it
    end: int | None = None

    @property
    def line(self) -> int:
        """Where it begins; a row may take several lines."""
        return self.row.tokens[self.start].line if self.start < len(self.row.tokens) else self.row.line

    @property
    def place(self) -> int:
        """Where in the text it begins."""
        return self.row.tokens[min(self.start, len(self.row.tokens) - 1)].start

    @property
    def source(self) -> str:
        """Its TeX, without what aligns it."""
        return LAYOUT.sub("", text_of(self.row.tokens[self.start : self.end]))
