"""The expressions of a part's chains, each with the ways to read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from autograder.derivations.reading.chains import Chain, Link, chains
from autograder.derivations.reading.naming import Names, names
from autograder.derivations.reading.readings import readings
from autograder.derivations.reading.syntax import (
    Application,
    Density,
    Divergence,
    Elbo,
    Expr,
    Unknown,
    Value,
    is_latent,
)
from autograder.derivations.tex.document import Display
from autograder.derivations.tex.errors import Unreadable
from autograder.derivations.tex.lexeme import significant

MAX_LINES = 150  # of a part; a full derivation has some ten


@dataclass
class Item:
    """A link with the ways to read it."""

    link: Link
    options: list[Expr] = field(default_factory=list)
    problem: str = ""


@dataclass
class Derivation:
    """A part's chains, and what was found anywhere in them."""

    chains: list[tuple[Chain, list[Item]]]
    functions: set[str]  # names that are functions of anything
    has_letter: bool  # the ELBO's
    names: dict[str, str] = field(default_factory=dict)  # what the writer calls p, q and z

    def options(self, most: int | None = None) -> Iterator[Expr]:
        """Yield the ways to read each expression, or the likeliest ones of each."""
        return (option for _, items in self.chains for item in items for option in item.options[:most])


def parse(number: str, displays: list[Display]) -> Derivation:
    """Read a part's displays; Unreadable where there are too many formulas."""
    argument = chains(displays)
    own = names([link.lexemes for chain in argument for link in chain.links])
    items_by_chain = [(chain, [_item(link, own) for link in chain.links]) for chain in argument]
    items = [item for _, chain in items_by_chain for item in chain]
    if len(items) > MAX_LINES:
        raise Unreadable(
            f"Part {number} has {len(items)} formulas; at most {MAX_LINES} are read. Leave out the rest."
        )
    derivation = Derivation(items_by_chain, set(), has_letter=False, names=own.own)
    if index := _index_of_q(list(derivation.options())):
        for item in items:
            item.options = [_with_q(option, index) for option in item.options]
    nodes = [node for option in derivation.options() for node in option.walk()]
    derivation.functions = {node.name for node in nodes if isinstance(node, Application)}
    derivation.has_letter = any(isinstance(node, Elbo) and node.letter for node in nodes)
    for item in items:
        item.options = [_with_applications(option, derivation.functions) for option in item.options]
    return derivation


def _item(link: Link, own: Names) -> Item:
    if link.problem:
        return Item(link, problem=link.problem)
    if not link.lexemes:
        return Item(link, problem="nothing stands here")
    try:
        return Item(link, readings(own.translate(significant(link.lexemes))))
    except Unreadable as error:
        return Item(link, problem=str(error))


def _index_of_q(options: list[Expr]) -> str:
    """Return the index that makes a p the variational density where there is no q: p_w(z|x) beside p(z|x)."""
    nodes = [node for option in options for node in option.walk()]
    densities = [node for node in nodes if isinstance(node, Density)]
    if any(density.name == "q" for density in densities):
        return ""
    divergences = [node for node in nodes if isinstance(node, Divergence) and isinstance(node.first, Density)]
    indices = {node.first.index for node in divergences if isinstance(node.first, Density)}
    posterior = all(
        is_latent((*density.of, "z")[0]) and (density.condition or not density.of)
        for density in densities
        if density.index in indices
    )
    other = any(density.index not in indices and density.condition for density in densities)
    return indices.pop() if len(indices) == 1 and posterior and other else ""


def _with_q(expression: Expr, index: str) -> Expr:
    for node in list(expression.walk()):
        if isinstance(node, Density) and node.index == index:
            expression = expression.substitute(node, replace(node, name="q"))
    return expression


def _with_applications(expression: Expr, names: set[str]) -> Expr:
    """Read f(x) as f of the number x where f is a function of anything elsewhere: f(E[x]) <= E[f(x)]."""
    for node in list(expression.walk()):
        if isinstance(node, Unknown) and node.name in names and len(node.variables) == 1:
            expression = expression.substitute(node, Application(node.name, Value(node.variables[0])))
    return expression
