"""The work is done in a second file beside this one."""

from losses import bernoulli_log_likelihood, gaussian_kl
from sampling import sample_gaussian


def reparameterize(mu, log_var):
    return sample_gaussian(mu, log_var)


def kl_divergence(mu, log_var):
    return gaussian_kl(mu, log_var)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return bernoulli_log_likelihood(x, x_logits) - beta * kl_divergence(mu, log_var)
