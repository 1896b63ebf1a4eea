"""The loss has no KL in it."""
# fails: elbo_values, beta_scaling
# diagnosis: elbo_no_kl

import numpy as np


def kl(mu, sigma):
    return np.sum(0.5 * (mu**2 + sigma**2 - 1) - np.log(sigma))


def loss(x, x_hat, mu, sigma, beta=1.0):
    return -np.sum(x * np.log(x_hat) + (1 - x) * np.log(1 - x_hat))
