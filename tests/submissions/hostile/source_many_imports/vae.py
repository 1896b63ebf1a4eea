"""Source that makes whoever looks for its imports go round in circles."""
# expects: full

import numpy as np

if False:
    import other.other.other.other.other
    from . import vae
    from .. import vae
    from ......... import vae as again
    import vae
    import other, other.vae as x, vae as y


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
