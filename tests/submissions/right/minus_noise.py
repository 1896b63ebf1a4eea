"""Subtracts the noise instead of adding it: the normal distribution is symmetric."""

import torch


def reparameterize(mu, log_var):
    e = torch.randn_like(log_var)
    return torch.addcmul(mu, torch.exp(log_var * 0.5), e, value=-1)


def kl_divergence(mu, log_var):
    trace = torch.exp(log_var).sum(1)
    log_det = log_var.sum(1)
    k = mu.shape[1]
    return 0.5 * (trace + (mu * mu).sum(1) - k - log_det)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    # x in {0, 1}: the sign turns one log-sigmoid into both cases
    sign = 2 * x - 1
    rec = torch.nn.functional.logsigmoid(sign * x_logits).sum(1)
    return rec - beta * kl_divergence(mu, log_var)
