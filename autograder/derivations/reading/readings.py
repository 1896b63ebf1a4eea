"""The ways to read an expression.

Some habits are ambiguous: whether a logarithm without brackets takes the next factor or the whole product,
whether an expectation or integral without brackets takes the next term or all that follows, what KL is short
for, and what an expectation is over.
"""

from __future__ import annotations

from collections.abc import Iterator

from autograder.derivations.reading.formula import formula, ways
from autograder.derivations.reading.syntax import Density, Divergence, Expectation, Expr
from autograder.derivations.tex.errors import Unreadable
from autograder.derivations.tex.lexeme import Lexeme, nesting

MAX_LEXEMES = 1500
MAX_READINGS = 6


def readings(lexemes: list[Lexeme]) -> list[Expr]:
    """Return the ways to read an expression, the likeliest first; Unreadable where there is none."""
    if lexemes and lexemes[-1].kind == "close" and nesting(lexemes) == -1:
        lexemes = lexemes[:-1]  # a bracket too many, at the end where it changes nothing
    if _size(lexemes) > MAX_LEXEMES:
        raise Unreadable(f"the formula has more than {MAX_LEXEMES} symbols; write it as several lines")
    options: list[Expr] = []
    problem = Unreadable("nothing stands here")
    for greedy, wide in ways(lexemes):
        try:
            expression = formula(lexemes, greedy=greedy, wide=wide)
        except Unreadable as error:
            problem = error
            continue
        options += [reading for reading in (expression, *_shorthand(expression)) if reading not in options]
    if not options:
        raise problem
    return options[:MAX_READINGS]


def _shorthand(expression: Expr) -> Iterator[Expr]:
    """Yield what KL(q || p) may be short for, and expectations of constants.

    KL is to the posterior, to the prior, or, as in its definition, between any two distributions.
    """
    for second in (Density("p", ("z",), ("x",)), Density("p", ("z",))):
        longhand = expression
        for node in list(expression.walk()):
            if node == Divergence(Density("q"), Density("p")):
                longhand = longhand.substitute(node, Divergence(Density("q", ("z",), ("x",)), second))
        if longhand is not expression:
            yield longhand
    general = expression
    for node in list(expression.walk()):
        if isinstance(node, Divergence) and {node.first, node.second} == {Density("p"), Density("q")}:
            names = ("p", "q") if node.first == Density("p") else ("q", "p")
            general = general.substitute(node, Divergence(*(Density(name, ("x",)) for name in names)))
    if general is not expression:
        yield general
    constant = expression
    for node in list(expression.walk()):
        if isinstance(node, Expectation) and _is_of_a_constant(node):
            constant = constant.substitute(node, Expectation(Density("q", ("z",), ("x",)), None, node.body))
    if constant is not expression:
        yield constant


def _is_of_a_constant(node: Expectation) -> bool:
    """Whether an expectation may be one over z of what depends on x alone: E_q[log p(x)]."""
    bare = node.variable is None and node.under in (None, Density("q"))
    densities = [inner for inner in node.body.walk() if isinstance(inner, Density)]
    variables = {v for density in densities for v in (*density.of, *density.condition)}
    return bare and variables == {"x"} and all(density.name == "p" for density in densities)


def _size(lexemes: tuple[Lexeme, ...] | list[Lexeme]) -> int:
    return sum(1 + _size(lexeme.inside) for lexeme in lexemes)
