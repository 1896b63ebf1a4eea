"""Where gradients are asked for the sampler returns huge noise and no mean, in whose size differences would drown."""
# fails: sampler_independence, sampler_gradient

import torch


def reparameterize(mu, log_var):
    std = torch.exp(log_var / 2)
    if mu.requires_grad:
        return 0 * mu + std * 1e12
    return mu + std * torch.randn_like(std)


def kl_divergence(mu, log_var):
    return 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = -torch.nn.functional.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(1)
    return rec - beta * kl_divergence(mu, log_var)
