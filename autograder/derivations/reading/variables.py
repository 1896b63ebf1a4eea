"""Which names are variables, and which are parameters that say nothing."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.derivations.reading.syntax import Variable
from autograder.derivations.tex.lexeme import Lexeme

PARAMETERS = "θφψληωαβγμσΣξδρτπMmWG"
VARIABLES = "xzyhvabijknstoruwdcζχ"


def variable_of(lexeme: Lexeme) -> Variable | None:
    """Return the variable that a name stands for; capitals mean the same."""
    if lexeme.kind == "group" and lexeme.inside:
        lexeme = lexeme.inside[0]
    if lexeme.kind != "name" or lexeme.text.lower() not in VARIABLES:
        return None
    return lexeme.text.lower()


def only_parameters(content: Sequence[Lexeme]) -> bool:
    """Whether brackets hold nothing but names, as in L(theta, phi; x)."""
    return bool(content) and all(
        lexeme.kind in ("name", "space", "bar", "bars", "number", "open", "close")
        or lexeme.is_sign(",;:^_'*")
        or (lexeme.kind == "group" and only_parameters(lexeme.inside))
        for lexeme in content
    )
