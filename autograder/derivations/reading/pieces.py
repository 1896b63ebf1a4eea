"""Displayed rows as pieces: what stands between relations, connectives and row breaks; no reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from autograder.derivations.reading import remarks
from autograder.derivations.reading.piece import Piece
from autograder.derivations.reading.rows import Row
from autograder.derivations.tex.lexeme import Lexeme, nesting
from autograder.derivations.tex.tokens import text_of

MAX_REASON = 120  # characters


def pieces(row: Row) -> Iterator[Piece]:
    """Split a row at relations, connectives and commas outside all brackets; drop its reasons."""
    if row.problem:
        first = next((token.text for token in row.tokens if token.text != "&"), "")
        yield Piece("=" if first == "=" else "", [], row, "row", False)
        return
    sections = _Splitter(row).run()
    for number, piece in enumerate(sections):
        empty = not piece.lexemes and not piece.relation
        alone = number > 0 and piece.new == "comma" and not piece.leads_on
        if not (empty or alone):
            yield piece


class _Splitter:
    """Walks over a row's lexemes; each kind of lexeme outside all brackets is an event with its own rule."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.out = [Piece("", [], row, "row", False)]
        self.depth = self.ampersands = 0
        self.gap = self.is_over = False
        self.supposition = any(lexeme.text.lower().startswith(remarks.EXTREMES) for lexeme in row.lexemes)
        self.apart = False  # whether what comes stands apart from the formula, as reasons do
        self.events: dict[str, Callable[[int, Lexeme], None]] = {
            "because": self._because,
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
            self.depth = max(self.depth + nesting([lexeme]), 0)
            self.events.get(lexeme.kind, self._formula)(at, lexeme) if outside else self._formula(at, lexeme)
            if self.is_over:
                break
        for piece in self.out if self.supposition else []:
            piece.conditional = True
        return self.out

    @property
    def last(self) -> Piece:
        """The piece that is being read."""
        return self.out[-1]

    @property
    def has_begun(self) -> bool:
        """Whether anything of it has been read."""
        return bool(self.last.lexemes or self.last.relation)

    def _formula(self, at: int, lexeme: Lexeme) -> None:
        """Go on with a formula, unless one begins that stands apart from it: the reason for the row."""
        apart = self.depth == (lexeme.kind == "open") and self.last.lexemes and self._stands_apart(at)
        if apart and lexeme.kind != "operator" and remarks.is_wordy(self.row.lexemes[at:]):
            self._reason(at, lexeme)
        elif apart and lexeme.kind != "operator" and self._has_relation(at):
            self.last.end = lexeme.place
            self.out.append(Piece("", [lexeme], self.row, "comma", False, aside=True, start=lexeme.place))
        else:
            self.last.lexemes.append(lexeme)

    def _stands_apart(self, at: int) -> bool:
        """Whether a wide space, or the ampersand of another column, stands before a lexeme."""
        before = self.row.lexemes[at - 1] if at else None
        wide = before is not None and before.kind == "space" and before.text != "."
        return wide or (before is not None and before.kind == "ampersand" and self.ampersands > 1)

    def _has_relation(self, at: int) -> bool:
        """Whether a relation follows in this statement."""
        depth = 0
        for lexeme in islice(self.row.lexemes, at, None):
            depth += nesting([lexeme])
            if depth == 0 and (lexeme.is_sign(",;") or lexeme.kind in ("text", "implies", "because")):
                return False
            if depth == 0 and lexeme.kind == "relation":
                return True
        return False

    def _reason(self, _: int, lexeme: Lexeme) -> None:
        """End the row's formulas: what follows is no part of them."""
        self.last.end = lexeme.place
        self.last.reason = text_of(self.row.tokens[lexeme.place :])[:MAX_REASON]
        self.is_over = True

    def _because(self, at: int, lexeme: Lexeme) -> None:
        """End the formulas at a sign or tag; a tag may give the row's last formula a name."""
        if lexeme.text.strip(" ()").lower() == "elbo":
            self.last.tag = "elbo"
        self._reason(at, lexeme)

    def _space(self, _: int, lexeme: Lexeme) -> None:
        self.gap = self.gap or lexeme.text != "."
        self.apart = self.apart or self.gap

    def _ampersand(self, _: int, __: Lexeme) -> None:
        self.ampersands += 1
        self.apart = self.apart or self.ampersands > 1
        self.last.indent = self.last.indent or not self.has_begun

    def _relation(self, _: int, lexeme: Lexeme) -> None:
        self.last.leads_on, self.last.end = True, lexeme.place
        aside = self.last.aside
        self.out.append(Piece(lexeme.text, [], self.row, "", False, aside=aside, start=lexeme.place))

    def _implies(self, at: int, lexeme: Lexeme) -> None:
        self._new(at, lexeme, aside=False)
        self.last.consequence = lexeme.text == "implies"

    def _new(self, at: int, lexeme: Lexeme, *, aside: bool) -> None:
        """Begin another statement after a lexeme."""
        self.last.end = lexeme.place
        self.out.append(Piece("", [], self.row, "comma", False, aside=aside, start=self._after(at)))

    def _operator(self, at: int, lexeme: Lexeme) -> None:
        if lexeme.text in (",", ";") and self.has_begun:
            self._new(at, lexeme, aside=self.last.aside)
        elif lexeme.text == ":" and not self.has_begun:  # after a label
            self.last.start = self._after(at)
        elif (
            lexeme.text == "/" and self.row.lexemes[at + 1 : at + 2] and self.row.lexemes[at + 1].is_sign("/")
        ):
            self._reason(at, lexeme)
        else:
            self._formula(at, lexeme)

    def _text(self, at: int, lexeme: Lexeme) -> None:
        """Tell a symbol, a connective, an aside, a label and a reason from one another."""
        words = lexeme.text.strip(" .,:;()").lower()
        aside = words.partition(" ")[0] in remarks.ASIDES
        first = words.partition(" ")[0]
        if lexeme.text in ("\\forall", "\\exists"):
            self._reason(at, lexeme)
        elif first in remarks.CONDITIONS or "if and only if" in words:
            self._condition(at, lexeme)
        elif words.startswith("const"):
            self._formula(at, lexeme)
        elif remarks.is_symbol(self.row.lexemes, at, self.last):
            self._formula(at, lexeme._replace(kind="name"))
        elif words in remarks.CONNECTIVES or aside:
            if self.has_begun:
                self._new(at, lexeme, aside=False)
            self.last.start = self._after(at)
            self.last.aside = aside and len(self.out) > 1
        elif self.last.lexemes:
            self._reason(at, lexeme)
        elif not self.last.relation:
            self.last.start = self._after(at)
            self.last.aside = len(self.out) > 1

    def _condition(self, at: int, lexeme: Lexeme) -> None:
        """Take the statement before as conditional; a row that begins with a condition is so as a whole."""
        if self.last.lexemes:
            self.last.conditional = True
            self._reason(at, lexeme)
        else:
            self.supposition = True
            self.last.start = self._after(at)

    def _bracket(self, at: int, lexeme: Lexeme) -> None:
        """Tell a reason in brackets from a factor."""
        argument = bool(self.last.lexemes) and self._is_argument(at)
        if (
            not argument
            and (self.apart or self.last.lexemes)
            and remarks.is_reason(self.row.lexemes, at, self.apart)
        ):
            self._reason(at, lexeme)
        else:
            self._formula(at, lexeme)

    def _is_argument(self, at: int) -> bool:
        """Whether the bracket that opens here has the arguments of the name before it: q(z|X=x)."""
        before = self.row.lexemes[at - 1]
        has_script = at > 1 and self.row.lexemes[at - 2].is_sign("_^")
        is_name = before.kind == "name" or before.is_sign("'")
        return is_name or (has_script and before.kind in ("group", "number"))

    def _braces(self, at: int, lexeme: Lexeme) -> None:
        """Tell braces that hold another formula or words, and are no index, from an operand."""
        operand = not self.last.lexemes or self.last.lexemes[-1].text in ("_", "^")
        if not operand and any(item.kind in ("relation", "text") for item in remarks.outside(lexeme.inside)):
            self._reason(at, lexeme)
        else:
            self._formula(at, lexeme)

    def _after(self, at: int) -> int:
        """Return the place of the first token after a lexeme."""
        lexemes = self.row.lexemes
        return lexemes[at + 1].place if at + 1 < len(lexemes) else len(self.row.tokens)
