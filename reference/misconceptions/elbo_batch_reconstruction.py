"""The reconstruction term is added up over the whole batch, the KL divergence per example.

Your reconstruction term is added up over all examples and then added to each. An example's ELBO must not
depend on the other examples.
"""
# fails: elbo_values
# only: reduction = none

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits))
    return reconstruction - beta * kl_divergence(mu, log_var)
