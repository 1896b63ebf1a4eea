"""Beta weighs the likelihood."""
# fails: beta_scaling
# diagnosis: beta_on_reconstruction

import numpy as np


def kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var)


def loss(x, logits, mu, log_var, beta=1.0):
    return kl(mu, log_var) - beta * np.sum(x * logits - np.logaddexp(0, logits))
