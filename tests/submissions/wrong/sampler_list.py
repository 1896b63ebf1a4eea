"""Returns a list of rows instead of an array."""
# fails: sampler_contract

import numpy as np


def reparameterize(mu, log_var):
    samples = []
    for m, lv in zip(mu, log_var):
        samples.append(m + np.exp(0.5 * lv) * np.random.randn(len(m)))
    return samples


def kl_divergence(mu, log_var):
    return -0.5 * np.sum(1 + log_var - mu**2 - np.exp(log_var), axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return rec - beta * kl_divergence(mu, log_var)
