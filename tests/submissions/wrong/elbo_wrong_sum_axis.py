"""The reconstruction term is summed over the batch axis, so the shapes do not fit."""
# fails: elbo_values

import torch as th


def reparameterize(mu, log_var):
    return mu + th.exp(log_var / 2) * th.randn_like(mu)


def kl_divergence(mu, log_var):
    var = th.exp(log_var)
    squared_norm = th.einsum("bi,bi->b", mu, mu)
    return 0.5 * (squared_norm + (var - 1 - log_var).sum(1))


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = x * x_logits - th.nn.functional.softplus(x_logits)
    return log_px.sum(0) - beta * kl_divergence(mu, log_var)
