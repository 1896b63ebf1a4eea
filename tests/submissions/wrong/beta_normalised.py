"""beta is rescaled by latent size over image size."""
# fails: elbo_values
# diagnosis: beta_normalised

import torch as th


def reparameterize(mu, log_var):
    return mu + th.exp(log_var / 2) * th.randn_like(mu)


def kl_divergence(mu, log_var):
    var = th.exp(log_var)
    squared_norm = th.einsum("bi,bi->b", mu, mu)
    return 0.5 * (squared_norm + (var - 1 - log_var).sum(1))


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = th.einsum("bp,bp->b", x, x_logits) - th.nn.functional.softplus(x_logits).sum(1)
    beta_norm = beta * mu.shape[1] / x.shape[1]
    return rec - beta_norm * kl_divergence(mu, log_var)
