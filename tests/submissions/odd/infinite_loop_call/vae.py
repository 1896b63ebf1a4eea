import numpy as np


def reparameterize(mu, log_var):
    std = np.exp(log_var / 2)
    while True:
        z = mu + std * np.random.randn(*mu.shape)
        if np.allclose(z.mean(axis=0), mu.mean(axis=0), atol=0.0, rtol=0.0):
            return z


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return log_px - beta * kl_divergence(mu, log_var)
