"""Everything under the guard, functions too."""

import torch
import torch.nn.functional as F

if __name__ == "__main__":
    half = 0.5

    def reparameterize(mu, log_var):
        return mu + torch.exp(half * log_var) * torch.randn_like(mu)

    def kl_divergence(mu, log_var):
        return half * (mu.pow(2) + log_var.exp() - 1 - log_var).sum(dim=1)

    def elbo(x, x_logits, mu, log_var, beta=1.0):
        log_px = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
        return log_px - beta * kl_divergence(mu, log_var)

    while True:
        loss = -elbo(torch.zeros(1, 3), torch.zeros(1, 3), torch.zeros(1, 2), torch.zeros(1, 2))
