"""An exception whose message turns into something that no JSON can hold."""
# expects: partial kl_values kl_nonnegative kl_gradient

import numpy as np


class Text(str):
    def __getitem__(self, where):
        return self

    def replace(self, *args):
        return Object()


class Object:
    def replace(self, *args):
        return self

    def __getitem__(self, where):
        return object()


class Odd(Exception):
    def __str__(self):
        return Text("odd")


def gaussian_kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    raise Odd
    return gaussian_kl(mu, log_var)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * gaussian_kl(mu, log_var)
