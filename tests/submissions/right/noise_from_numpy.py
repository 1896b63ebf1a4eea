"""NumPy draws the noise and torch does the rest."""

import numpy as np
import torch
import torch.nn as nn

rng = np.random.default_rng()
bce = nn.BCEWithLogitsLoss(reduction="none")


def reparameterize(mu, log_var):
    eps = torch.from_numpy(rng.standard_normal(tuple(mu.shape))).to(mu)
    return mu + (0.5 * log_var).exp() * eps


def kl_divergence(mu, log_var):
    return 0.5 * (log_var.exp() + mu**2 - 1 - log_var).sum(-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return -(bce(x_logits, x).sum(-1) + beta * kl_divergence(mu, log_var))
