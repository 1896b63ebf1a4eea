"""The KL divergence is computed under no_grad, so nothing can be differentiated."""
# fails: kl_gradient
# diagnosis: kl_without_gradient

import torch as th


def reparameterize(mu, log_var):
    return mu + th.exp(log_var / 2) * th.randn_like(mu)


@th.no_grad()
def kl_divergence(mu, log_var):
    var = th.exp(log_var)
    squared_norm = th.einsum("bi,bi->b", mu, mu)
    return 0.5 * (squared_norm + (var - 1 - log_var).sum(1))


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = th.einsum("bp,bp->b", x, x_logits) - th.nn.functional.softplus(x_logits).sum(1)
    kl = 0.5 * (mu**2 + th.exp(log_var) - 1 - log_var).sum(1)
    return rec - beta * kl
