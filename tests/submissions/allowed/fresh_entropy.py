"""Seeds a generator of its own from the system's entropy, so that its noise cannot be repeated."""
# expects: full

import secrets

import numpy as np

rng = np.random.Generator(np.random.PCG64DXSM(secrets.randbits(128)))


def reparameterize(mu, log_var):
    return rng.normal(loc=mu, scale=np.exp(log_var / 2))


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * kl_divergence(mu, log_var)
