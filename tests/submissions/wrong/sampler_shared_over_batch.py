"""Draws one noise vector for the whole batch."""
# fails: sampler_independence
# diagnosis: sampler_noise_shared_by_rows

import numpy as np


def reparameterize(mu, log_var):
    latent_dim = mu.shape[1]
    eps = np.random.randn(latent_dim)  # broadcasts over the batch
    return mu + np.exp(0.5 * log_var) * eps


def kl_divergence(mu, log_var):
    return -0.5 * np.sum(1 + log_var - mu**2 - np.exp(log_var), axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    bce = np.maximum(x_logits, 0) - x_logits * x + np.log1p(np.exp(-np.abs(x_logits)))
    return -np.sum(bce, axis=1) - beta * kl_divergence(mu, log_var)
