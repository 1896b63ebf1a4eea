"""The noise is an argument, the log-variance not halved."""
# fails: sampler_gradient, sampler_variance
# diagnosis: sampler_log_std

import numpy as np


def reparameterize(mu, log_var, eps):
    return mu + np.exp(log_var) * eps
