"""The KL divergence is one number, averaged over batch and latent dimensions.

You return one number, averaged over examples and latent dimensions alike. One value for each example is
asked for, and the latent dimensions are not averaged over.
"""
# fails: kl_values
# about: reduction
# only: reduction = none

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.mean(mu**2 + np.exp(log_var) - 1 - log_var)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    kl = 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)
    return reconstruction - beta * kl
