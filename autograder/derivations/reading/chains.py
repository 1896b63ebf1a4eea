"""Displayed rows as chains of relations: A = B <= C, over as many rows and displays as the writer took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from autograder.derivations.reading.piece import Piece
from autograder.derivations.reading.pieces import pieces
from autograder.derivations.reading.rows import whole_rows
from autograder.derivations.tex.document import Display
from autograder.derivations.tex.lexeme import Lexeme, within


@dataclass
class Link:
    """One expression of a chain, and the relation that leads to it (empty at the chain's head)."""

    relation: str
    lexemes: list[Lexeme]
    line: int
    source: str
    problem: str = ""
    place: int = 0  # in the text
    conditional: bool = False  # true under a condition that is named
    reason: str = ""  # the words at its end


@dataclass(eq=False)
class Chain:
    """Expressions joined by relations.

    A remark is not part of the argument; a claim gives a term its name; a consequence rests on the chain
    before it.
    """

    links: list[Link] = field(default_factory=list)
    remark: bool = False
    claim: bool = False
    consequence: bool = False


def chains(displays: list[Display]) -> list[Chain]:
    """Read displays in order; one that begins with a relation goes on with the chain before it."""
    argument: list[Chain] = []
    for display in displays:
        current = next((c for c in reversed(argument) if not (c.remark or c.claim)), None)
        first = True
        for row in whole_rows(display.rows):
            aside: Chain | None = None
            remark = display.inline or any(lexeme.text == "iff" for lexeme in row.lexemes)
            claims: list[Chain] = []
            for piece in pieces(row):
                claims += _claims(piece)
                if piece.aside:
                    length = len(argument)
                    aside = _add(argument, aside, piece, not piece.relation, True)
                    if len(argument) > length and current is not None:  # the row rests on it
                        argument.insert(argument.index(current), argument.pop())
                else:
                    current = _add(argument, current, piece, first, remark)
                    first = False
            for claim in claims:
                claim.remark = claim.remark or display.inline
            argument += claims
    return argument


def _claims(piece: Piece) -> list[Chain]:
    """Return what a piece says of its terms: below braces, or in the row's tag."""
    terms = [lexeme for lexeme in within(piece.lexemes) if lexeme.label and _is_name(lexeme.label)]
    claims = [_claim(piece, list(lexeme.inside), list(lexeme.label)) for lexeme in terms]
    for claim in claims:
        claim.links[1].lexemes = [x for x in claim.links[1].lexemes if x.kind != "relation"]
        claim.remark = not any(x.text in ("elbo", "kl") for x in claim.links[1].lexemes)
    if piece.tag and piece.lexemes:
        name = [Lexeme("command", piece.tag, piece.line)]
        claims.append(_claim(piece, piece.lexemes, name))
        claims[-1].remark = True  # it may name the whole row
    return claims


def _is_name(label: Sequence[Lexeme]) -> bool:
    """Whether a label names what the question speaks of, or says what its term is equal to."""
    if label[0].kind == "relation":
        return label[0].text == "=" and len(label) > 1
    return any(lexeme.kind == "command" and lexeme.text in ("elbo", "kl") for lexeme in label) or (
        label[0].kind == "name" and label[0].text == "L"
    )


def _claim(piece: Piece, term: list[Lexeme], name: list[Lexeme]) -> Chain:
    """Return the claim that a term is what it is called."""
    head = Link("", list(term), piece.line, "", place=piece.place)
    words = "".join(lexeme.text for lexeme in name)
    tail = Link("=", name, piece.line, f"\\text{{a term that is called {words}}}", place=piece.place)
    return Chain([head, tail], claim=True)


def _add(
    argument: list[Chain], current: Chain | None, piece: Piece, first: bool, remark: bool
) -> Chain | None:
    """Put a piece where it belongs and return the chain that what follows may go on with."""
    link = Link(piece.relation, piece.lexemes, piece.line, piece.source, piece.row.problem, piece.place)
    link.conditional, link.reason = piece.conditional, piece.reason
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
    if not (piece.relation or piece.lexemes or link.problem or piece.leads_on):
        return current
    head = [Link("", [], piece.line, "", place=piece.place)] if piece.relation else []
    argument.append(Chain([*head, link], remark, consequence=piece.consequence))
    return argument[-1]


def _completes(last: Link, piece: Piece, first: bool) -> bool:
    """Whether a piece without a relation goes on with the expression before it."""
    if piece.relation or piece.new == "comma" or last.problem or piece.row.problem:
        return False
    if _dangling(last):
        return True
    sign = piece.lexemes[0] if piece.lexemes else None
    has_sign = sign is not None and (sign.is_sign("+*/") or (sign.is_sign("-") and piece.indent))
    return not first and (has_sign or not piece.leads_on)


def _dangling(link: Link) -> bool:
    """Whether an expression is still to come after a relation."""
    return bool(link.relation) and not link.lexemes and not link.problem
