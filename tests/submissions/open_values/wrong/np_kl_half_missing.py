"""The half of the KL is missing, and the ELBO rests on it."""
# fails: kl_values, kl_gradient
# diagnosis: kl_missing_half

import numpy as np


def kl(mu, log_var):
    return np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl(mu, log_var)
