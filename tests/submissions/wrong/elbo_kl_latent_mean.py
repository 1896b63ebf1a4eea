"""The KL term inside the ELBO is averaged over the latent dimensions."""
# fails: elbo_values
# diagnosis: elbo_kl_latent_mean

import torch as th


def reparameterize(mu, log_var):
    return mu + th.exp(log_var / 2) * th.randn_like(mu)


def kl_divergence(mu, log_var):
    var = th.exp(log_var)
    squared_norm = th.einsum("bi,bi->b", mu, mu)
    return 0.5 * (squared_norm + (var - 1 - log_var).sum(1))


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = th.einsum("bp,bp->b", x, x_logits) - th.nn.functional.softplus(x_logits).sum(1)
    kl = 0.5 * (mu**2 + th.exp(log_var) - 1 - log_var).mean(1)
    return rec - beta * kl
