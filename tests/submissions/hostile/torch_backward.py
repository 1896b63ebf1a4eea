"""Gradients that hang, crash and print in the middle of the backward pass."""
# expects: partial elbo_values elbo_bound beta_scaling
# framework: torch

import time

import torch
import torch.nn.functional as F


class Hangs(torch.autograd.Function):
    @staticmethod
    def forward(ctx, value):
        return value.clone()

    @staticmethod
    def backward(ctx, gradient):
        while True:
            try:
                time.sleep(1)
            except BaseException:
                pass


def reparameterize(mu, log_var):
    return mu + torch.exp(log_var / 2) * torch.randn_like(mu)


def kl_divergence(mu, log_var):
    return 0.5 * torch.sum(mu**2 + torch.exp(log_var) - 1 - log_var, dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return Hangs.apply(
        -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
        - beta * kl_divergence(mu, log_var)
    )
