"""The brackets that writers leave out, put in: what a logarithm, an expectation or an integral is of.

Without brackets a logarithm takes the next factor or, `greedy`, the product that it begins, up to the next
large operator. An expectation, sum or integral takes its term or, `wide`, all that follows where no sign or
factor stands before it; an integral with its dz at the end takes all up to there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from lark import Token

from autograder.derivations.reading.stream import SCRIPTS, terminal
from autograder.derivations.reading.terminals import UNKNOWN

LARGE = (
    "_INT",
    "_TOTAL",
    "_PRODUCT",
    "_EXPECT",
    "_LOG",
    "_KL",
    "_ELBO",
)  # what ends the product that a logarithm takes
OPERATORS = ("_INT", "_TOTAL", "_PRODUCT", "_EXPECT", "_LOG", "_EXP")  # those that have an operand
OPENING, CLOSING = ("_LP", "_LB", "_LANGLE"), ("_RP", "_RB")
ENDS = ("_OVER", "_COMMA", "_SEMI", "_COLON", "_BAR", "_BARS", "_EQUALS", "_TILDE", UNKNOWN)
Extent = Literal["product", "term", "all", "differential", "bracket"]


def with_brackets(terminals: Sequence[Token], *, greedy: bool, wide: bool) -> list[Token]:
    """Return terminals with brackets around every operand that has none."""
    scopes = _Scopes(terminals, greedy, wide)
    for at in range(len(terminals)):
        scopes.read(at)
    scopes.close(("product", "term", "all", "differential"))
    return scopes.out


def _closures(terminals: Sequence[Token]) -> set[int]:
    """Return the places of integrals that end with a differential, and of those differentials."""
    levels: list[list[int]] = [[]]
    places: set[int] = set()
    for at, token in enumerate(terminals):
        if token.type == "_INT":
            levels[-1].append(at)
        elif token.type == "DIFF" and levels[-1]:
            integral = levels[-1].pop()
            if any(inner.type not in SCRIPTS for inner in terminals[integral + 1 : at]):
                places |= {integral, at}
        elif token.type in OPENING:
            levels.append([])
        elif token.type in CLOSING and len(levels) > 1:
            levels.pop()
    return places


class _Scopes:
    """Walks over terminals once; `open` has the extents of what is open here, innermost last."""

    def __init__(self, terminals: Sequence[Token], greedy: bool, wide: bool) -> None:
        self.terminals, self.greedy, self.wide = terminals, greedy, wide
        self.closures = _closures(terminals)
        self.out: list[Token] = []
        self.open: list[Extent] = []
        self.operator: int | None = None  # whose operand comes next
        self.plain = True  # whether a term begins here, and no sign or factor changes what it is taken of

    def read(self, at: int) -> None:
        """Put in what belongs before a terminal, and the terminal."""
        kind = self.terminals[at].type
        if self.operator is not None and self._is_head(at, kind):
            self.out.append(self.terminals[at])
            return
        after_operator = self.operator is not None
        if self.operator is not None:
            self._begin(self.operator, kind)
        before = self.terminals[at - 1].type if at else ""
        if kind in CLOSING:
            self.close(("product", "term", "all", "differential"))
            if self.open:
                self.open.pop()
        elif kind in ENDS:
            self.close(("product", "term", "all", "differential"))
        elif kind in ("_PLUS", "_MINUS") and before != "_TIMES":
            self.close(("product", "term"))
        elif kind == "DIFF" and at in self.closures:
            self.close(("product", "term", "all"))
            self.close(("differential",), most=1)
        elif kind in LARGE and not after_operator and before not in ("_TIMES", "_SLASH", "_MINUS"):
            self.close(("product",))
        self.out.append(self.terminals[at])
        if kind in OPENING:
            self.open.append("bracket")
        self.operator = at if kind in OPERATORS else None
        if self.operator is None:
            self.plain = kind in (*OPENING, *ENDS, "_PLUS")

    def _is_head(self, at: int, kind: str) -> bool:
        """Whether a terminal belongs to the operator before it: its scripts, and dz."""
        assert self.operator is not None
        operator = self.terminals[self.operator].type
        if kind == "SUP":
            return operator == "_LOG"
        return kind in SCRIPTS or (
            kind == "DIFF" and operator in ("_INT", "_TOTAL") and at not in self.closures
        )

    def _begin(self, at: int, kind: str) -> None:
        """Open the scope of an operator whose operand begins with a kind of terminal."""
        operator, self.operator = self.terminals[at].type, None
        extent: Extent = "all" if self.wide and self.plain else "term"
        if operator in ("_LOG", "_EXP"):
            self.plain = False
            if not self.greedy or (kind in LARGE and kind != "_LOG"):
                return
            extent = "product"
        elif operator == "_EXPECT" and kind in ("_LP", "_LANGLE"):
            return
        elif at in self.closures:
            extent, self.plain = "differential", True
        self.open.append(extent)
        self.out.append(terminal("_LP", "("))

    def close(self, extents: tuple[Extent, ...], most: int | None = None) -> None:
        """Close the innermost scopes as long as they have one of some extents."""
        while self.open and self.open[-1] in extents and most != 0:
            self.open.pop()
            self.out.append(terminal("_RP", ""))
            most = None if most is None else most - 1
