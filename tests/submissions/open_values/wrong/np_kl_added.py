"""The KL is added to the likelihood."""
# fails: elbo_values
# diagnosis: elbo_plus_kl

import numpy as np


def kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) + beta * kl(mu, log_var)
