"""torch.normal is used for the noise only, so the gradient still flows through mu and std."""

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    zeros, ones = torch.zeros_like(mu), torch.ones_like(mu)
    noise = torch.normal(zeros, ones)
    std = torch.sqrt(torch.exp(log_var))
    return mu + std * noise


def kl_divergence(mu, log_var):
    var = torch.exp(log_var)
    kl = var + mu * mu - 1 - torch.log(var)
    return 0.5 * torch.sum(kl, 1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    sure = torch.where(x == 1, x_logits, -x_logits)
    rec = F.logsigmoid(sure).sum(1)
    return rec - beta * kl_divergence(mu, log_var)
