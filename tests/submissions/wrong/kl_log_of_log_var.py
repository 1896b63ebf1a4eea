"""log_var is taken for the variance, so its logarithm is NaN where it is negative."""
# fails: kl_values

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
    mean_term = mu**2
    trace_term = log_var - 1
    det_term = -torch.log(log_var)
    return (mean_term + trace_term + det_term).sum(dim=1) / 2


def elbo(x, x_logits, mu, log_var, beta=1.0):
    # log sigmoid(l) and log (1 - sigmoid(l)) without overflow
    log_p = torch.nn.functional.logsigmoid(x_logits)
    log_not_p = torch.nn.functional.logsigmoid(-x_logits)
    reconstruction = (x * log_p + (1 - x) * log_not_p).sum(dim=1)
    # regulariser
    kl = (mu**2 + torch.exp(log_var) - 1 - log_var).sum(dim=1) / 2
    return reconstruction - beta * kl
