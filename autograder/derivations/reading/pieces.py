"""Displayed rows as pieces: what stands between relations, connectives and row breaks; no reasons."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from autograder.derivations.reading.rows import Row
from autograder.derivations.tex.lexeme import Lexeme, unclosed
from autograder.derivations.tex.tokens import text_of

CONNECTIVES = frozenset(
    [
        "and",
        "so",
        "hence",
        "thus",
        "therefore",
        "then",
        "which implies",
        "i.e",
        "that is",
        "or",
        "we get",
        "implies",
        "or equivalently",
        "equivalently",
        "it follows that",
        "we have",
        "giving",
    ]
)
ASIDES = ("where", "with", "let", "here")  # what follows is about a symbol of the row
# A single upright word beside a relation is a symbol (Gap = ...), unless it begins like one of these.
REASONS = (
    *("jensen", "bayes", "gibbs", "by", "using", "since", "because", "def", "thus", "so", "hence", "note"),
    *("therefore", "where", "with", "linear", "product", "chain", "as", "from", "let", "for", "if", "then"),
    *("marginal", "const", "given", "proof", "claim", "step", "similar", "final", "now", "also", "again"),
    *("clear", "recall", "maxim", "minim", "and", "or", "normali", "apply", "assum", "monte", "expand"),
)
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
    followed: bool  # a relation follows it in its row
    indented: bool = False
    aside: bool = False  # about a symbol of its row, or why the row is true: the argument goes on without it
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


def pieces(row: Row) -> Iterator[Piece]:
    """Split a row at relations, connectives and commas outside all brackets; drop its reasons."""
    if row.problem:
        first = next((token.text for token in row.tokens if token.text != "&"), "")
        yield Piece("=" if first == "=" else "", [], row, "row", False)
        return
    found = _Splitter(row).run()
    for number, piece in enumerate(found):
        empty = not piece.lexemes and not piece.relation
        alone = number > 0 and piece.new == "comma" and not piece.followed
        if not (empty or alone):
            yield piece


class _Splitter:
    """Walks over a row's lexemes; each kind of lexeme outside all brackets is an event with its own rule."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.found = [Piece("", [], row, "row", False)]
        self.depth = self.ampersands = 0
        self.gap = self.done = False
        self.events: dict[str, Callable[[int, Lexeme], None]] = {
            "because": self._reason,
            "space": self._space,
            "ampersand": self._ampersand,
            "relation": self._relation,
            "implies": self._implies,
            "operator": self._operator,
            "text": self._text,
            "open": self._bracket,
            "group": self._braces,
        }

    def run(self) -> list[Piece]:
        for at, lexeme in enumerate(self.row.lexemes):
            outside = self.depth == 0
            self.depth = max(self.depth + unclosed([lexeme]), 0)
            self.events.get(lexeme.kind, self._formula)(at, lexeme) if outside else self._formula(at, lexeme)
            if self.done:
                break
        return self.found

    @property
    def last(self) -> Piece:
        """The piece that is being read."""
        return self.found[-1]

    @property
    def begun(self) -> bool:
        """Whether anything of it has been read."""
        return bool(self.last.lexemes or self.last.relation)

    @property
    def apart(self) -> bool:
        """Whether what comes stands apart from the formula, as reasons do."""
        return self.gap or self.ampersands > 1

    def _formula(self, _: int, lexeme: Lexeme) -> None:
        self.last.lexemes.append(lexeme)

    def _reason(self, _: int, lexeme: Lexeme) -> None:
        """End the row's formulas: what follows is no part of them."""
        self.last.end = lexeme.place
        self.done = True

    def _space(self, _: int, lexeme: Lexeme) -> None:
        self.gap = self.gap or lexeme.text != "."

    def _ampersand(self, _: int, __: Lexeme) -> None:
        self.ampersands += 1
        self.last.indented = self.last.indented or not self.begun

    def _relation(self, _: int, lexeme: Lexeme) -> None:
        self.last.followed, self.last.end = True, lexeme.place
        aside = self.last.aside
        self.found.append(Piece(lexeme.text, [], self.row, "", False, aside=aside, start=lexeme.place))

    def _implies(self, at: int, lexeme: Lexeme) -> None:
        self._new(at, lexeme, aside=False)

    def _new(self, at: int, lexeme: Lexeme, *, aside: bool) -> None:
        """Begin another statement after a lexeme."""
        self.last.end = lexeme.place
        self.found.append(Piece("", [], self.row, "comma", False, aside=aside, start=self._after(at)))

    def _operator(self, at: int, lexeme: Lexeme) -> None:
        if lexeme.text in (",", ";") and self.begun:
            self._new(at, lexeme, aside=self.last.aside)
        elif lexeme.text == ":" and not self.begun:  # after a label
            self.last.start = self._after(at)
        else:
            self._formula(at, lexeme)

    def _text(self, at: int, lexeme: Lexeme) -> None:
        """Tell a symbol, a connective, an aside, a label and a reason from one another."""
        words = lexeme.text.strip(" .,:;()").lower()
        aside = words.partition(" ")[0] in ASIDES
        if lexeme.text in ("\\forall", "\\exists"):
            self._reason(at, lexeme)
        elif words.startswith("const"):
            self._formula(at, lexeme)
        elif _is_symbol(self.row.lexemes, at, self.last):
            self._formula(at, lexeme._replace(kind="name"))
        elif words in CONNECTIVES or aside:
            if self.begun:
                self._new(at, lexeme, aside=False)
            self.last.start = self._after(at)
            self.last.aside = aside and len(self.found) > 1
        elif self.last.lexemes:
            self._reason(at, lexeme)
        elif not self.last.relation:
            self.last.start = self._after(at)
            self.last.aside = len(self.found) > 1

    def _bracket(self, at: int, lexeme: Lexeme) -> None:
        """Tell a reason in brackets from a factor."""
        if (self.apart or self.last.lexemes) and _is_reason(self.row.lexemes, at, self.apart):
            self._reason(at, lexeme)
        else:
            self._formula(at, lexeme)

    def _braces(self, at: int, lexeme: Lexeme) -> None:
        """Tell braces that hold another formula or words, and are no index, from an operand."""
        operand = not self.last.lexemes or self.last.lexemes[-1].text in ("_", "^")
        if not operand and any(item.kind in ("relation", "text") for item in lexeme.inside):
            self._reason(at, lexeme)
        else:
            self._formula(at, lexeme)

    def _after(self, at: int) -> int:
        """Return the place of the first token after a lexeme."""
        lexemes = self.row.lexemes
        return lexemes[at + 1].place if at + 1 < len(lexemes) else len(self.row.tokens)


