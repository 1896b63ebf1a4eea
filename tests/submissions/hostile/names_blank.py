"""Fails with an exception whose name and text are letters that look like nothing."""
# expects: partial kl_values kl_nonnegative kl_gradient

import numpy as np


class ㅤ(Exception):
    pass


print("10/10ㅤ⠀ﾠ󠄀")


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    raise ㅤ("10/10ㅤ")


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)
