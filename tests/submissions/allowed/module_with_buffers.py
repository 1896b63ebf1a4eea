"""Subclasses nn.Module, with buffers, parametrisations, hooks and a state that is saved and loaded."""
# expects: full
# framework: torch

import copy
import io

import torch

from torch import nn


class Posterior(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("one_half", torch.tensor(0.5))
        self.register_forward_hook(lambda module, args, output: output)

    def forward(self, mu, log_var):
        eps = torch.randn_like(mu)
        return mu + torch.exp(self.one_half.to(mu.dtype) * log_var) * eps

    def kl(self, mu, log_var):
        return self.one_half.to(mu.dtype) * (mu.square() + log_var.expm1() - log_var).sum(dim=-1)


posterior = Posterior().eval()
saved = io.BytesIO()
torch.save(posterior.state_dict(), saved)
saved.seek(0)
posterior.load_state_dict(torch.load(saved))
posterior = copy.deepcopy(posterior)


def reparameterize(mu, log_var):
    return posterior(mu, log_var)


def kl_divergence(mu, log_var):
    return posterior.kl(mu, log_var)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_likelihood = torch.distributions.Bernoulli(logits=x_logits).log_prob(x).sum(dim=1)
    return log_likelihood - beta * kl_divergence(mu, log_var)
