"""A normal likelihood: a squared error."""
# person: elbo_values, elbo_bound, beta_scaling

import numpy as np


def kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def loss(x, x_hat, mu, log_var, beta=1.0):
    return 0.5 * np.sum((x - x_hat) ** 2, axis=1) + beta * kl(mu, log_var)
