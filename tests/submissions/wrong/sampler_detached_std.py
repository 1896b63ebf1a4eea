"""Takes log_var.data for the standard deviation, so no gradient reaches log_var."""
# fails: sampler_gradient

import torch
import torch.nn.functional as F
from torch import Tensor


def reparameterize(mu: Tensor, log_var: Tensor) -> Tensor:
    std = log_var.data.mul(0.5).exp_()
    eps = torch.empty_like(std).normal_()
    return eps.mul(std).add(mu)


def kl_divergence(mu: Tensor, log_var: Tensor) -> Tensor:
    return mu.pow(2).add(log_var.exp()).sub(1).sub(log_var).sum(1).mul(0.5)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    bce = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none")
    return -bce.sum(1) - beta * kl_divergence(mu, log_var)
