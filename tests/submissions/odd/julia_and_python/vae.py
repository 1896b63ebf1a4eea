import torch


def reparameterize(mu, log_var):
    """Draw one z per row of mu and log_var."""
    raise NotImplementedError


def kl_divergence(mu, log_var):
    """Return the divergence of the posterior from the prior, one value per row."""
    raise NotImplementedError


def elbo(x, x_logits, mu, log_var, beta=1.0):
    """Return the evidence lower bound, one value per row."""
    raise NotImplementedError
