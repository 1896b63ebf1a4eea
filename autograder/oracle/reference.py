"""The oracle that has the formulas: the one room of the grader that knows them.

Every function answers one question: it takes inputs in float64 and returns numbers by name, in float64.
Nothing but numbers leaves, so that a student's copy of the grader can look them up instead (`stored.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from scipy import special

from autograder.arrays import Float64
from autograder.oracle.oracle import Numbers, Question
from reference.numpy import evidence, gradients, vae


class Reference:
    """Answers by the formulas."""

    def numbers(self, question: Question, **inputs: Float64) -> Numbers:
        """Return what the function named after the question gives for its arguments."""
        return ANSWERS[question](**inputs)


def sampler(mu: Float64, log_var: Float64) -> Numbers:
    """Return location and scale of q(z|x), (batch, latent), and c in d<v, z>/dlog_var = c v (z - mu)."""
    coefficient = np.array(gradients.LOG_VAR_COEFFICIENT)
    return {"location": mu, "scale": gradients.noise_scale(log_var), "coefficient": coefficient}


def kl(mu: Float64, log_var: Float64) -> Numbers:
    """Return the KL divergence of each example and its gradients, each with its sum of absolute terms."""
    slopes, terms = gradients.kl_gradient(mu, log_var), gradients.kl_gradient_magnitude(mu, log_var)
    numbers = {"values": vae.kl_divergence(mu, log_var), "magnitude": gradients.kl_magnitude(mu, log_var)}
    for name in ("mu", "log_var"):
        numbers |= {f"d_{name}": getattr(slopes, name), f"d_{name} magnitude": getattr(terms, name)}
    return numbers


def elbo(x: Float64, x_logits: Float64, mu: Float64, log_var: Float64, beta: Float64) -> Numbers:
    """Return the ELBO of each example, its parts and its gradients, these with their sums of absolute terms.

    The ELBO is affine in the KL: `reconstruction + kl_weight * kl`.
    """
    weight = float(beta)
    slopes = gradients.elbo_gradient(x, x_logits, mu, log_var, weight)
    terms = gradients.elbo_gradient_magnitude(x, mu, log_var, weight)
    numbers = {
        "values": vae.elbo(x, x_logits, mu, log_var, weight),
        "reconstruction": vae.elbo(x, x_logits, mu, log_var, 0.0),
        "reconstruction magnitude": gradients.reconstruction_magnitude(x, x_logits),
        "kl_weight": np.array(-weight),
    }
    for name in ("x_logits", "mu", "log_var"):
        numbers |= {f"d_{name}": getattr(slopes, name), f"d_{name} magnitude": getattr(terms, name)}
    return numbers


def one_latent(x: Float64, bias: Float64, slope: Float64, mu: Float64, log_var: Float64) -> Numbers:
    """Return elbo's inputs at Gauss-Hermite nodes of a model, their weights, and what the mean adds up to."""
    model = evidence.OneLatentModel(x=x, bias=bias, slope=slope, mu=float(mu), log_var=float(log_var))
    points, log_evidence = evidence.nodes(model), evidence.log_evidence(model)
    return {
        **evidence.elbo_inputs(model, points.z)._asdict(),
        "weights": points.weights,
        "log_evidence": np.array(log_evidence),
        "kl_to_posterior": np.array(evidence.kl_to_posterior(model, log_evidence)),
    }


def log_std(log_var: Float64) -> Numbers:
    """Return the logarithm of the standard deviation, and its slope in log_var: both of log_var's shape."""
    return {"values": log_var / 2, "slope": np.full_like(log_var, 0.5)}


def std(log_var: Float64) -> Numbers:
    """Return the standard deviation, and its slope in log_var."""
    values = gradients.noise_scale(log_var)
    return {"values": values, "slope": gradients.LOG_VAR_COEFFICIENT * values}


def var(log_var: Float64) -> Numbers:
    """Return the variance, and its slope in log_var."""
    values = np.exp(log_var)
    return {"values": values, "slope": values}


def bernoulli_probs(x_logits: Float64) -> Numbers:
    """Return the probability of a 1 for each pixel, and its slope in the logit."""
    values = special.expit(x_logits)
    return {"values": values, "slope": values * special.expit(-x_logits)}


def meanings(widths: Float64) -> Numbers:
    """Return the log-variances to which numbers belong by what each is taken for, NaN where it cannot be."""
    positive = np.where(widths > 0, widths, np.nan)
    return {"log_var": widths, "log_std": 2 * widths, "std": 2 * np.log(positive), "var": np.log(positive)}


ANSWERS: Mapping[Question, Callable[..., Numbers]] = {
    "sampler": sampler,
    "kl": kl,
    "elbo": elbo,
    "one_latent": one_latent,
    "log_std": log_std,
    "std": std,
    "var": var,
    "bernoulli_probs": bernoulli_probs,
    "meanings": meanings,
}
