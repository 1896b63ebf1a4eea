"""The KL divergence is in bits instead of nats."""
# fails: kl_values, kl_gradient
# diagnosis: kl_in_bits

import numpy as np


def reparameterize(mu, log_var):
    eps = np.random.randn(*mu.shape).astype(mu.dtype)
    return mu + np.exp(0.5 * log_var) * eps


def kl_divergence(mu, log_var):
    kl_nats = 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)
    return kl_nats / np.log(2)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    recon = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return recon - beta * kl_divergence(mu, log_var)
