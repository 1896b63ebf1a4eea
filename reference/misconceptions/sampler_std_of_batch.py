"""The standard deviation is measured over the batch of means.

Your samples spread as the means of the batch do, and {{ log_var }} has no effect on them. The standard
deviation of an example is the encoder's second output, not a property of the batch.
"""
# fails: sampler_gradient, sampler_variance

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    sigma = mu.std(axis=0, keepdims=True)
    return mu + sigma * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
