"""Brings helper modules in UTF-16, one with half a pair at its end, one with no end of a line."""
# expects: full

import numpy as np

for name in ("half", "other"):
    try:
        __import__(name)
    except BaseException:
        pass

if False:
    import half
    import other


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
