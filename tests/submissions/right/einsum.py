"""Every reduction is an einsum."""

import torch
from torch import einsum
from torch.nn.functional import softplus


def reparameterize(mu, log_var):
    eps = torch.randn_like(mu)
    return mu + einsum("bl,bl->bl", torch.exp(0.5 * log_var), eps)


def kl_divergence(mu, log_var):
    squared_norm = einsum("bl,bl->b", mu, mu)
    rest = einsum("bl->b", torch.exp(log_var) - log_var - 1)
    return 0.5 * (squared_norm + rest)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = einsum("bp,bp->b", x, x_logits) - einsum("bp->b", softplus(x_logits))
    return log_px - beta * kl_divergence(mu, log_var)
