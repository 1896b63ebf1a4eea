"""The KL divergence is one number, the average over the batch."""
# fails: kl_values
# only: reduction = none
# diagnosis: kl_batch_average

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class VAE(nn.Module):
    """784 -> 400 -> 20 -> 400 -> 784."""

    def __init__(self, pixels: int = 784, hidden: int = 400, latent: int = 20) -> None:
        super().__init__()
        self.encoder = nn.Linear(pixels, hidden)
        self.mu_head = nn.Linear(hidden, latent)
        self.log_var_head = nn.Linear(hidden, latent)
        self.decoder = nn.Sequential(
            nn.Linear(latent, hidden), nn.ReLU(), nn.Linear(hidden, pixels)
        )

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        h = F.relu(self.encoder(x))
        mu, log_var = self.mu_head(h), self.log_var_head(h)
        return self.decoder(reparameterize(mu, log_var)), mu, log_var


def reparameterize(mu: Tensor, log_var: Tensor) -> Tensor:
    """Draw z = mu + sigma * eps, eps ~ N(0, I)."""
    sigma = (0.5 * log_var).exp()
    return torch.randn_like(mu) * sigma + mu


def kl_divergence(mu: Tensor, log_var: Tensor) -> Tensor:
    """KL of the approximate posterior from the standard normal."""
    per_dimension = 0.5 * (mu.square() + log_var.exp() - 1.0 - log_var)
    return per_dimension.sum(dim=-1).mean()


def elbo(x: Tensor, x_logits: Tensor, mu: Tensor, log_var: Tensor, beta: float = 1.0) -> Tensor:
    """Evidence lower bound, one value per example."""
    log_likelihood = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(-1)
    regulariser = 0.5 * (mu.square() + log_var.exp() - 1.0 - log_var).sum(-1)
    return log_likelihood - beta * regulariser


if __name__ == "__main__":
    model = VAE()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for step in range(100):
        images = torch.bernoulli(torch.full((64, 784), 0.2))
        logits, mean, log_variance = model(images)
        loss = -elbo(images, logits, mean, log_variance).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        print(step, loss.item())
