"""Builds the same seeded generator again in every call."""
# fails: sampler_independence
# diagnosis: sampler_same_noise_every_call

import numpy as np

SEED = 42


def reparameterize(mu, log_var):
    rng = np.random.default_rng(SEED)
    eps = rng.normal(size=mu.shape).astype(mu.dtype)
    return mu + eps * np.exp(log_var / 2)


def kl_divergence(mu, log_var):
    return 0.5 * (mu**2 + np.exp(log_var) - log_var - 1).sum(axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = x * x_logits - np.logaddexp(0, x_logits)
    return rec.sum(axis=1) - beta * kl_divergence(mu, log_var)
