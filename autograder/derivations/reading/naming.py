"""A writer's names for the two densities and the latent, brought to p, q and z.

Some call the two densities of a divergence p_1 and p_2, p and p', f and g; some call the latent t or theta,
or take all logarithms to base 2. What is meant shows in the divergences and in what q is a density of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from autograder.derivations.reading.syntax import LATENT
from autograder.derivations.reading.variables import PARAMETERS, variable_of
from autograder.derivations.tex.lexeme import Lexeme, nesting, significant

LATENTS = "tθwsyuvcab"  # what else a latent is called
Lexemes = Sequence[Lexeme]


class Name(NamedTuple):
    """A density's letter, and what tells it from another of the same letter: an index, primes or a star."""

    letter: str
    mark: str = ""

    @property
    def text(self) -> str:
        """The name as the writer has it, near enough: p_1, p', p^*."""
        index = "_" if self.mark[:1].isalnum() else "^" if self.mark == "*" else ""
        return self.letter + index + self.mark


@dataclass
class Names:
    """How a part's writer calls p, q and z where they have other names; `base` is that of all logarithms."""

    densities: dict[Name, str] = field(default_factory=dict)
    latent: str = ""
    base: bool = False

    @property
    def own(self) -> dict[str, str]:
        """What the writer calls p, q and z."""
        names = {ours: name.text for name, ours in self.densities.items()}
        return names | ({"z": self.latent} if self.latent else {})

    def translate(self, lexemes: Lexemes) -> list[Lexeme]:
        """Return lexemes with the names that the reader knows."""
        if not (self.densities or self.latent or self.base):
            return list(lexemes)
        return list(self._translation(lexemes))

    def _translation(self, lexemes: Lexemes) -> Iterator[Lexeme]:
        at = 0
        while at < len(lexemes):
            lexeme = lexemes[at]
            name, after = _density_at(lexemes, at)
            if name in self.densities:
                yield lexeme._replace(text=self.densities[name])
                yield from self._translation(_without_mark(lexemes[at + 1 : after], name.mark))
                at = after
                continue
            at += 1
            if self.base and lexeme.text == "log" and _base_at(lexemes, at):
                at += 2
            if self.latent and lexeme.kind == "name" and _spelling(lexeme) == self.latent:
                lexeme = lexeme._replace(text="z")
            yield lexeme._replace(inside=tuple(self._translation(lexeme.inside))) if lexeme.inside else lexeme


def names(formulas: Sequence[Lexemes]) -> Names:
    """Return how the writer of some formulas calls p, q and z."""
    everything = [list(formula) for formula in formulas]
    own = Names(base=_all_binary(everything))
    mentions = list(dict.fromkeys(name for formula in everything for name in _densities(formula)))
    pairs = [pair for formula in everything for pair in _comparisons(formula)]
    for first, second in pairs:
        if first != second and not own.densities and not {first, second} <= {Name("p"), Name("q")}:
            own.densities |= _pair(first, second)
    for letter in "pq":
        variants = {name for name in mentions if name.letter == letter and name not in own.densities}
        if len(variants) == 1 and (only := variants.pop()).mark and not only.mark[0].isalnum():
            own.densities[only] = letter  # p^* alone is p
    priors = [content for formula in everything for letter, content in _arguments(formula) if letter == "p"]
    if Name("π") in mentions and not any(
        len(content) == 1 and _spelling(content[0]) in LATENT for content in priors
    ):
        own.densities[Name("π")] = "p"
    own.latent = _latent(everything)
    return own


def _pair(first: Name, second: Name) -> dict[Name, str]:
    """Return what two compared densities are called here, where they are not p and q."""
    if first.letter == second.letter and first.letter in "pq":
        other = "q" if first.letter == "p" else "p"
        return {first: first.letter, second: other}
    if first.letter in "pq" or second.letter in "pq":
        return {}
    return {first: "p", second: "q"}


def _spelling(lexeme: Lexeme) -> str:
    return lexeme.text if lexeme.text in PARAMETERS else lexeme.text.lower()


def _density_at(lexemes: Lexemes, at: int) -> tuple[Name, int]:
    """Return the density that begins at a place, or an empty name, and the place after its marks."""
    lexeme = lexemes[at]
    if lexeme.kind != "name":
        return Name(""), at
    letter = lexeme.text.lower() if lexeme.text in "PQ" else lexeme.text
    mark, after = "", at + 1
    while after < len(lexemes) and lexemes[after].is_sign("_^'"):
        sign = lexemes[after].text
        after += 1
        if sign == "'":
            mark += "'"
        elif after < len(lexemes):
            content = significant(lexemes[after].inside) or [lexemes[after]]
            text = "".join(item.text for item in content)
            after += 1
            if (
                sign == "_" and (text.isdecimal() or (len(text) == 1 and text.isupper() and text.isascii()))
            ) or (sign == "^" and text in ("*", "'")):
                mark += text
    return Name(letter, mark), after


