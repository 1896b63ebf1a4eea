"""Shapes in annotations and a type checker as decorator, from packages that the grader lacks."""

import torch
import torch.nn.functional as F
from beartype import beartype
from jaxtyping import Float, jaxtyped
from torch import Tensor


@jaxtyped(typechecker=beartype)
def reparameterize(mu: Float[Tensor, "b d"], log_var: Float[Tensor, "b d"]) -> Float[Tensor, "b d"]:
    std = torch.exp(0.5 * log_var)
    return mu + std * torch.randn_like(std)


@beartype
def kl_divergence(mu: Float[Tensor, "b d"], log_var: Float[Tensor, "b d"]) -> Float[Tensor, "b"]:
    return 0.5 * (mu.pow(2) + log_var.exp() - 1 - log_var).sum(dim=1)


@jaxtyped(typechecker=beartype)
def elbo(x: Float[Tensor, "b p"], x_logits: Float[Tensor, "b p"], mu, log_var, beta: float = 1.0):
    log_px = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
    return log_px - beta * kl_divergence(mu, log_var)
