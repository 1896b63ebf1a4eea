"""The KL divergence of each example is divided by the batch size.

Your values are smaller than they should be by the size of the batch. The KL divergence of an example does
not depend on how many others there are; averaging over the batch is the training loop's business.
"""
# fails: kl_values, kl_gradient
# about: reduction

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1) / len(mu)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
