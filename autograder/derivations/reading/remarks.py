"""Words in a row that are no formula: connectives, conditions, asides and reasons; and what only looks so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from autograder.derivations.reading.piece import Piece
from autograder.derivations.tex.lexeme import Lexeme, nesting

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
# What follows these says when the statement before holds, or what it would follow from: it is no claim.
CONDITIONS = (
    "if",
    "iff",
    "when",
    "whenever",
    "unless",
    "provided",
    "only",
    "at",
    "suppose",
    "assume",
    "assuming",
)
EXTREMES = ("\\arg", "arg")  # argmin, arg max: not judged
ASIDES = ("where", "with", "let", "here")  # what follows is about a symbol of the row
# A single upright word beside a relation is a symbol (Gap = ...), unless it begins like one of these.
REASONS = (
    *("jensen", "bayes", "gibbs", "by", "using", "since", "because", "def", "thus", "so", "hence", "note"),
    *("therefore", "where", "with", "linear", "product", "chain", "as", "from", "let", "for", "if", "then"),
    *("marginal", "const", "given", "proof", "claim", "step", "similar", "final", "now", "also", "again"),
    *("clear", "recall", "maxim", "minim", "and", "or", "normali", "apply", "assum", "monte", "expand"),
)
WORD = 4  # letters side by side that are no product


def is_symbol(lexemes: list[Lexeme], at: int, piece: Piece) -> bool:
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


def outside(lexemes: Sequence[Lexeme]) -> Iterator[Lexeme]:
    """Yield the lexemes outside all brackets."""
    depth = 0
    for lexeme in lexemes:
        depth += nesting([lexeme])
        if depth == 0:
            yield lexeme


def is_wordy(lexemes: Sequence[Lexeme]) -> bool:
    """Whether letters that spell a word come next, in a bracket or without."""
    start = 1 if lexemes and lexemes[0].kind == "open" else 0
    return len(lexemes) >= start + WORD and all(
        lexeme.kind == "name" and lexeme.text.isascii() for lexeme in islice(lexemes, start, start + WORD)
    )


def is_reason(lexemes: list[Lexeme], at: int, apart: bool) -> bool:
    """Whether a bracket holds a remark, such as (by Bayes) or (p(x,z) = p(x|z)p(z)), and no factor.

    Where it stands apart a bare number is one too, such as (5).
    """
    if is_wordy(lexemes[at : at + WORD + 1]):
        return True
    depth = 0
    for end, lexeme in enumerate(islice(lexemes, at, None), at):
        depth += nesting([lexeme])
        if depth == 0:
            inside = lexemes[at + 1 : end]
            return apart and all(item.kind == "number" or item.text == "," for item in inside)
        if depth == 1 and lexeme.kind in ("relation", "text", "because", "implies"):
            return True
    return False
