"""One side of an untrue step with one mistake undone: a small function for each mistake, most frequent first.

What names the idea comes before what only names a sign.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from autograder.derivations.judging.side import Side, density_text
from autograder.derivations.reading.syntax import (
    Density,
    Divergence,
    Elbo,
    Expectation,
    Expr,
    Integral,
    Log,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    negative,
)

Change = tuple[Expr, str]  # the side as it would be right, and the mistake in words


CHANGES: list[Callable[[Side], Iterator[Change]]] = []


def changes(side: Side, *, of_the_head: bool = False) -> Iterator[Change]:
    """Yield a side with one mistake undone, and the mistake; of a chain's head only what is frequent."""
    for change in (sign_of_the_elbo, swapped_divergence, logarithm) if of_the_head else CHANGES:
        yield from change(side)


def change(function: Callable[[Side], Iterator[Change]]) -> Callable[[Side], Iterator[Change]]:
    """List a mistake; those listed first are tried first."""
    CHANGES.append(function)
    return function


@change
def sign_of_the_elbo(side: Side) -> Iterator[Change]:
    """-ELBO is called ELBO."""
    for node in side.of(Elbo):
        yield side.with_(node, negative(node)), "the sign of the ELBO: what stands here is -ELBO"


@change
def swapped_divergence(side: Side) -> Iterator[Change]:
    """KL(p || q) stands for KL(q || p)."""
    for node in side.nodes:
        if isinstance(node, Divergence):
            yield side.with_(node, Divergence(node.second, node.first)), "the arguments of KL are swapped"


@change
def sign(side: Side) -> Iterator[Change]:
    """The whole side, or one of its terms, has the wrong sign."""
    yield negative(side.expression), "the sign of the whole side is wrong"
    for node in side.nodes:
        if isinstance(node, Sum):
            for number, term in enumerate(node.terms):
                terms = (*node.terms[:number], negative(term), *node.terms[number + 1 :])
                words = f"a sign is lost: term {number + 1} of {len(terms)} needs the other one"
                yield side.with_(node, Sum(terms)), words


@change
def logarithm(side: Side) -> Iterator[Change]:
    """A logarithm is missing or too many, or a fraction is upside down."""
    for node in side.nodes:
        if isinstance(node, Expectation | Integral):
            yield side.with_(node.body, Log(node.body)), "a logarithm is missing"
        if isinstance(node, Quotient):
            yield side.with_(node, Log(node)), "a logarithm is missing"
            yield side.with_(node, Quotient(node.below, node.above)), "a fraction is upside down"
        if isinstance(node, Log):
            yield side.with_(node, node.argument), "a logarithm too many"
    bare = (*side.of(Integral, Product, Number, Expectation), *side.factors)
    for node in bare:
        yield side.with_(node, Log(node)), "a logarithm is missing"


@change
def term(side: Side) -> Iterator[Change]:
    """A term is lost: the ELBO, a divergence, the evidence, or a part of the ELBO."""
    x, z = (side.x,), (side.z,)
    posterior, prior = Density("p", z, x), Density("p", z)
    terms: dict[str, Expr] = {
        "log p(x)": Log(Density("p", x)),
        "the ELBO": Elbo(),
        "KL(q(z|x) || p(z|x))": Divergence(side.q, posterior),
        "KL(q(z|x) || p(z))": Divergence(side.q, prior),
    }
    parts = (Density("p", x, z), side.q, prior, Density("p", x + z), posterior)
    terms |= {f"E_q[log {density_text(part)}]": Expectation(side.q, None, Log(part)) for part in parts}
    for name, missing in terms.items():
        for version in (missing, negative(missing)):
            yield Sum((side.expression, version)), f"a term is missing: {name}"


@change
def mean_in_a_logarithm(side: Side) -> Iterator[Change]:
    """The mean, or the integral, that a logarithm is of is dropped."""
    for node in side.nodes:
        if isinstance(node, Log):
            mean, whole = Expectation(side.q, None, node.argument), Integral((side.z,), node.argument)
            yield side.with_(node, Log(mean)), "the expectation under q(z|x) is dropped"
            yield side.with_(node, Log(whole)), "the integral over z is dropped"


@change
def distribution(side: Side) -> Iterator[Change]:
    """An expectation is under another distribution."""
    x, z = (side.x,), (side.z,)
    others = (side.q, Density("p", z), Density("p", z, x), Density("p", x), Density("q", x))
    for node in side.nodes:
        if isinstance(node, Expectation):
            for under in others:
                right = f"{density_text(under)} would be right"
                words = f"the expectation is under the wrong distribution; {right}"
                yield side.with_(node, Expectation(under, None, node.body)), words


@change
def density(side: Side) -> Iterator[Change]:
    """One density stands for another: first those of other arguments, then those under another condition."""
    x, z = (side.x,), (side.z,)
    sides = ((x, z), (z, ()), (z, x), (x + z, ()), (x, ()))
    others = (*(Density("p", *arguments) for arguments in sides), side.q, Density("q", x))
    for same in (True, False):
        for node in side.factors:
            for other in others:
                if other != node and (other.of == node.of) == same:
                    words = f"{density_text(node)} stands where {density_text(other)} would be right"
                    yield side.with_(node, other), words


@change
def integration(side: Side) -> Iterator[Change]:
    """A weight, an expectation or an integral is lost, or too many."""
    factors = {id(factor) for factor in side.factors}
    for node in side.nodes:
        if isinstance(node, Integral):
            integral = Integral(node.variables, Product((side.q, node.body)))
            yield side.with_(node, integral), "the weight q(z|x) is lost in an integral"
            yield side.with_(node, node.body), "an integral too many"
        if isinstance(node, Log | Quotient | Sum | Product) or id(node) in factors:
            mean = Expectation(side.q, None, node)
            yield side.with_(node, mean), "the expectation under q(z|x) is dropped"
            yield side.with_(node, Integral((side.z,), node)), "the integral over z is dropped"


@change
def surplus(side: Side) -> Iterator[Change]:
    """An expectation, a power, a factor or a term too many."""
    for node in side.nodes:
        if isinstance(node, Expectation):
            yield side.with_(node, node.body), "an expectation too many"
        if isinstance(node, Power):
            yield side.with_(node, node.base), "a power too many"
        if isinstance(node, Number) and node.value not in (0.0, 1.0, -1.0):
            yield side.with_(node, Number(1.0)), f"the factor {node.value:g} is wrong"
        if isinstance(node, Sum):
            for number, _ in enumerate(node.terms):
                rest = Sum((*node.terms[:number], *node.terms[number + 1 :]))
                yield side.with_(node, rest), f"term {number + 1} of {len(node.terms)} does not belong here"
