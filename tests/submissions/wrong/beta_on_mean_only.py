"""beta multiplies only the mu term of the KL divergence."""
# fails: beta_scaling
# diagnosis: beta_on_mean_only

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float32)

# Exercise 2.2. mu and log_var come out of the encoder, one row per image.


def reparameterize(mu, log_var):
    """z ~ N(mu, exp(log_var)), differentiable in both."""
    noise = torch.normal(torch.zeros_like(mu), torch.ones_like(mu))
    return mu + noise * (log_var / 2).exp()


def kl_divergence(mu, log_var):
    """See appendix B of the VAE paper."""
    kl = 1 + log_var - mu**2 - torch.exp(log_var)
    kl = torch.sum(kl, axis=1)
    kl *= -0.5
    return kl


def elbo(x, x_logits, mu, log_var, beta=1.0):
    """E_q[log p(x|z)] - beta KL, with the one z the decoder was given."""
    rec_loss = F.binary_cross_entropy_with_logits(x_logits, x, reduction="none")
    rec_loss = rec_loss.sum(axis=1)
    kl_loss = 0.5 * torch.sum(beta * mu**2 + torch.exp(log_var) - 1 - log_var, axis=1)
    return -rec_loss - kl_loss
