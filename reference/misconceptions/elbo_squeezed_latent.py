"""squeeze() drops a latent axis of length one, so that the KL term is added up over the batch.

With a single latent dimension your KL term is added up over the batch: an axis of length one is dropped, as
squeeze() does, and the sum then runs over another.
"""
# fails: elbo_bound
# only: reduction = none

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    mu, log_var = mu.squeeze(), log_var.squeeze()
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    kl = 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=-1)
    return reconstruction - beta * kl
