"""TeX source as tokens, each with its place; pylatexenc knows TeX's lexical rules."""

from __future__ import annotations

import bisect
import re
import unicodedata
from typing import Literal, NamedTuple

from pylatexenc.latexwalker import LatexWalker, LatexWalkerEndOfStream, LatexWalkerParseError
from pylatexenc.macrospec import LatexContextDb

from autograder.derivations.tex.errors import Unreadable

# Marks above and below a letter, beyond those that any script stacks: putting many in order takes for ever.
HEAPS = re.compile("(?<=[\u0300-\u036f]{8})[\u0300-\u036f]+")
MAX_CHARACTERS = 60_000  # some thirty pages of formulas
Kind = Literal["char", "macro", "begin", "end", "open", "close", "math"]
KINDS: dict[str, Kind] = {
    "char": "char",
    "macro": "macro",
    "begin_environment": "begin",
    "end_environment": "end",
    "brace_open": "open",
    "brace_close": "close",
    "mathmode_inline": "math",
    "mathmode_display": "math",
}


class Token(NamedTuple):
    """One token: a macro's text has no backslash; `start` and `end` are places in the source."""

    kind: Kind
    text: str
    line: int
    start: int
    end: int
    after_space: bool  # white space comes before it

    def at(self, other: Token) -> Token:
        """Return the token as if it stood where another stands: what a macro stands for."""
        return self._replace(line=other.line, start=other.start, end=other.end)


def plain(text: str) -> str:
    """Return a text with plain letters in place of their compatibility forms, and one kind of line end."""
    plain = HEAPS.sub("", text.replace("\0", " "))
    return re.sub(r"\r\n?", "\n", unicodedata.normalize("NFKC", plain))


def tokens(source: str) -> list[Token]:
    """Split TeX into tokens, leaving out comments and white space; Unreadable where it is too long."""
    if len(source) > MAX_CHARACTERS:
        raise Unreadable(
            f"The file has {len(source):,} characters; at most {MAX_CHARACTERS:,} are read. "
            "Leave out what does not belong to the derivations."
        )
    walker = LatexWalker(source, latex_context=LatexContextDb(), tolerant_parsing=True)
    newlines = [match.start() for match in re.finditer("\n", source)]
    stream: list[Token] = []
    at = 0
    while True:
        try:
            token = walker.get_token(at)
        except LatexWalkerEndOfStream:
            return stream
        except LatexWalkerParseError:  # such as \begin without a name
            at += 1
            continue
        kind = KINDS.get(token.tok)
        if kind is not None:
            line = bisect.bisect_left(newlines, token.pos) + 1
            after_space = bool(token.pre_space)
            stream.append(Token(kind, token.arg, line, token.pos, token.pos + token.len, after_space))
        at = max(token.pos + token.len, at + 1)


def text_of(stream: list[Token]) -> str:
    """Write tokens as TeX again."""
    parts: list[str] = []
    for token in stream:
        text = {
            "macro": f"\\{token.text}",
            "begin": f"\\begin{{{token.text}}}",
            "end": f"\\end{{{token.text}}}",
        }.get(token.kind, token.text)
        letters = parts and re.search(r"\\[A-Za-z]+\Z", parts[-1]) and text[:1].isalpha()
        parts += [" "] if letters or (token.after_space and parts) else []
        parts.append(text)
    return "".join(parts)
