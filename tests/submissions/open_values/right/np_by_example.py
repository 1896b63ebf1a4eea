"""One value for each example, from logits, beta a keyword."""

import numpy as np


def kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    likelihood = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return likelihood - beta * kl(mu, log_var)
