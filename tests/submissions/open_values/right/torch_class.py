"""Methods of a model, with a table for what comes back."""

import torch
from torch import nn
from torch.nn import functional as F


class VAE(nn.Module):
    def __init__(self, pixels, latent):
        super().__init__()
        self.decoder = nn.Linear(latent, pixels)

    @staticmethod
    def kl_divergence(mean, std):
        return torch.sum(0.5 * (mean**2 + std**2 - 1) - torch.log(std), dim=-1).mean()

    def loss(self, x, logits, mean, std, beta=1.0):
        likelihood = -F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(-1).mean()
        kl = self.kl_divergence(mean, std)
        return {"loss": beta * kl - likelihood, "likelihood": likelihood.detach(), "kl": kl.detach()}
