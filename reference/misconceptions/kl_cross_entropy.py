"""The cross-entropy is returned: the entropy of q(z|x) is missing.

You return the cross-entropy of q(z|x) and the prior. A KL divergence is a difference of two such terms: one
is missing.
"""
# fails: kl_values, kl_nonnegative, kl_gradient

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(np.log(2 * np.pi) + mu**2 + np.exp(log_var), axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
