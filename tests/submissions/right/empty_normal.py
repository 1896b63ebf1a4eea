"""An old-style in-place chain: empty, normal_, mul, add; it leaves the inputs alone."""

import torch
import torch.nn.functional as F


def reparameterize(mu, log_var):
    std = log_var.mul(0.5).exp_()
    eps = torch.empty(std.size(), dtype=std.dtype, device=std.device).normal_()
    return eps.mul(std).add_(mu)


def kl_divergence(mu, log_var):
    # see Appendix B of Kingma and Welling
    kld_element = mu.pow(2).add_(log_var.exp()).mul_(-1).add_(1).add_(log_var)
    return torch.sum(kld_element, dim=1).mul_(-0.5)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    bce = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none")
    return -(torch.sum(bce, dim=1) + beta * kl_divergence(mu, log_var))
