"""What is called a deviation is a log-variance, as many write it."""

import numpy as np


def kl(mu, sigma):
    return -0.5 * np.sum(1 + sigma - mu**2 - np.exp(sigma), axis=1)


def elbo(x, logits, mu, sigma, beta=1.0):
    return np.sum(x * logits - np.logaddexp(0, logits), axis=1) - beta * kl(mu, sigma)
