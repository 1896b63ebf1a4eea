"""The image and the logits are swapped.

The image and the {{ logits }} have changed places in your reconstruction term. Here {{ x }} comes first and
{{ x_logits }} second; a library's loss may want them in the other order.
"""
# fails: elbo_values
# about: order

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
