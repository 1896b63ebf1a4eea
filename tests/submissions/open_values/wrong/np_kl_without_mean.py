"""The KL has no term in the mean, and sums over the batch."""
# fails: kl_values, kl_gradient

import numpy as np


def kl_loss(mu, std):
    return np.sum(0.5 * (std**2 - 1) - np.log(std)) + 0 * np.sum(mu)


def loss(x, x_logits, mu, std, beta=1.0):
    true = np.sum(0.5 * (mu**2 + std**2 - 1) - np.log(std))
    return beta * true - np.sum(x * x_logits - np.logaddexp(0, x_logits))
