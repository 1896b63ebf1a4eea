"""The weight of the KL is a number in the code."""
# person: elbo_values, elbo_bound, beta_scaling

import numpy as np


def kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def loss(x, x_hat, mu, log_var):
    bce = -np.sum(x * np.log(x_hat) + (1 - x) * np.log(1 - x_hat), axis=1)
    return bce + 4 * kl(mu, log_var)
