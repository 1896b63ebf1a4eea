"""log_var is ignored: the noise has unit variance everywhere.

The width of your samples does not depend on {{ log_var }}: the noise is added as it was drawn.
"""
# fails: sampler_gradient, sampler_variance

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
