"""Samples in NumPy and turns the result into a tensor, which cuts the graph."""
# fails: sampler_gradient
# diagnosis: sampler_without_path

import numpy as np
import torch
import torch.nn.functional as F


def to_numpy(t):
    return t.detach().cpu().numpy()


def reparameterize(mu, log_var):
    m, s = to_numpy(mu), np.exp(0.5 * to_numpy(log_var))
    z = m + s * np.random.randn(*m.shape)
    return torch.from_numpy(z.astype(m.dtype))


def kl_divergence(mu, log_var):
    return -0.5 * torch.sum(1 + log_var - mu**2 - torch.exp(log_var), dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_p = x * F.logsigmoid(x_logits) + (1 - x) * F.logsigmoid(-x_logits)
    return log_p.sum(dim=1) - beta * kl_divergence(mu, log_var)
