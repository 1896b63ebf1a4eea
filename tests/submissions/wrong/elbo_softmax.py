"""A softmax over the pixels replaces the sigmoid of each pixel."""
# fails: elbo_values
# diagnosis: elbo_softmax

import torch


def reparameterize(mu, log_var):
    # 1. standard deviation from the log variance
    sigma = torch.sqrt(torch.exp(log_var))
    # 2. noise of the same shape
    epsilon = torch.randn(mu.shape, dtype=mu.dtype, device=mu.device)
    # 3. shift and scale
    z = mu + sigma * epsilon
    return z


def kl_divergence(mu, log_var):
    # closed form from the lecture, term by term
    variance = torch.exp(log_var)
    mean_term = mu**2
    trace_term = variance - 1
    det_term = -log_var
    return (mean_term + trace_term + det_term).sum(dim=1) / 2


def elbo(x, x_logits, mu, log_var, beta=1.0):
    # log probability of every pixel
    log_p = torch.log_softmax(x_logits, dim=1)
    reconstruction = (x * log_p).sum(dim=1)
    # regulariser
    kl = kl_divergence(mu, log_var)
    return reconstruction - beta * kl
