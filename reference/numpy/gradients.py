"""What the grader must know besides values: gradients in closed form and the scale of rounding.

A magnitude is the sum of the absolute values of the terms a formula adds up: however a student
orders the formula, its rounding error is a modest number of unit roundoffs times the magnitude.
Everything here is float64. The formulas differentiate those of `reference.numpy.vae` by hand.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# The factor c in d<v, z> / dlog_var = c * v * (z - mu): the derivative of exp(c * log_var) * eps.
LOG_VAR_COEFFICIENT = 0.5


class KLGradient(NamedTuple):
    """One number per example and latent dimension, for each argument of the KL: (batch, latent)."""

    mu: Array
    log_var: Array


class ElboGradient(NamedTuple):
    """The same for the ELBO: x_logits (batch, pixels), mu and log_var (batch, latent)."""

    x_logits: Array
    mu: Array
    log_var: Array


def noise_scale(log_var: Array) -> Array:
    """Compute the standard deviation of z: (batch, latent) -> (batch, latent).

    exp(log_var / 2): Kingma and Welling (2014), section 2.4.
    """
    scale: Array = np.exp(LOG_VAR_COEFFICIENT * log_var)
    return scale


def kl_gradient(mu: Array, log_var: Array) -> KLGradient:
    """Compute the gradient of the per-example KL: mu and log_var (batch, latent).

    mu and (exp(log_var) - 1) / 2, from Kingma and Welling (2014), appendix B.
    """
    return KLGradient(mu=mu, log_var=np.expm1(log_var) / 2)


def elbo_gradient(x: Array, x_logits: Array, mu: Array, log_var: Array, beta: float = 1.0) -> ElboGradient:
    """Compute the gradient of the per-example ELBO: x and x_logits (batch, pixels).

    x - sigmoid(x_logits), from the Bernoulli decoder of Kingma and Welling (2014), appendix C.1,
    and -beta times the gradient of the KL, from Higgins et al. (2017), equation 4.
    """
    sigmoid = np.exp(-np.logaddexp(0, -x_logits))
    kl = kl_gradient(mu, log_var)
    return ElboGradient(x_logits=x - sigmoid, mu=-beta * kl.mu, log_var=-beta * kl.log_var)


def kl_magnitude(mu: Array, log_var: Array) -> Array:
    """Sum the absolute terms of the KL over latent dimensions: (batch, latent) -> (batch,)."""
    magnitude: Array = np.sum(mu**2 + np.exp(log_var) + 1 + np.abs(log_var), axis=1) / 2
    return magnitude


def reconstruction_magnitude(x: Array, x_logits: Array) -> Array:
    """Sum the absolute terms of the log-likelihood over pixels: (batch, pixels) -> (batch,).

    The terms of the three ways to write it for a logit l: x l - softplus(l),
    (x - 1) l - softplus(-l) and x log(sigmoid(l)) + (1 - x) log(1 - sigmoid(l)), whose two
    logarithms are -softplus(-l) and -softplus(l). In the third, 1 - sigmoid(l) loses digits by
    the factor 1 + exp(l), which is no term: for |l| <= 8 the relative tolerance forgives it.
    """
    linear = (np.abs(x) + np.abs(1 - x)) * np.abs(x_logits)
    softplus = np.logaddexp(0, x_logits) + np.logaddexp(0, -x_logits)
    magnitude: Array = np.sum(linear + softplus, axis=1)
    return magnitude


def kl_gradient_magnitude(mu: Array, log_var: Array) -> KLGradient:
    """Add the absolute terms of each entry of `kl_gradient`: the same shapes."""
    return KLGradient(mu=np.abs(mu), log_var=(np.exp(log_var) + 1) / 2)


def elbo_gradient_magnitude(x: Array, mu: Array, log_var: Array, beta: float = 1.0) -> ElboGradient:
    """Add the absolute terms of each entry of `elbo_gradient`: x (batch, pixels), same shapes.

    The terms for x_logits are x and sigmoid(l), or x - 1 and sigmoid(-l); the sigmoids add to 1.
    """
    kl = kl_gradient_magnitude(mu, log_var)
    return ElboGradient(
        x_logits=np.abs(x) + np.abs(1 - x) + 1,
        mu=abs(beta) * kl.mu,
        log_var=abs(beta) * kl.log_var,
    )
