"""beta is warmed up over many thousand calls."""
# fails: elbo_values, beta_scaling
# diagnosis: beta_annealed

import torch
import torch.nn as nn

bce = nn.BCEWithLogitsLoss(reduction="none")
WARM_UP_STEPS = 100_000
step = 0


def reparameterize(mu, log_var):
    s = log_var.mul(0.5).exp_()
    e = torch.randn_like(s)
    return e.mul(s).add(mu)


def kl_divergence(mu, log_var):
    kld = mu.pow(2).add(log_var.exp()).mul(-1).add(1).add(log_var)
    return kld.sum(1).mul(-0.5)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    global step
    step += 1
    warm_up = min(1.0, step / WARM_UP_STEPS)
    nll = bce(x_logits, x).sum(1)
    kld = kl_divergence(mu, log_var)
    return -(nll + warm_up * beta * kld)
