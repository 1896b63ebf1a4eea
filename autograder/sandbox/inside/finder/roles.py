"""What a function's parameters are for, by their names: what is set aside, what holds mu and width."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any, NamedTuple

NOISE, COUNT, GENERATOR, DEVICE, TYPE, LATENT, BATCH, SHAPE, MODE, MODEL, DATA = (
    "noise",
    "count",
    "generator",
    "device",
    "type",
    "latent",
    "batch",
    "shape",
    "mode",
    "model",
    "data",
)
SELF = "self"  # of a method that was cut out of its class
MEAN, WIDTH, PACKED = "mean", "width", "packed"
NAMES = {
    SELF: r"self|this|cls",
    NOISE: r"eps(ilon)?s?|e|noise|ϵ|ε|xi|ξ|u|unit_noise|std_?normal|standard_normal|gaussian_noise|z_?0",
    COUNT: r"n|k|l|m|s|t|n?um_?(mc_?)?(samples?|draws?|z)|n_?(samples?|draws?|z|mc)|samples?|n?samps?|"
    r"draws?|sample_(size|count|num)|mc_?samples?|n_?particles|num",
    GENERATOR: r"rng|gen(erator)?|key|seed|random_state|prng|rng_key",
    DEVICE: r"dev(ice)?|cuda",
    TYPE: r"d?type",
    LATENT: r"(n_)?(latents?|z|hidden|code)_?(dims?|size|features|n)|d(im)?s?|latents?|n_?latents?",
    BATCH: r"(n_)?batch(_?size)?|bs",
    SHAPE: r"shape|size",
    MODE: r"(is_?)?train(ing)?|reparam(etrize)?|stochastic|random|is_train",
    MODEL: r"enc(oder)?(_?net(work)?)?|model|net(work)?|f|q|encode|encode_?fn|inference_?net(work)?|vae|phi",
    DATA: r"x|xs|input|inputs|data|image|images|img|obs|x_?i|features",
}
MOST = 12  # parameters of a function that is looked at


class Parameter(NamedTuple):
    """A parameter: its name, what it is for by that name, whether it must be given, whether by name alone."""

    name: str
    role: str
    required: bool
    keyword: bool


def parameters(function: Callable[..., Any]) -> list[Parameter]:
    """Return a function's parameters but for *args and **kwargs; TypeError where it does not say."""
    every = inspect.signature(function).parameters.values()
    plain = [p for p in every if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    return [
        Parameter(p.name, role(p.name), p.default is p.empty, p.kind is p.KEYWORD_ONLY) for p in plain[:MOST]
    ]


def role(name: str) -> str:
    """Return what a parameter is for by its name, or nothing."""
    return next((key for key, pattern in NAMES.items() if re.fullmatch(pattern, name.lower())), "")


def assignments(function: Callable[..., Any]) -> list[dict[str, str]]:
    """Return the ways in which mu, the width and the rest may be given: role by parameter, likeliest first.

    A parameter with a default is left to it; of the others two remain, or one that holds both.
    """
    params = parameters(function)
    musts = [p for p in params if p.required]
    ways = [_two(params, musts), _one(params, musts), _encoder(musts)]
    every = [way for several in ways for way in several]
    counts = {p.name: COUNT for p in params if p.role == COUNT and not p.required}
    every += [way | counts for way in every if counts]
    return [way for n, way in enumerate(every) if way not in every[:n]]


def _two(params: list[Parameter], musts: list[Parameter]) -> list[dict[str, str]]:
    """Two parameters that are no others: what has no role first, then what may have one, in either order."""
    free = [p for p in musts if not p.role]
    spare = [p for p in params if not p.role and not p.required]
    several = [free, [*free, *[p for p in musts if p.role]][:2], [*free, *spare][:2], musts]
    ways = []
    for two in several:
        if len(two) == 2:
            two = sorted(two, key=params.index)
            rest = {p.name: p.role for p in musts if p not in two}
            if all(rest.values()):
                first, second = two[0].name, two[1].name
                ways += [rest | {first: MEAN, second: WIDTH}, rest | {first: WIDTH, second: MEAN}]
    return ways


def _one(params: list[Parameter], musts: list[Parameter]) -> list[dict[str, str]]:
    """One parameter that holds both."""
    free = [p for p in musts if not p.role] or [p for p in musts if p.role in (DATA, MODEL)] or musts
    if len(free) != 1 and not (not musts and params):
        return []
    one = free[0] if free else params[0]
    rest = {p.name: p.role for p in musts if p is not one}
    return [rest | {one.name: PACKED}] if all(rest.values()) else []


def _encoder(musts: list[Parameter]) -> list[dict[str, str]]:
    """An encoder, and what it is to encode."""
    models = [p for p in musts if p.role == MODEL]
    others = [p for p in musts if p.role in (DATA, "")]
    if len(models) != 1 or len(others) != 1:
        return []
    rest = {p.name: p.role for p in musts if p not in (models[0], others[0])}
    return [rest | {models[0].name: MODEL, others[0].name: DATA}] if all(rest.values()) else []
