"""The conventions of a course: what its functions are given and return, and how that is said to students.

Checks and the bank of cases know one convention, the default. `session/convention.py` translates numbers,
and `told` translates words: messages, the names of tests and the template that students receive.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from typing import Annotated, Literal, get_args

import msgspec
from msgspec import Meta

Function = Literal["reparameterize", "kl_divergence", "elbo"]
Argument = Literal["mu", "log_var", "x", "x_logits"]
Named = Literal["mu", "log_var", "x", "x_logits", "beta"]
# A name in Python, but none of its own words.
NAME = rf"^(?!({'|'.join(keyword.kwlist)})\Z)[^\W\d]\w*\Z"
Identifier = Annotated[str, Meta(pattern=NAME)]
Scale = Literal["log_var", "log_std", "std", "var"]
Reduction = Literal["none", "sum", "mean"]
Likelihood = Literal["bernoulli_logits", "bernoulli_probs"]

# What each function is given, in the order of the default.
ARGUMENTS: dict[Function, tuple[Argument, ...]] = {
    "reparameterize": ("mu", "log_var"),
    "kl_divergence": ("mu", "log_var"),
    "elbo": ("x", "x_logits", "mu", "log_var"),
}
# The functions that give one value an example, which a course may want added up.
REDUCED: tuple[Function, ...] = ("kl_divergence", "elbo")


class Conventions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the second argument is, what is returned, and the order and names of arguments."""

    second_argument: Scale = "log_var"
    reduction: Reduction = "none"
    sign: Literal["elbo", "loss"] = "elbo"
    likelihood: Likelihood = "bernoulli_logits"
    beta: Literal["keyword", "position", "absent"] = "keyword"
    order: dict[Function, tuple[Argument, ...]] = {}
    names: dict[Named, Identifier] = {}

    def __post_init__(self) -> None:
        """Refuse an order that leaves an argument out, and two arguments of one name."""
        for function, order in self.order.items():
            if sorted(order) != sorted(ARGUMENTS[function]):
                raise ValueError(f"order.{function} must name each of {', '.join(ARGUMENTS[function])} once")
        named = [self.name(argument) for argument in get_args(Named)]
        if len(set(named)) < len(named):
            raise ValueError("two arguments cannot have one name; see names")

    def name(self, argument: Named) -> str:
        """Return the course's name for an argument."""
        if argument in self.names:
            return self.names[argument]
        if argument == "log_var":
            return self.second_argument
        return "x_probs" if argument == "x_logits" and self.likelihood == "bernoulli_probs" else argument

    def arguments(self, function: Function) -> tuple[Argument, ...]:
        """Return a function's arguments in the course's order."""
        return self.order.get(function, ARGUMENTS[function])

    def reduces(self, function: Function) -> bool:
        """Whether a function returns one number for the whole batch."""
        return self.reduction != "none" and function in REDUCED

    def misleads(self, hint: str) -> bool:
        """Whether a hint on the default convention speaks of what another choice has changed."""
        default = Conventions()
        return any(
            getattr(self, choice) != getattr(default, choice) and re.search(words, hint)
            for choice, words in _SPEAKS_OF.items()
        )

    def meanings(self, function: Function) -> str:
        """Say what a function's arguments and values mean, by the default names."""
        said = ["log_var is the logarithm of the variance"]
        if function == "elbo":
            said += ["x_logits are logits", "elbo is to be maximised"]
        return ", ".join(said)

    def shown(self, function: Function) -> str:
        """Say how a function's values are shown where that is not how they are returned."""
        loss = function == "elbo" and self.sign == "loss"
        return "Shown as: the bound, which is the negative of what your function returns" if loss else ""

    def told(self, text: str, functions: Mapping[Function, str]) -> str:
        """Return a text on the default convention as a text on this one, with the course's names.

        `functions` are the course's names of the grader's functions.
        """
        for default, others in _SENTENCES:
            said = next((s for c, s in others.items() if self._is(c)), default)
            text = text.replace(default, said)
        for function, default in _SIGNATURES.items():
            text = text.replace(default, self._signature(function))
        names = {argument: self.name(argument) for argument in get_args(Named)} | dict(functions)
        changed = {word: name for word, name in names.items() if word != name}
        if not changed:
            return text
        return re.sub(rf"\b({'|'.join(changed)})\b", lambda found: changed[found[1]], text)

    def _is(self, choice: str) -> bool:
        return choice in (self.second_argument, self.reduction, self.sign, self.likelihood, self.beta)

    def _signature(self, function: Function) -> str:
        last = {"keyword": ["beta=1.0"], "position": ["beta"], "absent": []}[self.beta]
        arguments = [*self.arguments(function), *(last if function == "elbo" else [])]
        return f"{function}({', '.join(arguments)})"


