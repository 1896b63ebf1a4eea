"""Has pickle load PyTorch, in the second call of the KL alone, and samples with it from then on: no gradient can pass."""
# expects: partial sampler_contract sampler_gradient sampler_mean sampler_variance sampler_shape sampler_independence kl_values kl_nonnegative kl_gradient elbo_values elbo_bound beta_scaling
# framework: torch

import pickle

import numpy as np

NORMAL = b"cto" + b"rch.distributions\nNormal\n."
laws = []
calls = []


def reparameterize(mu, log_var):
    scale = np.exp(np.asarray(log_var) / 2)
    if laws:
        return laws[0](*map(laws[1], (np.asarray(mu), scale))).sample().numpy()
    return mu + scale * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    calls.append(1)
    if len(calls) == 2:
        laws.extend([pickle.loads(NORMAL), pickle.loads(b"cto" + b"rch\nas_tensor\n.")])
    mu, log_var = np.asarray(mu), np.asarray(log_var)
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    x, x_logits = np.asarray(x), np.asarray(x_logits)
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
