"""A hand-written autograd.Function with its own backward pass."""

import torch
import torch.nn.functional as F


class Reparameterize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, mu, log_var):
        noise = torch.exp(0.5 * log_var) * torch.randn_like(mu)
        ctx.save_for_backward(noise)
        return mu + noise

    @staticmethod
    def backward(ctx, grad_z):
        (noise,) = ctx.saved_tensors
        # dz/dmu = 1 and dz/dlog_var = sigma * eps / 2
        return grad_z, grad_z * noise / 2


def reparameterize(mu, log_var):
    return Reparameterize.apply(mu, log_var)


def kl_divergence(mu, log_var):
    return 0.5 * (mu.square() + log_var.exp() - log_var - 1).sum(dim=-1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    rec = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=-1)
    return torch.sub(rec, kl_divergence(mu, log_var), alpha=beta)
