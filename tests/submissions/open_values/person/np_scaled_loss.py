"""The whole loss is divided by the number of pixels."""
# person: elbo_values, elbo_bound, beta_scaling

import numpy as np


def kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def loss(x, logits, mu, log_var, beta=1.0):
    likelihood = np.sum(x * logits - np.logaddexp(0, logits), axis=1)
    return np.mean(beta * kl(mu, log_var) - likelihood) / x.shape[1]
