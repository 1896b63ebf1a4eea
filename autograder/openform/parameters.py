"""What the parameters of a function of values are for: by their names, or else each way."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from autograder.course.conventions import Argument, Function, Likelihood
from autograder.openform.names import claim
from autograder.openform.points import PIXELS
from autograder.openform.source import Source

_BETA = (
    r"beta|β|.*(kld?|regulari[sz]er)_?(w|weight|coeff?|coef\w*|scale)|(w|weight|coeff?)_?kld?|lamb?da?\w*|λ|"
    r"anneal\w*|warm\w*"
)
_DECODER = (
    r"recon|x_?hat|x̂|xhat|x_?rec|logit|prob|pred|out|decod|gener|fake|tilde|^x_?[rp]$|^p_?x|^y$|"
    r"^x_(mu|mean|out|dec)|^mu_x"
)
_DATA = r"x|xs|x_?(in|true|0|i)|inputs?|data|targets?|t|orig\w*|images?|imgs?|batch|(y_)?true|real"
_MEAN = r"mu|mean|loc|μ|^m$"
_DIVERGENCE = r"kl|diverg|latent_?loss|regulari[sz]|prior_?loss"
_BOUND = r"elbo|loss|objective|bound|criterion|vae|free_?energy"
NEEDS: dict[Function, tuple[Argument, ...]] = {
    "kl_divergence": ("mu", "log_var"),
    "elbo": ("mu", "log_var", "x", "x_logits"),
}
MOST_PIXELS = 4096
MOST_WAYS, MOST_FUNCTIONS = 120, 16
# Where the code has its own number of pixels, those beyond the inputs' are blank: x is 0, and the decoder is
# sure of it, by a probability or by a logit.
_SIZE = r"(?:view|reshape)\([^()]*?(\d+(?:\s*\*\s*\d+)*)\s*\)"
BLANK: dict[Likelihood, float] = {"bernoulli_probs": 1e-20, "bernoulli_logits": -40.0}


class Signature(Source, frozen=True):
    """A function of a hand-in, with what it must be given, and what has no name in a call."""

    required: list[str]
    positional: list[str]


class Way(NamedTuple):
    """A way to call a function: its parameters by what they are given, and the one that takes beta.

    `blanks` fill inputs up to the number of pixels that the code asks for: (pixels, value) by input.
    """

    signature: Signature
    parameters: dict[Argument, str]
    beta: str = ""
    shape: str = "batch"
    blanks: Mapping[str, tuple[int, float]] = {}

    @property
    def order(self) -> tuple[Argument, ...]:
        """What the function is given, in the order of its parameters."""
        return tuple(sorted(self.parameters, key=lambda a: self.signature.order.index(self.parameters[a])))

    def plan(self, part: str | int) -> dict[str, Any]:
        """Return how it is called, and which part of the outcome counts, as the confined process takes it."""
        signature = self.signature
        return {
            "function": signature.function,
            "owner": signature.owner,
            "arguments": [self.parameters[argument] for argument in self.order],
            "positional": signature.positional,
            "shape": self.shape,
            "blanks": [list(self.blanks.get(argument, ())) for argument in self.order],
            "part": part,
        }

    def trial(self) -> dict[str, Any]:
        """Return the plan with the names of the inputs to try it with, at beta = 1."""
        keywords = {self.beta: 1.0} if self.beta else {}
        return self.plan("") | {"inputs": list(self.order), "keywords": keywords}


def is_called(function: Function, name: str) -> bool:
    """Whether a function's name says that it is one."""
    pattern = _DIVERGENCE if function == "kl_divergence" else _BOUND
    return bool(re.search(pattern, name.lower()))


def ways(function: Function, signatures: list[Signature], files: Mapping[str, bytes]) -> list[Way]:
    """Return the ways in which functions may be called, those whose names speak for it first."""
    likeliest = sorted(signatures, key=lambda s: not is_called(function, s.function))
    every = (list(itertools.islice(_ways(function, s, s.body(files)), MOST_WAYS)) for s in likeliest)
    return [way for several in itertools.islice(filter(None, every), MOST_FUNCTIONS) for way in several]


def role(parameter: str) -> Argument | str:
    """Return what a parameter is for by its name, "beta", or nothing."""
    name = parameter.lower().lstrip("_")
    if re.fullmatch(_BETA, name):
        return "beta"
    if re.search(_DECODER, name):
        return "x_logits"
    if claim(name) != "nothing":
        return "log_var"
    if re.search(_MEAN, name):
        return "mu"
    return "x" if re.fullmatch(_DATA, name) else ""


def _ways(function: Function, signature: Signature, body: str) -> Iterator[Way]:
    needs = NEEDS[function]
    betas = [p for p in signature.order if role(p) == "beta"]
    free = [p for p in signature.required if p not in betas]
    shapes = ("batch", "vector") if function == "kl_divergence" else ("batch",)
    if len(free) == len(needs) + 1 and function == "elbo" and not betas:
        betas = [p for p in reversed(free) if not role(p)]  # one of which nothing is known
    elif len(free) != len(needs) or len(betas) > 1:
        return
    for beta in betas or [""]:
        for parameters in _assignments(needs, [p for p in free if p != beta]):
            plain = [Way(signature, parameters, beta, shape) for shape in shapes]
            yield from plain
            if function == "elbo":
                yield from (plain[0]._replace(blanks=blanks) for blanks in _blanks(body))


def _blanks(body: str) -> Iterator[Mapping[str, tuple[int, float]]]:
    """Yield what fills inputs up to a number of pixels that stands in a function."""
    if size := re.search(_SIZE, body):
        pixels = math.prod(int(factor) for factor in size[1].split("*"))
        if PIXELS < pixels <= MOST_PIXELS:
            for value in BLANK.values():
                yield {"x": (pixels, 0.0), "x_logits": (pixels, value)}


def _assignments(needs: tuple[Argument, ...], free: list[str]) -> Iterator[dict[Argument, str]]:
    """Yield which parameter is given what: as names say, where each says something else, or in each way."""
    roles = {p: role(p) for p in free}
    sure = {p: r for p, r in roles.items() if list(roles.values()).count(r) == 1 and r in needs}
    open_ = [argument for argument in needs if argument not in sure.values()]
    others = [p for p in free if p not in sure]
    for arguments in itertools.permutations(open_):
        argument_of = dict(zip(others, arguments, strict=True)) | sure
        yield {argument: p for p, argument in argument_of.items()}
