"""The KL divergence is estimated from a random sample.

Your KL divergence gives other values each time it is called at the same parameters: it is estimated from
random samples. For these two normal distributions the integral can be done by hand; the closed form is
asked for.
"""
# fails: kl_values, kl_nonnegative, kl_gradient
# only: reduction = none

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    z = reparameterize(mu, log_var)
    log_q = -0.5 * (log_var + (z - mu) ** 2 / np.exp(log_var))
    log_prior = -0.5 * z**2
    return np.sum(log_q - log_prior, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    kl = 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)
    return reconstruction - beta * kl