# The words by which a hint speaks of a choice.
_SPEAKS_OF = {
    "second_argument": r"log_var|varianc|standard deviation|scale|logarithm|spread|convention|std",
    "likelihood": r"logit|probabilit|sigmoid|softmax|decoder",
    "sign": r"loss|negative|sign\b|minimis|maximis",
    "beta": r"beta",
    "reduction": r"batch|sum|averag|mean\b|add",
}
# How the default convention's signatures are written.
_SIGNATURES: dict[Function, str] = {
    "reparameterize": "reparameterize(mu, log_var)",
    "kl_divergence": "kl_divergence(mu, log_var)",
    "elbo": "elbo(x, x_logits, mu, log_var, beta=1.0)",
}
# What is said of the default, and instead of it where a course has made another choice.
_SENTENCES: tuple[tuple[str, dict[str, str]], ...] = (
    ("d/d log_var", dict.fromkeys(("log_std", "std", "var"), "d/d log-variance")),
    (
        "log_var is the logarithm of the variance",
        {
            "log_std": "log_var is the logarithm of the standard deviation",
            "std": "log_var is the standard deviation",
            "var": "log_var is the variance",
        },
    ),
    (
        "log_var is the logarithm of the VARIANCE, not of the standard deviation, one per latent dimension",
        {
            "log_std": "log_var is the logarithm of the STANDARD DEVIATION, not of the variance, one per "
            "latent dimension",
            "std": "log_var is the STANDARD DEVIATION itself, not its logarithm, one per latent dimension",
            "var": "log_var is the VARIANCE itself, not its logarithm, one per latent dimension",
        },
    ),
    (
        "from the approximate posterior to the prior, for each example",
        {
            "sum": "from the approximate posterior to the prior, summed over the batch",
            "mean": "from the approximate posterior to the prior, averaged over the batch",
        },
    ),
    (
        "bound for each example",
        {"sum": "bound, summed over the batch", "mean": "bound, averaged over the batch"},
    ),
    ("gives the evidence lower bound of each", {"loss": "gives the negative evidence lower bound of each"}),
    ("Compute the evidence", {"loss": "Compute the negative evidence"}),
    (
        "log_var (batch, latent) -> (batch,)",
        dict.fromkeys(("sum", "mean"), "log_var (batch, latent) -> one number"),
    ),
    (
        "one number per example, for all its latent dimensions together; no averaging over the batch",
        {
            "sum": "one number: the sum over the batch, and over the latent dimensions of each example",
            "mean": "one number: the mean over the batch of the sums over the latent dimensions",
        },
    ),
    (
        "one number per example, for all its pixels and latent dimensions; no averaging over the batch,\n"
        "      the pixels or the latent dimensions",
        {
            "sum": "one number: the sum over the batch, and over the pixels and latent dimensions of each\n"
            "      example; no averaging",
            "mean": "one number: the mean over the batch, of sums over the pixels and latent dimensions of\n"
            "      each example",
        },
    ),
    (
        "it is the bound itself, to be maximised, not a loss to be minimised",
        {"loss": "it is a loss to be minimised, the negative of the bound"},
    ),
    (
        "x_logits are logits, any real number, not probabilities",
        {"bernoulli_probs": "x_logits are probabilities, between 0 and 1, not logits"},
    ),
    (
        "x_logits are logits",
        {"bernoulli_probs": "x_logits are probabilities"},
    ),
    (
        "elbo is to be maximised",
        {"loss": "elbo is a loss, to be minimised"},
    ),
    (
        "x_logits what the decoder made of one sample z: one logit for each pixel,\n"
        "    the parameter of a Bernoulli distribution",
        {
            "bernoulli_probs": "x_logits what the decoder made of one sample z: one probability for each\n"
            "    pixel, the parameter of a Bernoulli distribution"
        },
    ),
    (
        "it stays finite and accurate where a logit is large, positive or negative",
        {"bernoulli_probs": "it stays finite and accurate where a probability is near 0 or 1"},
    ),
    (
        ", with its KL term weighted by beta",
        {"absent": ""},
    ),
    (
        " beta = 1 is the bound of your derivation; any other beta weighs the KL term alone.",
        {"absent": ""},
    ),
    (" `beta` weighs the KL term and nothing else.", {"absent": ""}),
)
