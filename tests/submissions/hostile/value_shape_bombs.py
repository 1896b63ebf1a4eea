"""Returns arrays of terabytes that take no memory, of 32 dimensions, and of no elements."""
# expects: partial kl_values kl_nonnegative kl_gradient

import numpy as np

calls = 0


def next_of(values):
    global calls
    calls += 1
    return values[calls % len(values)]


SHAPES = (
    np.broadcast_to(0.0, (1 << 20, 1 << 20)),
    np.lib.stride_tricks.as_strided(np.zeros(1), (1 << 40,), (0,)),
    np.zeros((2, 0)),
    np.zeros((0, 1 << 20, 1 << 20)),
    np.zeros((1,) * 32),
)


def gaussian_kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return next_of(SHAPES)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * gaussian_kl(mu, log_var)
