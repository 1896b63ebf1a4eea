"""The KL of a batch of one loses its axis.

squeeze() removes every axis of length one, also that of the batch.
"""
# fails: kl_of_one_example

import numpy as np


def kl_divergence(mu, log_var):
    return np.squeeze(0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1))
