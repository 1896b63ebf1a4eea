"""The work is done in a package folder beside this file."""

import torch

from vae_lib import GaussianPosterior, bernoulli_log_prob

torch.set_default_dtype(torch.float32)


def reparameterize(mu, log_var):
    return GaussianPosterior(mu, log_var).draw()


def kl_divergence(mu, log_var):
    return GaussianPosterior(mu, log_var).kl_to_prior()


def elbo(x, x_logits, mu, log_var, beta=1.0):
    q = GaussianPosterior(mu, log_var)
    return bernoulli_log_prob(x, x_logits) - beta * q.kl_to_prior()
