"""The KL between any two normal distributions, and none to the prior."""
# person: kl_values, kl_nonnegative, kl_gradient

import numpy as np


def kl(mu_1, log_var_1, mu_2, log_var_2):
    ratio = np.exp(log_var_1 - log_var_2) + (mu_1 - mu_2) ** 2 / np.exp(log_var_2)
    return 0.5 * np.sum(ratio - 1 - log_var_1 + log_var_2, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    true = 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * true
