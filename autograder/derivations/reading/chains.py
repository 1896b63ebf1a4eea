"""Displayed rows as chains of relations: A = B <= C, over as many rows and displays as the writer took."""

from __future__ import annotations

from dataclasses import dataclass, field

from autograder.derivations.reading.pieces import Piece, pieces
from autograder.derivations.reading.rows import joined
from autograder.derivations.tex.document import Display
from autograder.derivations.tex.lexeme import Lexeme


@dataclass
class Link:
    """One expression of a chain, and the relation that leads to it (empty at the chain's head)."""

    relation: str
    lexemes: list[Lexeme]
    line: int
    source: str
    problem: str = ""
    place: int = 0  # in the text


@dataclass(eq=False)
class Chain:
    """Expressions joined by relations; a remark is not part of the argument."""

    links: list[Link] = field(default_factory=list)
    remark: bool = False


def chains(displays: list[Display]) -> list[Chain]:
    """Read displays in order; one that begins with a relation goes on with the chain before it."""
    found: list[Chain] = []
    for display in displays:
        current: Chain | None = next((c for c in reversed(found) if not c.remark), None)
        first = True
        for row in joined(display.rows):
            aside: Chain | None = None
            remark = display.inline or any(lexeme.text == "iff" for lexeme in row.lexemes)
            for piece in pieces(row):
                if piece.aside:
                    known = len(found)
                    aside = _add(found, aside, piece, not piece.relation, True)
                    if len(found) > known and current is not None:  # the row rests on it
                        found.insert(found.index(current), found.pop())
                else:
                    current = _add(found, current, piece, first, remark)
                    first = False
    return found


def _add(found: list[Chain], current: Chain | None, piece: Piece, first: bool, remark: bool) -> Chain | None:
    """Put a piece where it belongs and return the chain that what follows may go on with."""
    link = Link(piece.relation, piece.lexemes, piece.line, piece.source, piece.row.problem, piece.place)
    if remark and first:
        current = None
    last = current.links[-1] if current is not None else None
    if current is not None and piece.relation:
        current.links.append(link)
        return current
    if last is not None and _completes(last, piece, first):
        last.lexemes += piece.lexemes
        last.source += " \\\\ " + piece.source
        return current
    if not (piece.relation or piece.lexemes or link.problem or piece.followed):
        return current
    head = [Link("", [], piece.line, "", place=piece.place)] if piece.relation else []
    found.append(Chain([*head, link], remark))
    return found[-1]


def _completes(last: Link, piece: Piece, first: bool) -> bool:
    """Whether a piece without a relation goes on with the expression before it."""
    if piece.relation or piece.new == "comma" or last.problem or piece.row.problem:
        return False
    if _dangling(last):
        return True
    sign = piece.lexemes[0] if piece.lexemes else None
    signed = sign is not None and (sign.is_sign("+*/") or (sign.is_sign("-") and piece.indented))
    return not first and (signed or not piece.followed)


def _dangling(link: Link) -> bool:
    """Whether an expression is still to come after a relation."""
    return bool(link.relation) and not link.lexemes and not link.problem
