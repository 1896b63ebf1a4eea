"""Everything is summed, over the batch as well."""
# fails: elbo_values
# only: reduction = none
# diagnosis: elbo_sum_over_everything

import numpy as np

rng = np.random.default_rng()


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def reparameterize(mu, log_var):
    sigma = np.sqrt(np.exp(log_var))
    eps = rng.standard_normal(mu.shape, dtype=mu.dtype)
    return mu + sigma * eps


def kl_divergence(mu, log_var):
    sigma2 = np.exp(log_var)
    return -0.5 * (1 + log_var - mu**2 - sigma2).sum(axis=-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    p = sigmoid(x_logits)
    log_likelihood = np.sum(x * np.log(p) + (1 - x) * np.log(1 - p))
    return log_likelihood - beta * np.sum(kl_divergence(mu, log_var))
