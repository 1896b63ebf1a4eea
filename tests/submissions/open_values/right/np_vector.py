"""A KL of one vector, by scalar products; a loss of the batch."""

import numpy as np


def kl(mu, std):
    return 0.5 * (np.dot(mu, mu) + np.dot(std, std) - len(mu)) - np.sum(np.log(std))


def loss(x, probs, mu, std, beta=1):
    total = 0.0
    for i in range(len(x)):
        total += kl(mu[i], std[i]) * beta
        total -= np.sum(x[i] * np.log(probs[i]) + (1 - x[i]) * np.log(1 - probs[i]))
    return total / len(x)
