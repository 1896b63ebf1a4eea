"""Means over the batch, a bound to be maximised, the width first."""

import numpy as np


def latent_loss(sigma, mu):
    return np.mean(np.sum(0.5 * (mu**2 + sigma**2 - 1) - np.log(sigma), axis=1))


def objective(mu, sigma, data, logits, kl_weight):
    likelihood = np.sum(data * logits - np.logaddexp(0, logits), axis=1)
    return np.mean(likelihood) - kl_weight * latent_loss(sigma, mu)
