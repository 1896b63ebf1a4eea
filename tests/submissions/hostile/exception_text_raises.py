"""Exceptions whose messages raise, exit, recurse and are no text."""
# expects: partial kl_values kl_nonnegative kl_gradient

import numpy as np


class Raises(Exception):
    def __str__(self):
        raise self


class Exits(BaseException):
    def __str__(self):
        raise SystemExit("10/10")


class Recurses(Exception):
    def __str__(self):
        return str(self)


class NoText(Exception):
    def __str__(self):
        return NotImplemented


KINDS = (Raises, Exits, Recurses, NoText)
calls = 0


def fail():
    global calls
    calls += 1
    raise KINDS[calls % 4]


def gaussian_kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    fail()
    return gaussian_kl(mu, log_var)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * gaussian_kl(mu, log_var)
