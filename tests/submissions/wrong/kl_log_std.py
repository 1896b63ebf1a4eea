"""log_var is taken for the logarithm of the standard deviation."""
# fails: kl_values, kl_gradient
# diagnosis: kl_log_std

import torch
import torch.nn as nn

bce = nn.BCEWithLogitsLoss(reduction="none")


def reparameterize(mu, log_var):
    s = log_var.mul(0.5).exp_()
    e = torch.randn_like(s)
    return e.mul(s).add(mu)


def kl_divergence(mu, log_var):
    sigma = log_var.exp()
    kld = 1 + 2 * log_var - mu.pow(2) - sigma.pow(2)
    return kld.sum(1).mul(-0.5)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    nll = bce(x_logits, x).sum(1)
    kld = kl_divergence(mu, log_var)
    return -(nll + beta * kld)
