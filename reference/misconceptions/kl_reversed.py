"""The divergence is taken from the prior to q(z|x), the wrong way round.

You compute the divergence the wrong way round. The KL divergence is not symmetric: look up which of the two
distributions comes first, and which the expectation is taken under.
"""
# fails: kl_values, kl_gradient

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum((1 + mu**2) / np.exp(log_var) - 1 + log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
