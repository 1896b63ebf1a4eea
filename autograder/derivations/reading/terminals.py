"""Lexemes to the terminals of formula.lark: what TeX binds to a sign is one with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lark import Token

from autograder.derivations.reading.syntax import Unknown
from autograder.derivations.reading.variables import only_parameters, variable_of
from autograder.derivations.tex.errors import Unreadable
from autograder.derivations.tex.lexeme import Kind, Lexeme, nesting, significant, within

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
SCRIPTS = ("SUB", "INDEX", "PRIME")
# After these a superscript is an index, and never a power.
WITH_INDEX = ("LETTER", "_ELBO", "_KL", "_EXPECT", "_INT", "_TOTAL", "_PRODUCT", "DIFF")
FUNCTIONS = "fghφwr"  # names of variables and parameters that are functions too, before a bracket


def terminals(lexemes: Sequence[Lexeme]) -> list[Token]:
    """Return a formula's terminals; each value is what the grammar's rules make use of."""
    return _Terminals(significant(lexemes)).run()


def terminal(kind: str, value: Any, label: str = "") -> Token:
    """Return a terminal with a value of any type, and what a message calls it."""
    token = Token(kind, label or (value if isinstance(value, str) else kind))
    token.value = value
    return token


class _Terminals:
    """Walks over lexemes once; those still to be read are in reverse."""

    def __init__(self, lexemes: list[Lexeme]) -> None:
        self.waiting = lexemes[::-1]
        self.out: list[Token] = []
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

    def _emit(self, kind: str, value: Any, label: str = "") -> None:
        self.out.append(terminal(kind, value, label))

    def _last(self) -> str:
        """Return the kind of the terminal before, whatever stands below or above it."""
        return next((t.type for t in reversed(self.out) if t.type not in SCRIPTS), "")

    def _opens(self, ahead: int = 0) -> bool:
        """Whether a bracket opens here, or some places ahead."""
        return len(self.waiting) > ahead and self.waiting[-1 - ahead].kind == "open"

    def _content(self, ahead: int = 0) -> list[Lexeme]:
        """Return what stands in the bracket that opens here, or some places ahead."""
        depth = 0
        start = len(self.waiting) - 1 - ahead
        for at in range(start, -1, -1):
            depth += nesting([self.waiting[at]])
            if depth == 0:
                return self.waiting[at + 1 : start][::-1]
        raise Unreadable("a bracket is never closed")

    def _drop_bracket(self) -> None:
        del self.waiting[-len(self._content()) - 2 :]

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

    def _name(self, lexeme: Lexeme) -> None:
        name = lexeme.text
        following = self.waiting[-1] if self.waiting else None
        if name in ("p", "q", "P", "Q"):
            self._emit("MASS" if self._multiplies() else "DENSITY", name.lower())
        elif name == "e" and following is not None and following.is_sign("^"):
            self._emit("_NAPIER", name)
        elif name == "D" and following is not None and (following.is_sign("_") or self._divides()):
            self._emit("_KL", name)
        elif name in ("L", "F"):
            self._emit("LETTER", name)
        elif name == "H" and self._opens(self._scripts_ahead()):
            self._emit("_ENTROPY", name)
        elif name == "N" and self._opens():
            self._normal()
        elif not self._function(lexeme):
            self._emit("NAME", lexeme, name)

    def _multiplies(self) -> bool:
        """Whether a bracket that follows is a factor, and no list of arguments."""
        scripts = self._scripts_ahead()
        content = self._content(scripts) if scripts and self._opens(scripts) else []
        return any(item.kind == "command" or item.is_sign("+-") for item in content)

    def _scripts_ahead(self) -> int:
        """Return how many lexemes stand below a name, or as its primes."""
        ahead = 0
        while len(self.waiting) > ahead and self.waiting[-1 - ahead].is_sign("_'"):
            ahead += 1 if self.waiting[-1 - ahead].text == "'" else 2
        return min(ahead, len(self.waiting))

    def _normal(self) -> None:
        r"""Read \mathcal{N}(z; 0, I) as a density of the writer's own, of the variables in it."""
        content = [item for lexeme in self._content() for item in (lexeme, *within(lexeme.inside))]
        variables = [v for item in content if (v := variable_of(item)) in ("x", "z")]
        self._drop_bracket()
        letters = "".join(item.text for item in content)
        self._emit("OWN", Unknown(f"N({letters})", tuple(dict.fromkeys(v for v in variables if v))))

    def _divides(self) -> bool:
        """Whether a bracket with || follows: D[q || p]."""
        return self._opens() and any(lexeme.kind == "bars" for lexeme in self._content())

    def _function(self, lexeme: Lexeme) -> bool:
        """Read a function of the writer's own: of variables or parameters, or of anything."""
        scripts = self._scripts_ahead()
        marks = sum(item.text == "'" for item in self.waiting[len(self.waiting) - scripts :])
        own = variable_of(lexeme) is None or lexeme.text in FUNCTIONS
        if not (own and self._opens(scripts)) or self._in_density():
            return False
        del self.waiting[len(self.waiting) - scripts :]
        name, content = lexeme.text + "'" * marks, self._content()
        variables = [v for item in content if item.kind == "name" and (v := variable_of(item)) is not None]
        names = [item.text for item in content if item.kind == "name"]
        if all(item.kind == "name" or item.text == "," for item in content) and 0 < len(names) == len(
            variables
        ):
            self._drop_bracket()
            self._emit("OWN", Unknown(name, tuple(variables)))
        elif len(content) == 3 and variables and content[1].is_sign("_") and content[2].kind == "number":
            self._emit("APPLICATION", name)  # f(x_1), at a place
        elif only_parameters(content):  # g(x|z), which is not g(z|x)
            self._drop_bracket()
            letters = "".join(item.text for item in content) if variables else ""
            self._emit("OWN", Unknown(name + letters, tuple(dict.fromkeys(variables))))
        else:
            self._emit("APPLICATION", name)
        return True

    def _in_density(self) -> bool:
        """Whether a density's arguments are open here."""
        depth = 0
        for place in range(len(self.out) - 1, -1, -1):
            depth += (self.out[place].type == "_RP") - (self.out[place].type == "_LP")
            if depth < 0:
                before = (t.type for t in reversed(self.out[:place]) if t.type not in SCRIPTS)
                return next(before, "") == "DENSITY"
        return False

    def _differential(self, lexeme: Lexeme) -> str | None:
        """Return the variable if dz or the like begins with a lexeme."""
        if lexeme.kind == "command" and lexeme.text in ("dz", "dx"):
            return lexeme.text[1]
        if lexeme.kind not in ("name", "command") or lexeme.text != "d" or not self.waiting:
            return None
        following = self.waiting[-1]
        return variable_of(
            following.inside[0] if following.kind == "group" and following.inside else following
        )

    def _take_differential(self, lexeme: Lexeme, variable: str) -> None:
        """Take dz with its marks; several side by side are one terminal."""
        if lexeme.text == "d":
            self.waiting.pop()
        while self.waiting and self.waiting[-1].is_sign("_^'"):
            if self.waiting.pop().text == "'":
                variable += "'"
            elif self.waiting:
                self.waiting.pop()
        if self.out and self.out[-1].type == "DIFF":
            self.out[-1] = terminal("DIFF", (*self.out[-1].value, variable), "d")
        else:
            self._emit("DIFF", (variable,), "d")
