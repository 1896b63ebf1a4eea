"""A family of classes: an abstract one, the VAE that is asked for, and a beta-VAE with another default."""

import torch
import torch.nn.functional as F
from torch import nn


class BaseVAE(nn.Module):
    def reparameterize(self, mu, log_var):
        raise NotImplementedError

    def elbo(self, x, x_logits, mu, log_var, beta=1.0):
        raise NotImplementedError


class VAE(BaseVAE):
    def reparameterize(self, mu, log_var):
        return mu + (0.5 * log_var).exp() * torch.randn_like(mu)

    def kl_divergence(self, mu, log_var):
        return -0.5 * (1 + log_var - mu**2 - log_var.exp()).sum(dim=1)

    def elbo(self, x, x_logits, mu, log_var, beta=1.0):
        log_px = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
        return log_px - beta * self.kl_divergence(mu, log_var)


class BetaVAE(VAE):
    def elbo(self, x, x_logits, mu, log_var, beta=4.0):
        return super().elbo(x, x_logits, mu, log_var, beta)
