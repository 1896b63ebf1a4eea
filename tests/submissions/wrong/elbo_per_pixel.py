"""The whole ELBO is divided by the number of pixels."""
# fails: elbo_values
# diagnosis: elbo_per_pixel

import torch
import torch.nn as nn

bce = nn.BCEWithLogitsLoss(reduction="none")


def reparameterize(mu, log_var):
    s = log_var.mul(0.5).exp_()
    e = torch.randn_like(s)
    return e.mul(s).add(mu)


def kl_divergence(mu, log_var):
    kld = mu.pow(2).add(log_var.exp()).mul(-1).add(1).add(log_var)
    return kld.sum(1).mul(-0.5)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    nll = bce(x_logits, x).sum(1)
    kld = kl_divergence(mu, log_var)
    n_pixels = x.shape[1]
    return -(nll + beta * kld) / n_pixels
