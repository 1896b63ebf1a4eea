"""A one-dimensional latent is taken for a batch of one and broadcast against every example."""
# fails: elbo_bound
# only: reduction = none
# diagnosis: elbo_squeezed_latent

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
    # log sigmoid(l) and log (1 - sigmoid(l)) without overflow
    log_p = torch.nn.functional.logsigmoid(x_logits)
    log_not_p = torch.nn.functional.logsigmoid(-x_logits)
    reconstruction = (x * log_p + (1 - x) * log_not_p).sum(dim=1)
    # regulariser: add the batch axis back if squeeze() removed it
    kl = ((mu**2 + torch.exp(log_var) - 1 - log_var) / 2).squeeze()
    if kl.ndim == 1:
        kl = kl.unsqueeze(0)
    return reconstruction - beta * kl.sum(dim=1)
