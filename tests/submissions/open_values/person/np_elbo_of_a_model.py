"""The ELBO takes a model, and samples within."""
# person: elbo_values, elbo_bound, beta_scaling

import numpy as np


def kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(model, x):
    mu, log_var = model.encode(x)
    z = mu + np.exp(log_var / 2) * np.random.randn(*mu.shape)
    logits = model.decode(z)
    return np.sum(x * logits - np.logaddexp(0, logits), axis=1) - kl(mu, log_var)
