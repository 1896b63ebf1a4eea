"""The term for black pixels is subtracted instead of added."""
# fails: elbo_values
# diagnosis: elbo_second_term_sign

import numpy as np


def reparameterize(mu, log_var):
    """Reparameterisation trick."""
    # standard deviation is the square root of the variance
    std = np.exp(log_var / 2)
    # one independent noise value per entry
    noise = np.random.normal(loc=0.0, scale=1.0, size=mu.shape).astype(mu.dtype)
    return mu + std * noise


def kl_divergence(mu, log_var):
    """KL divergence between the posterior and the standard normal prior."""
    variance = np.exp(log_var)
    # sum over the latent dimensions
    total = np.sum(mu * mu, axis=1) + np.sum(variance, axis=1)
    total = total - np.sum(log_var, axis=1) - mu.shape[1]
    return total / 2


def elbo(x, x_logits, mu, log_var, beta=1.0):
    """Lower bound on log p(x)."""
    log_p1 = -np.logaddexp(0, -x_logits)  # log P(pixel = 1)
    log_p0 = -np.logaddexp(0, x_logits)  # log P(pixel = 0)
    log_px = np.sum(x * log_p1 - (1 - x) * log_p0, axis=1)
    return log_px - beta * kl_divergence(mu, log_var)
