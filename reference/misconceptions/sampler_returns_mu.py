"""mu is returned without noise, as at test time.

Your function returns {{ mu }} itself. A sample of q(z|x) varies from call to call; returning the mean is
something that is done at test time only.
"""
# fails: sampler_variance

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return np.array(mu)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
