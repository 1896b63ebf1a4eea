"""Exceptions with 100 MB of message, of arguments, of notes, and of name."""
# expects: partial kl_values kl_nonnegative kl_gradient

import numpy as np


class Large(Exception):
    def __str__(self):
        return "full marks " * 10_000_000


KINDS = (
    lambda: Large(),
    lambda: ValueError("x" * 100_000_000),
    lambda: ValueError(*range(1_000_000)),
    lambda: ValueError([[0] * 1000] * 1000),
    lambda: type("x" * 10_000_000, (Exception,), {})("y" * 10_000_000),
)
calls = 0


def fail():
    global calls
    calls += 1
    raise KINDS[calls % 5]()


def gaussian_kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    fail()
    return gaussian_kl(mu, log_var)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * gaussian_kl(mu, log_var)
