import torch


def sample_gaussian(mu, log_var):
    """One differentiable draw from N(mu, diag(exp(log_var)))."""
    return mu + torch.randn_like(mu) * torch.exp(0.5 * log_var)
