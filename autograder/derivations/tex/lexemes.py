"""A row's tokens as lexemes: what carries meaning, with names that do not depend on the writer's taste."""

from __future__ import annotations

import re

from autograder.derivations.tex import vocabulary as words
from autograder.derivations.tex.errors import Unreadable
from autograder.derivations.tex.lexeme import Lexeme, nesting
from autograder.derivations.tex.signs import Signs
from autograder.derivations.tex.tokens import Token, text_of

MAX_DEPTH = 40


def lex(row: list[Token], depth: int = 0) -> list[Lexeme]:
    """Return a row's lexemes; Unreadable where braces are nested too deeply."""
    if depth > MAX_DEPTH:
        raise Unreadable(f"Braces are nested more than {MAX_DEPTH} deep. Write the formula more simply.")
    return _Lexer(row, depth).run()


class _Lexer(Signs):
    """Reads groups, and macros with what they are applied to, as well as signs."""

    def run(self) -> list[Lexeme]:
        while self.at < len(self.row):
            place, before = self.at, len(self.out)
            token = self.row[place]
            self.line = token.line
            if token.kind == "open":
                self._group()
            else:
                self.at += 1
                if token.kind == "macro":
                    self._macro(token.text)
                elif token.kind == "char":
                    self._character(token.text)
            if len(self.out) > before and self.out[-1].kind == "relation":
                self._skip_scripts()  # =^{(a)} and =_{(a)} are =
            additions = self.out[before:]
            if (
                [lexeme.kind for lexeme in additions] == ["text"]
                and before
                and self.out[before - 1].text in ("_", "^")
            ):
                additions = [Lexeme("group", "", self.line, tuple(additions))]  # an index, and no remark
            self.out[before:] = [lexeme._replace(place=place) for lexeme in additions]
        return self.out

    def _argument(self) -> list[Lexeme]:
        return lex(self._tokens(), self.depth + 1)

    def _group(self) -> None:
        inside = self._argument()
        if (len(inside) == 1 and inside[0].kind in words.BARE) or nesting(inside) != 0:
            self.out += (
                inside  # {=} and {\mathbb E} are what they hold; {f(x} ends in the middle of something
            )
        elif inside:
            self._emit("group", "", tuple(inside))
        elif self.out and self.out[-1].text in ("_", "^"):
            self.out.pop()  # an empty index, as macros leave it

    def _macro(self, name: str) -> None:
        following = self._next()
        if name in ("left", "right") and following is not None and following.text == ".":
            self.at += 1
        elif not name.isalpha():
            self._control_sign(name)
        elif words.COMMANDS.get(name) == "kl" and following is not None and following.kind == "open":
            self._divergence()
        elif not (self._with_argument(name) or self._alone(name)):
            self._usual(name)

    def _with_argument(self, name: str) -> bool:
        """Read a macro with what it is applied to, and say whether it is one of those."""
        if name == "tag":
            self._tag()
        elif name in words.STACKS:
            self._stack(name)
        elif name == "xlongequal":
            self._tokens()
            self._emit("relation", "=")
        elif name in words.WITHOUT_ARGUMENT:
            self._tokens()
            if name in words.SPACES:
                self._emit("space", name)
        elif name in words.WITHOUT_FIRST:
            self._tokens()
            self.out += self._argument()
        elif name in words.TEXTS:
            self._text()
        elif name in words.WRAPPERS:
            self._unwrap(name)
        elif name in words.ACCENTS:
            self.out += self._argument()
            if self._last("name") is not None:
                self._emit("operator", "'")
        else:
            return False
        return True

    def _alone(self, name: str) -> bool:
        """Read a macro that stands for itself, and say whether it is one of those."""
        if name in words.SPACES:
            self._emit("space", name)
        elif name in words.BECAUSE:
            self._emit("because", name)
        elif name in ("forall", "exists"):
            self._emit("text", f"\\{name}")
        else:
            return self._sign(name) or name in words.SILENT
        return True

    def _usual(self, name: str) -> None:
        """Give a macro that is nowhere defined the meaning that it has for most people."""
        if match := words.VECTORS.fullmatch(name):
            self._emit("name", words.GREEK.get(match[1], match[1]))
        elif (match := words.CURLY.fullmatch(name)) or (match := words.WITH_INDEX.fullmatch(name)):
            self._emit("name", match[1])
        else:
            self._emit("unknown", f"\\{name}")

    def _tag(self) -> None:
        r"""Read \tag{ELBO} as a remark with a name, and \tag{3} as nothing."""
        if (following := self._next()) is not None and following.text == "*":
            self.at += 1
        remark = text_of(self._tokens()).strip()
        if not remark.strip("()*.[]").isdecimal():
            self._emit("because", remark)

    def _divergence(self) -> None:
        r"""Read \KL{q}{p}, as most people define it."""
        first = tuple(self._argument())
        following = self._next()
        second = tuple(self._argument()) if following is not None and following.kind == "open" else ()
        bars = (Lexeme("bars", "||", self.line),) if second else ()
        self._emit("command", "kl")
        self._emit("group", "", first + bars + second)

    def _unwrap(self, name: str) -> None:
        """Read what decoration stands around, and words in upright letters."""
        following = self._next()
        if following is not None and following.text == "*":
            self.at += 1
        start = self.at
        inside = [lexeme for lexeme in self._argument() if lexeme.kind != "space"]
        letters = "".join(lexeme.text for lexeme in inside if lexeme.kind == "name")
        if name in words.UPRIGHT and words.REMARK.fullmatch(text_of(self.row[start + 1 : self.at - 1])):
            self.at = start
            self._text()
        elif name in words.UPRIGHT and len(inside) == len(letters) > 1:
            self._emit("unknown" if name == "operatorname" else "text", letters)
        elif name in words.BRACES:
            self._emit("group", "", tuple(inside))
            self.out[-1] = self.out[-1]._replace(label=self._label())
        else:
            self.out += inside

    def _label(self) -> tuple[Lexeme, ...]:
        r"""Take what stands below or above a brace: _{\text{ELBO}}, or _\text{ELBO}."""
        start = self.at
        self._skip_scripts()
        if self.at == start:
            return ()
        label = self.row[start + 1 : self.at]
        if label and label[0].kind == "open" and label[-1].kind == "close":
            label = label[1:-1]
        bare = re.sub(r"\\(?:text\w*|mathrm|mathit|operatorname|mbox)\b|[{}]", "", text_of(label)).strip(
            " .,:"
        )
        for pattern, kind in words.TERM_NAMES:
            if match := pattern.fullmatch(bare):
                minus = (Lexeme("operator", "-", self.line),) if match["minus"] else ()
                return (*minus, Lexeme("command", kind, self.line))
        return tuple(lex(label, self.depth + 1))

    def _stack(self, name: str) -> None:
        r"""Read \overset{reason}{relation}; what stands under E, a sum or an integral is its subscript."""
        above = self._argument()
        if name == "overunderset":
            self._tokens()
        self.out += self._argument()
        if name == "underset" and (self._last("command") or self._last("name")):
            self._emit("operator", "_")
            self._emit("group", "", tuple(above))
