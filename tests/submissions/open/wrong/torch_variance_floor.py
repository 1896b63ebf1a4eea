"""A floor under the variance, of a hundredth of a standard deviation."""
# fails: sampler_gradient, sampler_variance

import torch


def sample(mu, log_var):
    var = torch.exp(log_var) + 1e-4
    return mu + torch.sqrt(var) * torch.randn_like(mu)
