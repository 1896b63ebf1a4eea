"""The likely cause of an untrue step: the smallest change that would make it true, most frequent first."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.derivations.judging.steps import Bench
from autograder.derivations.reading.syntax import (
    Density,
    Divergence,
    Elbo,
    Entropy,
    Expectation,
    Expr,
    Integral,
    Log,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    is_latent,
    negative,
)
from autograder.derivations.tex.errors import Unreadable

MAX_CHANGES = 400
FLIPPED = {"<=": ">=", ">=": "<=", "<": ">", ">": "<"}


def likely_cause(bench: Bench, left: Expr, sign: str, right: Expr) -> str:
    """Return a hint in words, or nothing where no small change explains what was written."""
    if sign != "=" and _holds(bench, left, FLIPPED[sign], right):
        return "the inequality points the wrong way"
    bound = _bound(bench, left, right) if sign == "=" else ""
    if bound and _logs_of_means(left) != _logs_of_means(right):
        return f"{bound}: E[log t] is at most log E[t], by Jensen's inequality, and seldom equal to it"
    tried = 0
    for side, other, swapped in ((right, left, False), (left, right, True)):
        for changed, cause in _changes(side, bench):
            tried += 1
            if tried > MAX_CHANGES:
                return bound
            one, two = (changed, other) if swapped else (other, changed)
            if _holds(bench, one, sign, two):
                return cause
    return bound


def _bound(bench: Bench, left: Expr, right: Expr) -> str:
    """Say which side is the larger one, where it always is."""
    for relation, word in ((">=", "at least"), ("<=", "at most")):
        if _holds(bench, left, relation, right):
            return f"the left side is {word} the right one, but not equal to it"
    return ""


def _logs_of_means(side: Expr) -> int:
    """Count logarithms of expectations, sums and integrals."""
    return sum(
        isinstance(node, Log) and any(isinstance(n, Expectation | Integral) for n in node.argument.walk())
        for node in side.walk()
    )


def _holds(bench: Bench, left: Expr, sign: str, right: Expr) -> bool:
    try:
        trial = bench.trial(left, sign, right)
    except Unreadable:
        return False
    return trial is not None and trial.holds


def _changes(side: Expr, bench: Bench) -> Iterator[tuple[Expr, str]]:
    """Yield a side with one mistake undone, and the mistake."""
    nodes = list(side.walk())
    x, z = bench.scope.observation, bench.scope.latent
    q = Density("q", (z,), (x,))
    densities = _replaceable(nodes)
    factors = {id(density) for density in densities}
    # Where a hint's order matters: what names the idea comes before what only names a sign.
    for node in nodes:
        if isinstance(node, Elbo):
            yield side.rebuilt(node, negative(node)), "the sign of the ELBO: what stands here is -ELBO"
        if isinstance(node, Divergence):
            swapped = Divergence(node.second, node.first)
            yield side.rebuilt(node, swapped), "the arguments of KL are swapped"
    yield negative(side), "the sign of the whole side is wrong"
    for node in nodes:
        if isinstance(node, Sum):
            for number, term in enumerate(node.terms):
                terms = (*node.terms[:number], negative(term), *node.terms[number + 1 :])
                yield (
                    side.rebuilt(node, Sum(terms)),
                    f"a sign is lost: term {number + 1} of {len(terms)} needs the other one",
                )
    for node in nodes:
        if isinstance(node, Expectation | Integral):
            yield side.rebuilt(node.body, Log(node.body)), "a logarithm is missing"
        if isinstance(node, Quotient):
            yield side.rebuilt(node, Log(node)), "a logarithm is missing"
            yield side.rebuilt(node, Quotient(node.below, node.above)), "a fraction is upside down"
        if isinstance(node, Log):
            yield side.rebuilt(node, node.argument), "a logarithm too many"
    for node in nodes:
        if isinstance(node, Expectation):
            for under in (
                q,
                Density("p", (z,)),
                Density("p", (z,), (x,)),
                Density("p", (x,)),
                Density("q", (x,)),
            ):
                words = f"the expectation is under the wrong distribution; {shown(under)} would be right"
                yield side.rebuilt(node, Expectation(under, None, node.body)), words
    for kind in ("wrong argument", "wrong denominator"):
        for node in densities:
            for other in _densities(x, z):
                if other != node and (other.of == node.of) == (kind == "wrong argument"):
                    yield (
                        side.rebuilt(node, other),
                        f"{shown(node)} stands where {shown(other)} would be right",
                    )
    for node in nodes:
        if isinstance(node, Integral):
            yield (
                side.rebuilt(node, Integral(node.variables, Product((q, node.body)))),
                "the weight q(z|x) is lost in an integral",
            )
            yield side.rebuilt(node, node.body), "an integral too many"
        if isinstance(node, Log | Quotient | Sum | Product) or id(node) in factors:
            yield side.rebuilt(node, Expectation(q, None, node)), "the expectation under q(z|x) is dropped"
            yield side.rebuilt(node, Integral((z,), node)), "the integral over z is dropped"
    for node in nodes:
        if isinstance(node, Expectation):
            yield side.rebuilt(node, node.body), "an expectation too many"
        if isinstance(node, Power):
            yield side.rebuilt(node, node.base), "a power too many"
        if isinstance(node, Number) and node.value not in (0.0, 1.0, -1.0):
            yield side.rebuilt(node, Number(1.0)), f"the factor {node.value:g} is wrong"
        if isinstance(node, Sum):
            for number, _ in enumerate(node.terms):
                rest = (*node.terms[:number], *node.terms[number + 1 :])
                yield (
                    side.rebuilt(node, Sum(rest)),
                    f"term {number + 1} of {len(node.terms)} does not belong here",
                )
    for missing in (Density("p", (x,)), q, Density("p", (z,))):
        mean = Expectation(q, None, Log(missing))
        for signed in (mean, negative(mean)):
            yield Sum((side, signed)), f"a term with log {shown(missing)} is missing"


def _replaceable(nodes: list[Expr]) -> list[Density]:
    """Return the densities that stand as factors, those that are mistaken most often first."""
    fixed = {id(node.under) for node in nodes if isinstance(node, Expectation)}
    fixed |= {id(node.of) for node in nodes if isinstance(node, Entropy)}
    found = [node for node in nodes if isinstance(node, Density) and id(node) not in fixed]
    return sorted(found, key=lambda d: (d.name == "q", bool(d.given) and is_latent(d.given[0])))


def _densities(x: str, z: str) -> tuple[Density, ...]:
    """Return the densities that a writer may have meant."""
    of_p = (((x,), (z,)), ((z,), ()), ((z,), (x,)), ((x, z), ()), ((x,), ()))
    return *(Density("p", *sides) for sides in of_p), Density("q", (z,), (x,)), Density("q", (x,))


def shown(density: Density) -> str:
    """Write a density as students do."""
    given = f"|{', '.join(density.given)}" if density.given else ""
    return f"{density.name}({', '.join(density.of)}{given})" if density.of else density.name
