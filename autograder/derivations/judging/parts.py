"""The three parts: what is given, what is to be shown, and which key rules a proof must not skip."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from autograder.derivations.judging.models import World, build
from autograder.derivations.judging.scope import Domain, Reading, Scope
from autograder.derivations.reading.syntax import (
    Density,
    Divergence,
    Elbo,
    Expectation,
    Expr,
    Integral,
    Log,
    Number,
    Sum,
    negative,
)


@dataclass(frozen=True)
class Relation:
    """larger >= smaller, or larger = smaller."""

    larger: Expr
    smaller: Expr
    equal: bool


@dataclass(frozen=True)
class Target:
    """What is to be shown, in words, and the relations any of which shows it."""

    words: str
    relations: tuple[Relation, ...]


@dataclass(frozen=True)
class Part:
    """One question, as expressions over a scope's variables.

    `base` is a world in which no key rule holds, `keys` the worlds in which one of them does (any of its
    worlds will do). `premises` are results of earlier questions; `facts` may be used once the first target is
    reached.
    """

    number: str
    readings: tuple[Reading, ...]
    base: World
    keys: dict[str, tuple[World, ...]]
    starts: tuple[Expr, ...]
    targets: tuple[Target, ...]
    premises: tuple[Relation, ...] = ()
    facts: tuple[Relation, ...] = ()


@cache
def truth() -> World:
    """The world in which every rule holds."""
    return build(1)


@cache
def _worlds(number: str) -> tuple[World, dict[str, tuple[World, ...]]]:
    """Return a part's base world and those of its key rules."""
    if number == "1.1":
        return build(2, product=False, divergence=False), {
            "the product rule": (build(3, divergence=False),),
            "the definition of KL": (build(4, product=False),),
        }
    if number == "1.2":
        return build(5, product=False, elbo="opaque"), {
            "Bayes' rule": (build(6, elbo="opaque"),),
            "the definition of the ELBO": (build(7, product=False), build(8, product=False, elbo="split")),
        }
    some: tuple[tuple[str, ...], ...] = (("p",), ("q",), ())
    return build(9, jensen=False, distributions=()), {
        "normalisation": (build(13, jensen=False),),
        "Jensen's inequality": tuple(build(10 + n, distributions=names) for n, names in enumerate(some)),
    }


def part(number: str, scope: Scope) -> Part:
    """Return a part's question in the variables that its writer uses."""
    x, z = scope.observation, scope.latent
    base, keys = _worlds(number)
    return _PARTS[number](number, x, z, base, keys)


def _target(words: str, relation: Relation) -> Target:
    """Return a target that may also be shown summed over a data set."""
    larger, smaller = (Integral(("i",), side) for side in (relation.larger, relation.smaller))
    return Target(words, (relation, Relation(larger, smaller, relation.equal)))


def _elbo(number: str, x: str, z: str, base: World, keys: dict[str, tuple[World, ...]]) -> Part:
    q = Density("q", (z,), (x,))
    fit = Expectation(q, None, Log(Density("p", (x,), (z,))))
    target = Relation(Elbo(), Sum((fit, negative(Divergence(q, Density("p", (z,)))))), equal=True)
    words = "ELBO = E_q[log p(x|z)] - KL(q(z|x) || p(z))"
    return Part(number, (Reading(),), base, keys, (Elbo(),), (_target(words, target),))


def _evidence(number: str, x: str, z: str, base: World, keys: dict[str, tuple[World, ...]]) -> Part:
    gap = Divergence(Density("q", (z,), (x,)), Density("p", (z,), (x,)))
    evidence = Log(Density("p", (x,)))
    target = Relation(evidence, Sum((Elbo(), gap)), equal=True)
    readings = (Reading("posterior"), Reading("z"))
    words = "log p(x) = ELBO + KL(q(z|x) || p(z|x))"
    return Part(number, readings, base, keys, (gap, evidence), (_target(words, target),))


def _bound(number: str, x: str, z: str, base: World, keys: dict[str, tuple[World, ...]]) -> Part:
    q, prior, posterior = Density("q", (z,), (x,)), Density("p", (z,)), Density("p", (z,), (x,))
    px, qx = Density("p", (x,)), Density("q", (x,))
    pairs = ((px, qx), (qx, px), (q, prior), (prior, q), (q, posterior), (posterior, q))
    nothing = Number(0.0)
    positive = tuple(Relation(Divergence(a, b), nothing, equal=False) for a, b in pairs)
    bound = Relation(Log(px), Elbo(), equal=False)
    evidence = Relation(Log(px), Sum((Elbo(), Divergence(q, posterior))), equal=True)
    domains: tuple[Domain, ...] = ("x", "z", "posterior")
    readings = tuple(Reading(domain, plain) for domain in domains for plain in ("p", "q"))
    return Part(
        number,
        readings,
        base,
        keys,
        (*(relation.larger for relation in positive), Log(px)),
        (Target("KL(p || q) >= 0", positive), _target("ELBO <= log p(x)", bound)),
        (evidence,),
        positive,
    )


_PARTS: dict[str, Callable[[str, str, str, World, dict[str, tuple[World, ...]]], Part]] = {
    "1.1": _elbo,
    "1.2": _evidence,
    "1.3": _bound,
}
NUMBERS = tuple(_PARTS)
