"""Box-Muller in NumPy that uses both the cosine and the sine of each pair."""

import numpy as np


def box_muller(count):
    pairs = (count + 1) // 2
    u1 = 1.0 - np.random.rand(pairs)  # in (0, 1], so the log is finite
    u2 = np.random.rand(pairs)
    r = np.sqrt(-2.0 * np.log(u1))
    both = np.concatenate([r * np.cos(2 * np.pi * u2), r * np.sin(2 * np.pi * u2)])
    return both[:count]


def reparameterize(mu, log_var):
    eps = box_muller(mu.size).reshape(mu.shape)
    return mu + np.exp(0.5 * log_var) * eps


def kl_divergence(mu, log_var):
    return np.sum(0.5 * (mu**2 + np.exp(log_var) - log_var - 1), axis=-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    ll = x * x_logits - np.logaddexp(np.zeros_like(x_logits), x_logits)
    return ll.sum(axis=-1) - beta * kl_divergence(mu, log_var)
