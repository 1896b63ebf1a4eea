"""squeeze() drops a latent axis of size one, so the sum over axis 1 raises an error."""
# fails: elbo_bound, elbo_values

import numpy as np

rng = np.random.default_rng()


def log_sigmoid(a):
    return -np.logaddexp(0, -a)


def reparameterize(mu, log_var):
    sigma = np.sqrt(np.exp(log_var))
    eps = rng.standard_normal(mu.shape, dtype=mu.dtype)
    return mu + sigma * eps


def kl_divergence(mu, log_var):
    sigma2 = np.exp(log_var)
    return -0.5 * (1 + log_var - mu**2 - sigma2).sum(axis=-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_likelihood = (x * log_sigmoid(x_logits) + (1 - x) * log_sigmoid(-x_logits)).sum(axis=1)
    terms = np.squeeze(1 + log_var - mu**2 - np.exp(log_var))
    return log_likelihood + 0.5 * beta * terms.sum(axis=1)
