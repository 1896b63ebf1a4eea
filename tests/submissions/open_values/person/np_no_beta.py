"""A right ELBO without a beta: that row alone is for a person."""
# person: beta_scaling

import numpy as np


def kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - kl(mu, log_var)
