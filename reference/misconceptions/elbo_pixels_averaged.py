"""The reconstruction term is averaged over the pixels while the KL divergence is summed.

You average the reconstruction term over the pixels and sum the KL divergence over the latent dimensions,
which gives the KL term far too much weight. The pixels are independent given z: what does that say about
the log-likelihood of all of them together?
"""
# fails: elbo_values

import numpy as np

rng = np.random.default_rng()


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.mean(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
