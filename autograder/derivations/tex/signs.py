"""Characters, signs and words as lexemes: what stands for itself, with or without a backslash."""

from __future__ import annotations

from autograder.derivations.tex import vocabulary as words
from autograder.derivations.tex.cursor import Cursor
from autograder.derivations.tex.lexeme import Kind
from autograder.derivations.tex.tokens import text_of

MAX_DIGITS = 12
SIGNS: tuple[tuple[Kind, dict[str, str]], ...] = (
    ("relation", words.RELATIONS),
    ("open", words.OPENING),
    ("close", words.CLOSING),
    ("operator", words.OPERATORS),
    ("command", words.COMMANDS),
    ("name", words.GREEK),
    ("bars", dict.fromkeys(words.DOUBLE_BARS, "||")),
    ("implies", dict.fromkeys(words.IMPLIES, "implies")),
    ("implies", dict.fromkeys(words.EQUIVALENT, "iff")),
)


class Signs(Cursor):
    """Emits what a sign, a word or a number means."""

    def _character(self, text: str) -> None:
        """Emit a character, joined with its neighbours where together they are one sign, word or number."""
        if (word := self._word(text)) is not None:
            self.at += len(word) - 1
            self._emit_word(word)
        elif text.isdecimal():
            digits = text
            while (token := self._next()) is not None and (token.text.isdecimal() or token.text == "."):
                digits += token.text
                self.at += 1
            self._emit("number", digits.rstrip(".")[:MAX_DIGITS])
        elif text == "&":
            self._emit("ampersand", "&")
        elif text in words.BECAUSE:
            self._emit("because", text)
        elif text == ".":
            self._emit("space", ".")
        elif text.isalpha() and text >= words.FIRST_IDEOGRAPH:
            if self._last("text") is None:
                self._emit("text", text)
        elif not (text in '#~"`?@$%…' or text.isspace() or self._join(text) or self._sign(text)):
            self._emit("name" if text.isalpha() else "unknown", text)

    def _word(self, text: str) -> str | None:
        if text not in words.INITIALS:
            return None
        start = self.at - 1
        row = self.row[start : start + words.LONGEST]
        following = "".join(token.text if token.kind == "char" else " " for token in row)
        return next((word for word in words.WORDS if following.startswith(word)), None)

    def _emit_word(self, word: str) -> None:
        meaning = words.WORDS[word]
        self._emit("name" if meaning == "p" else "command", meaning)

    def _join(self, text: str) -> bool:
        """Join a character with the sign before it: <=, >=, ==, :=, =: and =>."""
        relation = self._last("relation")
        if text == "=" and relation is not None and relation.text in ("<", ">", "="):
            self.out[-1] = relation._replace(text=relation.text.rstrip("=") + "=")
        elif text == ">" and relation is not None and relation.text == "=":
            self.out[-1] = relation._replace(kind="implies")
        elif text == "=" and (colon := self._last("operator")) is not None and colon.text == ":":
            self.out[-1] = colon._replace(kind="relation", text=":=")
        else:
            return text == ":" and relation is not None and relation.text == "="
        return True

    def _sign(self, text: str) -> bool:
        """Emit a character or macro that one of the tables lists."""
        for kind, names in SIGNS:
            if text in names:
                self._emit(kind, names[text])
                return True
        if text in words.BARS:
            if (bar := self._last("bar")) is not None:
                self.out[-1] = bar._replace(kind="bars", text="||")
            else:
                self._emit("bar", "|")
        return text in words.BARS

    def _control_sign(self, name: str) -> None:
        r"""Read a sign after a backslash: \| and \{ are signs, \, and \! are spaces."""
        if name == "|":
            self._emit("bars", "||")
        elif name == "%":
            self._emit("because", name)
        elif name in ("{", "}", "_"):
            self._sign(name)

    def _text(self) -> None:
        """Emit a word that has a meaning in formulas as such, and any other text as a remark."""
        text = text_of(self._tokens()).strip()
        bare = text.strip("-. ")
        if bare in words.WORDS:
            self._emit_word(bare)
        elif len(bare) == 1 and bare.isalpha():
            self._emit("name", bare)
        elif not bare.strip("()[],:;~"):
            self._emit("space", text)
            for character in bare.strip("~,:; "):
                self._sign(character)
        else:
            self._emit("text", text)
