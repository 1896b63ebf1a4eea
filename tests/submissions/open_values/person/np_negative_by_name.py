"""The negative of the KL, and called so."""
# person: kl_values, kl_nonnegative, kl_gradient

import numpy as np


def neg_kl(mu, log_var):
    return 0.5 * np.sum(1 + log_var - mu**2 - np.exp(log_var), axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    true = 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * true
