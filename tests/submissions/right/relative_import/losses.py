import torch.nn.functional as F


def kl_divergence(mu, log_var):
    return 0.5 * (mu.pow(2) + log_var.exp() - 1 - log_var).sum(dim=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = -F.binary_cross_entropy_with_logits(x_logits, x, reduction="none").sum(dim=1)
    return log_px - beta * kl_divergence(mu, log_var)