def _is_symbol(lexemes: list[Lexeme], at: int, piece: Piece) -> bool:
    """Whether a word in upright letters is a symbol, as in Gap = ..., and no reason or connective."""
    word = lexemes[at].text
    if not (word.isascii() and word.isalpha()) or word.lower().startswith(REASONS):
        return False
    if piece.lexemes:
        return piece.lexemes[-1].kind == "operator"
    after = (lexemes[place] for place in range(at + 1, len(lexemes)))
    following = next((item for item in after if item.kind not in ("space", "ampersand")), None)
    if following is None:
        return bool(piece.relation)
    return following.kind == "relation" or (following.kind == "operator" and following.text in "+-*/^_")


def _is_reason(lexemes: list[Lexeme], at: int, apart: bool) -> bool:
    """Whether a bracket holds a remark, such as (by Bayes) or (p(x,z) = p(x|z)p(z)), and no factor.

    Where it stands apart a bare number is one too, such as (5).
    """
    depth = 0
    for end, lexeme in enumerate(islice(lexemes, at, None), at):
        depth += unclosed([lexeme])
        if depth == 0:
            inside = lexemes[at + 1 : end]
            return apart and all(item.kind == "number" or item.text == "," for item in inside)
        if depth == 1 and lexeme.kind in ("relation", "text", "because", "implies"):
            return True
    return False
