"""Lexemes to the terminals of formula.lark: what TeX binds to a sign is one with it."""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token

from autograder.derivations.reading.letters import Letters
from autograder.derivations.reading.stream import terminal
from autograder.derivations.reading.variables import only_parameters
from autograder.derivations.tex.errors import Unreadable
from autograder.derivations.tex.lexeme import Kind, Lexeme, significant

UNKNOWN = "UNKNOWN"
KINDS: dict[Kind, str] = {"close": "_RP", "bar": "_BAR", "bars": "_BARS"}
SIGNS = {"*": "_TIMES", "/": "_SLASH", ",": "_COMMA", ";": "_SEMI", ":": "_COLON", "'": "PRIME"}
RELATIONS = {"=": "_EQUALS", "~": "_TILDE"}
COMMANDS = {
    "frac": "_FRAC",
    "over": "_OVER",
    "log": "_LOG",
    "exp": "_EXP",
    "sqrt": "_SQRT",
    "int": "_INT",
    "sum": "_TOTAL",
    "prod": "_PRODUCT",
    "E": "_EXPECT",
    "kl": "_KL",
    "elbo": "_ELBO",
}
# After these a superscript is an index, and never a power.
WITH_INDEX = ("LETTER", "_ELBO", "_KL", "_EXPECT", "_INT", "_TOTAL", "_PRODUCT", "DIFF")


def terminals(lexemes: Sequence[Lexeme]) -> list[Token]:
    """Return a formula's terminals; each value is what the grammar's rules make use of."""
    return _Terminals(significant(lexemes)).run()


class _Terminals(Letters):
    """Goes over lexemes once."""

    def __init__(self, lexemes: list[Lexeme]) -> None:
        super().__init__(lexemes)
        self.closing: list[str] = []  # the terminals that end the braces around
        self.rules = {
            "operator": self._operator,
            "group": self._group,
            "open": self._open,
            "command": self._command,
            "number": self._number,
            "name": self._name,
        }

    def run(self) -> list[Token]:
        while self.waiting:
            lexeme = self.waiting.pop()
            if (variable := self._differential(lexeme)) is not None:
                self._take_differential(lexeme, variable)
            elif lexeme.kind in self.rules:
                self.rules[lexeme.kind](lexeme)
            elif lexeme.kind == "close" and not lexeme.text:
                self._emit(self.closing.pop(), "}")
            else:
                relation = RELATIONS.get(lexeme.text, UNKNOWN) if lexeme.kind == "relation" else UNKNOWN
                text = f"\\text{{{lexeme.text}}}" if lexeme.kind == "text" else lexeme.text
                self._emit(KINDS.get(lexeme.kind, relation), text)
        if sum((t.type in ("_LP", "_LANGLE")) - (t.type == "_RP") for t in self.out) > 0:
            raise Unreadable("a bracket is never closed")
        return self.out

    def _operator(self, lexeme: Lexeme) -> None:
        if lexeme.text in ("_", "^"):
            self._script(lexeme.text)
        elif lexeme.text not in ("+", "-"):
            self._emit(SIGNS.get(lexeme.text, UNKNOWN), lexeme.text)
        elif self.out and self.out[-1].type in ("_PLUS", "_MINUS"):  # two signs are one
            negative = (self.out[-1].type == "_MINUS") != (lexeme.text == "-")
            self.out[-1] = terminal("_MINUS" if negative else "_PLUS", lexeme.text)
        else:
            self._emit("_PLUS" if lexeme.text == "+" else "_MINUS", lexeme.text)

    def _script(self, sign: str) -> None:
        """Take what stands below or above as one terminal: SUB, SUP (a power) or INDEX."""
        content: list[Lexeme] = []
        if self.waiting:
            script = self.waiting.pop()
            content = significant(script.inside) if script.kind == "group" else [script]
        if sign == "_":
            self._emit("SUB", content, sign)
            return
        last = self._last()
        index = last in WITH_INDEX or (last == "NAME" and bool(content) and content[0].kind == "open")
        if last == "DENSITY" and self.out[-1].type != "_RP":
            index = self._opens() or (bool(self.waiting) and self.waiting[-1].text == "_")
            if index and any(lexeme.text in ("'", "*") for lexeme in content):
                raise Unreadable("`p'` cannot be read; only p and q have a meaning here")
        self._emit("INDEX" if index else "SUP", content, sign)

    def _group(self, group: Lexeme) -> None:
        """Read braces: a bracket where a sign takes its argument in them, and nothing after an integral."""
        inside = significant(group.inside)
        last = self._last()
        has_bracket = bool(inside) and inside[0].kind == "open"
        if last == "_INT" or (last == "_EXPECT" and has_bracket):
            self.waiting += inside[::-1]
            return
        if last == "_KL" and has_bracket and inside[-1].kind == "close":
            inside = inside[1:-1]
        opening, closing = ("_LP", "_RP") if last == "_KL" else ("_LB", "_RB")
        self._emit(opening, "{")
        self.closing.append(closing)
        self.waiting += [Lexeme("close", "", group.line), *inside[::-1]]

    def _open(self, lexeme: Lexeme) -> None:
        self.waiting.append(lexeme)
        if self._last() in ("LETTER", "_ELBO") and only_parameters(self._content()):
            self._drop_bracket()
            self._emit("_PARAMETERS", lexeme.text)
        else:
            self.waiting.pop()
            self._emit("_LANGLE" if lexeme.text == "<" else "_LP", lexeme.text)

    def _command(self, lexeme: Lexeme) -> None:
        if lexeme.text != "int" or self._last() != "_INT":  # several integral signs are one
            self._emit(COMMANDS.get(lexeme.text, UNKNOWN), lexeme.text)

    def _number(self, lexeme: Lexeme) -> None:
        text = lexeme.text
        for digits in text if self._last() == "_FRAC" and len(text) > 1 else [text]:  # \frac12
            self._emit("NUMBER", digits)
