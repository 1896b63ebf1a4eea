"""Loops over the examples of the batch and stacks the rows."""

import torch


def reparameterize(mu, log_var):
    rows = []
    for m, lv in zip(mu, log_var):
        eps = torch.randn(m.shape[0], dtype=m.dtype)
        rows.append(m + torch.exp(lv / 2) * eps)
    return torch.stack(rows)


def kl_divergence(mu, log_var):
    out = []
    for m, lv in zip(mu, log_var):
        out.append(0.5 * torch.sum(m**2 + torch.exp(lv) - 1 - lv))
    return torch.stack(out)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    criterion = torch.nn.BCEWithLogitsLoss(reduction="sum")
    recs = [-criterion(logits, target) for logits, target in zip(x_logits, x)]
    return torch.stack(recs) - beta * kl_divergence(mu, log_var)
