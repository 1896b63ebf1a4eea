"""The reconstruction term is in bits while the KL divergence is in nats.

Your reconstruction term uses logarithms to base two. All logarithms in this assignment are natural ones.
"""
# fails: elbo_values

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) / np.log(2)
    return reconstruction - beta * kl_divergence(mu, log_var)
