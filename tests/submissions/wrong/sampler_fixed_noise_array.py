"""Reads its noise from the start of one array drawn at import."""
# fails: sampler_independence
# diagnosis: sampler_same_noise_every_call

import numpy as np

NOISE = np.random.randn(100_000)


def reparameterize(mu, log_var):
    eps = np.resize(NOISE, mu.shape)
    return mu + eps * np.exp(0.5 * log_var)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1.0 - log_var, axis=-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = np.where(x == 1, -np.logaddexp(0, -x_logits), -np.logaddexp(0, x_logits))
    return log_px.sum(axis=-1) - beta * kl_divergence(mu, log_var)