def _without_mark(lexemes: Lexemes, mark: str) -> list[Lexeme]:
    """Return what stands below and above a name without the marks that tell it from others."""
    rest: list[Lexeme] = []
    at = 0
    while at < len(lexemes):
        script = lexemes[at : at + 1] if lexemes[at].text == "'" else lexemes[at : at + 2]
        text = "".join(item.text for item in (significant(script[-1].inside) or script[-1:]))
        if not (text and text in mark):
            rest += script
        at += len(script)
    return rest


def _densities(lexemes: Lexemes) -> Iterator[Name]:
    """Yield the names that stand for densities: p and q however they are marked, and others with a latent."""
    for at, lexeme in enumerate(lexemes):
        name, after = _density_at(lexemes, at)
        opens = after < len(lexemes) and lexemes[after].kind == "open"
        if name.letter in ("p", "q") or (name.letter == "π" and opens):
            yield name
        yield from _densities(lexeme.inside)


def _comparisons(lexemes: Lexemes) -> Iterator[tuple[Name, Name]]:
    """Yield the two names of each divergence."""
    for at, lexeme in enumerate(lexemes):
        yield from _comparisons(lexeme.inside)
        if lexeme.kind != "bars":
            continue
        before = _first_in_bracket(lexemes, at)
        if before is not None and at + 1 < len(lexemes):
            first, second = _density_at(lexemes, before)[0], _density_at(lexemes, at + 1)[0]
            if first.letter and second.letter:
                yield first, second


def _first_in_bracket(lexemes: Lexemes, at: int) -> int | None:
    """Return the place of what comes first in the bracket around a place."""
    depth = 0
    for place in range(at - 1, -1, -1):
        depth -= nesting([lexemes[place]])
        if depth < 0:
            return place + 1 if place + 1 < at else None
    return 0 if at else None


def _all_binary(formulas: list[list[Lexeme]]) -> bool:
    """Whether there are logarithms and each is to base 2."""
    bases = [base for formula in formulas for base in _bases(formula)]
    return bool(bases) and all(bases)


def _bases(lexemes: Lexemes) -> Iterator[bool]:
    for at, lexeme in enumerate(lexemes):
        if (lexeme.kind, lexeme.text) == ("command", "log"):
            yield _base_at(lexemes, at + 1)
        yield from _bases(lexeme.inside)


def _base_at(lexemes: Lexemes, at: int) -> bool:
    """Whether the base 2 stands at a place."""
    if not (at + 1 < len(lexemes) and lexemes[at].is_sign("_")):
        return False
    base = significant(lexemes[at + 1].inside) or [lexemes[at + 1]]
    return [item.text for item in base] == ["2"]


def _latent(formulas: list[list[Lexeme]]) -> str:
    """Return what the latent is called where no density has an argument called z or the like."""
    arguments = [content for formula in formulas for content in _arguments(formula)]
    variables = {v for _, content in arguments for item in content if (v := variable_of(item)) is not None}
    if any(variable in LATENT for variable in variables - {"w", "u"}):
        return ""
    first = [_spelling(content[0]) for letter, content in arguments if letter == "q" and content]
    candidates = [name for name in first if name in LATENTS and name not in ("w", "u")]
    return candidates[0] if candidates and "x" in variables else ""


def _arguments(lexemes: Lexemes) -> Iterator[tuple[str, list[Lexeme]]]:
    """Yield the letter and the arguments of each density that has some."""
    for at, lexeme in enumerate(lexemes):
        yield from _arguments(lexeme.inside)
        name, after = _density_at(lexemes, at)
        if name.letter in ("p", "q") and after < len(lexemes) and lexemes[after].kind == "open":
            depth, end = 0, after
            for end in range(after, len(lexemes)):
                depth += nesting([lexemes[end]])
                if depth == 0:
                    break
            yield name.letter, _flat(lexemes[after + 1 : end])


def _flat(lexemes: Lexemes) -> list[Lexeme]:
    """Return names out of braces around single ones."""
    return [item.inside[0] if item.kind == "group" and item.inside else item for item in lexemes]
