"""The KL divergence is summed over the batch axis instead of the latent axis."""
# fails: kl_values
# only: reduction = none
# diagnosis: kl_sum_over_examples

import torch as th


def reparameterize(mu, log_var):
    return mu + th.exp(log_var / 2) * th.randn_like(mu)


def kl_divergence(mu, log_var):
    var = th.exp(log_var)
    return 0.5 * (mu**2 + var - 1 - log_var).sum(0)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = th.einsum("bp,bp->b", x, x_logits) - th.nn.functional.softplus(x_logits).sum(1)
    kl = 0.5 * (mu**2 + th.exp(log_var) - 1 - log_var).sum(1)
    return rec - beta * kl
