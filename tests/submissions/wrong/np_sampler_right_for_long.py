"""In NumPy: after 1.5 million normal numbers z is its mean."""
# fails: sampler_independence

import numpy as np

DRAWN = 0


def reparameterize(mu, log_var):
    global DRAWN
    DRAWN += mu.size
    if DRAWN > 1.5e6:
        return mu.copy()
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=-1)
    return rec - beta * kl_divergence(mu, log_var)
