"""The KL divergence is a Python list instead of an array."""
# fails: kl_values

import numpy as np


def reparameterize(mu, log_var):
    eps = np.random.randn(*mu.shape).astype(mu.dtype)
    return mu + np.exp(0.5 * log_var) * eps


def kl_divergence(mu, log_var):
    result = []
    for m, lv in zip(mu, log_var, strict=True):
        result.append(0.5 * sum(m**2 + np.exp(lv) - 1 - lv))
    return result


def elbo(x, x_logits, mu, log_var, beta=1.0):
    recon = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return recon - beta * np.array(kl_divergence(mu, log_var))
