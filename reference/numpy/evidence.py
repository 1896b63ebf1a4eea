"""A model whose evidence is known: with one latent dimension every integral is a short sum.

z ~ N(0, 1), x_d ~ Bernoulli(sigmoid(bias_d + slope_d z)) and q(z|x) = N(mu, exp(log_var)).
log p(x) = E_q[ELBO] + KL(q(z|x) || p(z|x)), equation 1 of Kingma and Welling (2014), makes the
ELBO a lower bound on the evidence; here each of its three parts is a quadrature.
"""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# Distance between the points of the trapezoidal rule, which converges exponentially for analytic
# integrands that decay (Trefethen and Weideman 2014): the error of a Gaussian of standard deviation
# s is exp(-2 (pi s / SPACING)^2), below 1e-21 for s >= 0.05, the posterior of 1,500 pixels.
SPACING = 1 / 32

# Standard deviations beyond which a Gaussian holds less than 1e-32 of its mass.
REACH = 12.0


@dataclass(frozen=True)
class OneLatentModel:
    """One example x with its decoder and its approximate posterior.

    Shapes: x (pixels,) of zeros and ones, bias and slope (pixels,), mu and log_var scalars.
    |slope| <= 1 keeps the poles of the sigmoids far enough away for 64 Gauss-Hermite nodes.
    """

    x: Array
    bias: Array
    slope: Array
    mu: float
    log_var: float


class Nodes(NamedTuple):
    """Points z (count,) and weights (count,) with sum(weights * f(z)) = E_q[f(z)]."""

    z: Array
    weights: Array


class ElboInputs(NamedTuple):
    """The arguments of elbo with one row per point z: (count, pixels) twice, (count, 1) twice."""

    x: Array
    x_logits: Array
    mu: Array
    log_var: Array


def nodes(model: OneLatentModel, count: int = 64) -> Nodes:
    """Place Gauss-Hermite nodes under q(z|x) = N(mu, exp(log_var)): (count,) and (count,)."""
    points, weights = _hermite(count)
    return Nodes(model.mu + np.exp(model.log_var / 2) * points, weights / np.sqrt(2 * np.pi))


def elbo_inputs(model: OneLatentModel, z: Array) -> ElboInputs:
    """Decode z (count,) into the arguments for which elbo returns one value per point."""
    x_logits = model.bias + np.outer(z, model.slope)
    return ElboInputs(
        x=np.tile(model.x, (len(z), 1)),
        x_logits=x_logits,
        mu=np.full((len(z), 1), model.mu),
        log_var=np.full((len(z), 1), model.log_var),
    )


def log_evidence(model: OneLatentModel) -> float:
    """Integrate p(z) p(x|z) over z and take the logarithm: log p(x).

    By the identity this is E_q[ELBO] + KL(q(z|x) || p(z|x)), whatever q. The posterior is at least
    as narrow as the prior, log-concave, and its mode is a sum of slope_d times residuals within
    [-1, 1], so REACH beyond the sum of |slope| misses nothing.
    """
    reach = np.sum(np.abs(model.slope)) + REACH
    return float(np.logaddexp.reduce(_log_joint(model, _grid(reach))) + np.log(SPACING))


def kl_to_posterior(model: OneLatentModel, evidence: float) -> float:
    """Integrate q(z|x) log(q(z|x) / p(z|x)) over z, given log p(x): KL(q(z|x) || p(z|x)).

    By the identity this is log p(x) - E_q[ELBO], the gap of the bound, and never negative.
    """
    noise = _grid(REACH)
    scale = np.exp(model.log_var / 2)
    log_noise = _log_normal(noise)
    log_posterior = _log_joint(model, model.mu + scale * noise) - evidence
    log_ratio = log_noise - np.log(scale) - log_posterior
    return float(np.sum(np.exp(log_noise) * log_ratio) * SPACING)


@cache
def _hermite(count: int) -> Nodes:
    """Return Gauss-Hermite nodes for the weight exp(-z^2 / 2): (count,) and (count,)."""
    return Nodes(*np.polynomial.hermite_e.hermegauss(count))


def _grid(reach: float) -> Array:
    """Space points evenly from -reach to reach."""
    count = int(np.ceil(reach / SPACING))
    return np.arange(-count, count + 1, dtype=np.float64) * SPACING


def _log_normal(z: Array) -> Array:
    """Compute the log-density of N(0, 1): (count,) -> (count,)."""
    log_density: Array = -(z**2 + np.log(2 * np.pi)) / 2
    return log_density


def _log_joint(model: OneLatentModel, z: Array) -> Array:
    """Compute log p(z) + log p(x|z), where x_d has probability sigmoid((2 x_d - 1) logit_d)."""
    signed_logits = (2 * model.x - 1) * (model.bias + np.outer(z, model.slope))
    log_joint: Array = _log_normal(z) - np.sum(np.logaddexp(0, -signed_logits), axis=1)
    return log_joint
