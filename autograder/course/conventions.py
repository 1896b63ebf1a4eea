"""The conventions of a course: what its functions are given and return, and how that is said to students.

Checks and the bank of cases know one convention, the default. `session/convention.py` translates numbers,
and `course/words.py` has the words: messages, the names of tests and the template that students receive.
"""

from __future__ import annotations

import keyword
from typing import Annotated, Literal, get_args

import msgspec
from msgspec import Meta

Function = Literal["reparameterize", "kl_divergence", "elbo"]
Argument = Literal["mu", "log_var", "x", "x_logits"]
Parameter = Literal["mu", "log_var", "x", "x_logits", "beta"]
# A name in Python, but none of its own words.
NAME = rf"^(?!({'|'.join(keyword.kwlist)})\Z)[^\W\d]\w*\Z"
Identifier = Annotated[str, Meta(pattern=NAME)]
Scale = Literal["log_var", "log_std", "std", "var"]
Reduction = Literal["none", "sum", "mean"]
Likelihood = Literal["bernoulli_logits", "bernoulli_probs"]
# What a hint may speak of, and another course have chosen otherwise.
Choice = Literal["second_argument", "reduction", "sign", "likelihood", "beta", "order"]

# What each function is given, in the order of the default.
ARGUMENTS: dict[Function, tuple[Argument, ...]] = {
    "reparameterize": ("mu", "log_var"),
    "kl_divergence": ("mu", "log_var"),
    "elbo": ("x", "x_logits", "mu", "log_var"),
}
# The functions that give one value an example, which a course may want added up.
PER_EXAMPLE: tuple[Function, ...] = ("kl_divergence", "elbo")


class Conventions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the second argument is, what is returned, and the order and names of arguments."""

    second_argument: Scale = "log_var"
    reduction: Reduction = "none"
    sign: Literal["elbo", "loss"] = "elbo"
    likelihood: Likelihood = "bernoulli_logits"
    beta: Literal["keyword", "position", "absent"] = "keyword"
    order: dict[Function, tuple[Argument, ...]] = {}
    names: dict[Parameter, Identifier] = {}

    def __post_init__(self) -> None:
        """Refuse an order that leaves an argument out, and two arguments of one name."""
        for function, order in self.order.items():
            if sorted(order) != sorted(ARGUMENTS[function]):
                raise ValueError(f"order.{function} must name each of {', '.join(ARGUMENTS[function])} once")
        names = [self.name(argument) for argument in get_args(Parameter)]
        if len(set(names)) < len(names):
            raise ValueError("two arguments cannot have one name; see names")

    def name(self, argument: Parameter) -> str:
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
        return self.reduction != "none" and function in PER_EXAMPLE

    def changes(self, choice: Choice) -> bool:
        """Whether the course has chosen otherwise than the default."""
        return bool(getattr(self, choice) != getattr(Conventions(), choice))
