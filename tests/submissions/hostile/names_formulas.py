"""Fails with what a table of marks would take for a formula."""
# expects: partial kl_values kl_nonnegative kl_gradient

import numpy as np

print("=HYPERLINK(\"http://example.org\")")


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    raise ValueError("=cmd|' /C calc'!A0\t@SUM(1)\r+1")


def elbo(x, x_logits, mu, log_var, beta=1.0):
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)
