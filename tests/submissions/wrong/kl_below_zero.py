"""1e-4 is subtracted per dimension, so the KL divergence is negative at the prior."""
# fails: kl_nonnegative

import torch
import torch.nn as nn

bce = nn.BCEWithLogitsLoss(reduction="none")
EPS = 1e-4


def reparameterize(mu, log_var):
    s = log_var.mul(0.5).exp_()
    e = torch.randn_like(s)
    return e.mul(s).add(mu)


def kl_divergence(mu, log_var):
    kld = 0.5 * (mu.pow(2) + log_var.exp() - 1 - log_var) - EPS
    return kld.sum(1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    nll = bce(x_logits, x).sum(1)
    kld = kl_divergence(mu, log_var)
    return -(nll + beta * kld)
