"""The KL of each latent dimension, not added up."""
# person: kl_values, kl_nonnegative, kl_gradient

import numpy as np


def kl(mu, log_var):
    return 0.5 * (mu**2 + np.exp(log_var) - 1 - log_var)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    true = 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * true
