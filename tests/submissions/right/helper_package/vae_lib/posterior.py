from dataclasses import dataclass

import torch


@dataclass
class GaussianPosterior:
    """q(z | x) with a diagonal covariance."""

    mu: torch.Tensor
    log_var: torch.Tensor

    @property
    def std(self):
        return (0.5 * self.log_var).exp()

    def draw(self):
        return self.mu + self.std * torch.randn_like(self.mu)

    def kl_to_prior(self):
        return 0.5 * (self.std**2 + self.mu**2 - 1 - self.log_var).sum(dim=1)
