import torch
import torch.nn.functional as F


def gaussian_kl(mu, log_var):
    return 0.5 * torch.sum(mu**2 + log_var.exp() - 1.0 - log_var, dim=-1)


def bernoulli_log_likelihood(x, logits):
    return -F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(dim=-1)
