"""As a static method: the sampler returns its mean."""
# fails: sampler_variance
# diagnosis: sampler_returns_mu

import torch
import torch.nn.functional as F


class VAE:
    @staticmethod
    def reparameterize(mu, log_var):
        return mu + 0 * log_var

    @staticmethod
    def kl_divergence(mu, log_var):
        return -0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp(), dim=1)

    def elbo(self, x, x_logits, mu, log_var, beta=1.0):
        recon = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
        return recon - beta * self.kl_divergence(mu, log_var)
