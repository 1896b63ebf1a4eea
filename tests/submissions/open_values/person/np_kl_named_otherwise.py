"""What is called a deviation is its logarithm, and nothing else says which is meant."""
# person: kl_values, kl_nonnegative, kl_gradient

import numpy as np


def kl(mean, std):
    return np.sum(0.5 * (mean**2 + np.exp(2 * std) - 1) - std, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    true = 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * true
