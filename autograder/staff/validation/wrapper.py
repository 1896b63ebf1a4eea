"""A known submission, which follows the default convention, as one that follows a course's."""

import inspect
import sys

import known_vae
import numpy as np

CONVENTIONS = {}  # written by translation.py


def _library(array):
    return np if isinstance(array, np.ndarray) else sys.modules["torch"]


def _log_var(second):
    kind = CONVENTIONS["second_argument"]
    if kind == "log_var":
        return second
    if kind == "log_std":
        return 2 * second
    return (1 if kind == "var" else 2) * _library(second).log(second)


def _logits(y):
    if CONVENTIONS["likelihood"] == "bernoulli_logits":
        return y
    return _library(y).log(y) - _library(y).log1p(-y)


def _default(function, arguments):
    """Return what was given, in the default's order and meaning."""
    by_name = dict(zip(CONVENTIONS["order"][function], arguments, strict=True))
    by_name["log_var"] = _log_var(by_name["log_var"])
    if function == "elbo":
        by_name["x_logits"] = _logits(by_name["x_logits"])
    return [by_name[name] for name in CONVENTIONS["arguments"][function]]


def _reduce(values, arguments):
    """Add up what has one value for each example, and leave anything else as it is."""
    if CONVENTIONS["reduction"] == "none" or getattr(values, "shape", None) != arguments[0].shape[:1]:
        return values
    return values.sum() if CONVENTIONS["reduction"] == "sum" else values.mean()


if hasattr(known_vae, "reparameterize"):

    def reparameterize(*arguments):
        """Draw by the known submission."""
        return known_vae.reparameterize(*_default("reparameterize", arguments))


if hasattr(known_vae, "kl_divergence"):

    def kl_divergence(*arguments):
        """Return the known submission's, reduced as the course has it."""
        return _reduce(known_vae.kl_divergence(*_default("kl_divergence", arguments)), arguments)


if hasattr(known_vae, "elbo"):
    parameters = list(inspect.signature(known_vae.elbo).parameters)

    def _elbo(arguments, keywords):
        values = known_vae.elbo(*_default("elbo", arguments), **keywords)
        return (-1 if CONVENTIONS["sign"] == "loss" else 1) * _reduce(values, arguments)

    if CONVENTIONS["beta"] == "absent" or len(parameters) < 5:

        def elbo(x, y, mu, second):
            """Return the known submission's, which takes no beta."""
            return _elbo((x, y, mu, second), {})

    elif CONVENTIONS["beta"] == "position":

        def elbo(x, y, mu, second, weight):
            """Return the known submission's, with beta by position."""
            return _elbo((x, y, mu, second), {parameters[4]: weight})

    else:

        def elbo(x, y, mu, second, **keywords):
            """Return the known submission's, with beta by the course's keyword, or its own default."""
            return _elbo((x, y, mu, second), dict(zip(parameters[4:], keywords.values(), strict=False)))
