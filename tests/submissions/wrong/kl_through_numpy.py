"""The KL divergence is computed in NumPy, so PyTorch cannot differentiate it."""
# fails: kl_gradient
# diagnosis: kl_without_gradient

import numpy as np
import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    std = torch.exp(0.5 * log_var)
    eps = torch.randn_like(std)
    return mu + eps * std


def kl_divergence(mu, log_var):
    m = mu.detach().cpu().numpy()
    lv = log_var.detach().cpu().numpy()
    kl = 0.5 * np.sum(m**2 + np.exp(lv) - 1 - lv, axis=1)
    return torch.from_numpy(kl)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    recon = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
    return recon - beta * kl_divergence(mu, log_var)
