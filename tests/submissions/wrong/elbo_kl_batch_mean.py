"""The KL divergence is averaged over the batch before it is subtracted."""
# fails: elbo_values, beta_scaling
# only: reduction = none
# diagnosis: elbo_kl_batch_mean

import numpy as np


def reparameterize(mu, log_var):
    eps = np.random.randn(*mu.shape).astype(mu.dtype)
    return mu + np.exp(0.5 * log_var) * eps


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    recon = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return recon - beta * np.mean(kl_divergence(mu, log_var))
