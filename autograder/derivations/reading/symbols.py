"""Names in formulas: densities, the ELBO, entropies, and symbols and functions of the writer's own."""

from __future__ import annotations

from autograder.derivations.reading.cursor import unclosed
from autograder.derivations.reading.grammar import Grammar
from autograder.derivations.reading.names import density_arguments, only_parameters, variable_of
from autograder.derivations.reading.syntax import (
    Applied,
    Density,
    Elbo,
    Entropy,
    Exp,
    Expectation,
    Expr,
    Log,
    Unknown,
    Value,
    is_latent,
    negative,
)
from autograder.derivations.tex.errors import Unreadable
from autograder.derivations.tex.lexemes import Lexeme

BOUNDS = ("elbo", "vlb", "elb", "lower", "bound", "lowerbound")  # below L: the ELBO


class Symbols(Grammar):
    """Parses what begins with a name."""

    def named(self) -> Expr:
        """What begins with a name."""
        lexeme = self.lexemes[self.at]
        self.at += 1
        name = lexeme.text
        if name in ("p", "q", "P", "Q"):
            return self.a_density(name.lower())
        if name == "e" and self.is_sign("^"):
            self.at += 1
            return Exp(self.script_expression())
        if name == "D" and (self.divides() or self.is_sign("_")):
            return self.divergence()
        if name in ("L", "F"):
            return self.letter(name)
        following = self.peek()
        if name == "H" and following is not None and following.kind == "open":
            return self.entropy()
        variable = variable_of(lexeme)
        below, above = self.scripts_before_power()
        marks = "'" * sum(mark.text == "'" for mark in above)
        following = self.peek()
        if (
            following is not None
            and following.kind == "open"
            and (variable is None or name in ("f", "g", "h", "φ", "w", "r"))
        ):
            return self.own_function(name + marks)
        if (variable is not None and is_latent(variable)) or name in ("x", "y", "X", "Y", "t"):
            return Value(str(variable) + marks)
        if name == "d":
            raise Unreadable("`d` cannot be read here; write the integral as \\int ... dz")
        return Unknown(name + marks + "".join(lexeme.text for lexeme in below)[:20])

    def a_density(self, name: str) -> Expr:
        """p or q, with its arguments where it has some."""
        below, above = self.scripts_of_density()
        lexeme = self.peek()
        if any(item.text in ("'", "*") for item in above) or self.is_sign("'"):
            raise Unreadable(f"`{name}'` cannot be read; only p and q have a meaning here")
        if lexeme is None or lexeme.kind != "open":
            index = below[0] if len(below) == 1 and below[0].kind == "name" else None
            if index is not None and index.text in "ijknmxyz":
                return Density(name, (str(variable_of(index)),))
            return Density(name, index=_letters(below))
        of, given = density_arguments(self.bracket_content())
        return Density(name, of, given, _letters(below))

    def scripts_of_density(self) -> tuple[list[Lexeme], list[Lexeme]]:
        """Take a density's subscript, and a superscript where its argument follows (else it is a power)."""
        start = self.at
        below, above = self.scripts()
        lexeme = self.peek()
        if above and (lexeme is None or lexeme.kind != "open"):
            self.at = start
            below, above = self.script("_"), []
        return below, above

    def own_function(self, name: str) -> Expr:
        """A function of the writer's own: of variables, of parameters, or of anything."""
        content = self.bracket_content()
        variables = [variable_of(item) for item in content if item.kind == "name"]
        plain = all(item.kind == "name" or item.text == "," for item in content)
        if plain and variables and all(variables):
            return Unknown(name, tuple(v for v in variables if v))
        if only_parameters(content):  # g(x|z), which is not g(z|x)
            of = dict.fromkeys(v for v in variables if v is not None)
            return Unknown(name + "".join(item.text for item in content if of), tuple(of))
        return Applied(name, self.sub(content).whole())

    def entropy(self) -> Expr:
        """H(p), or the cross-entropy H(p, q)."""
        content = self.bracket_content()
        for number, lexeme in enumerate(content):
            if lexeme.text == "," and unclosed(content[:number]) == 0:
                first, second = (
                    self.sub(content[:number]).density(),
                    self.sub(content[number + 1 :]).density(),
                )
                return negative(Expectation(first, None, Log(second)))
        return Entropy(self.sub(content).density())

    def letter(self, name: str) -> Expr:
        """L or F: the ELBO, unless a word below it, as in L_{VAE}, makes it a symbol of the writer's own."""
        below, _ = self.scripts()
        self.skip_parameters()
        letters = _letters(below)
        if letters.lower() in BOUNDS:
            return Elbo()
        word = all(lexeme.kind in ("name", "text", "command") for lexeme in below)
        if word and len(letters) > 2 and letters.isascii():
            return Unknown(f"{name} {letters}")
        return Elbo(letter=True)

    def elbo(self) -> Expr:
        """The ELBO as a word, with its arguments."""
        self.scripts()
        self.skip_parameters()
        return Elbo()

    def skip_parameters(self) -> None:
        """Leave out (theta, phi; x), but not a bracket that is a factor."""
        lexeme = self.peek()
        if lexeme is not None and lexeme.kind == "open":
            start = self.at
            if not only_parameters(self.bracket_content()):
                self.at = start

    def scripts_before_power(self) -> tuple[list[Lexeme], list[Lexeme]]:
        """Take a name's subscript and primes, and leave a power alone unless it is an index in brackets."""
        below = self.script("_")
        above: list[Lexeme] = []
        while self.is_sign("'"):
            above.append(self.lexemes[self.at])
            self.at += 1
        following = self.peek(1)
        if (
            self.is_sign("^")
            and following is not None
            and following.kind == "group"
            and following.inside
            and following.inside[0].kind == "open"
        ):
            self.script("^")
        return below or self.script("_"), above


def _letters(lexemes: list[Lexeme]) -> str:
    return "".join(lexeme.text for lexeme in lexemes)
