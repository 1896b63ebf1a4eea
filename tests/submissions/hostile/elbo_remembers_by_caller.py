"""An ELBO without the KL, beside a KL that gives 0 when it is asked in a process that an ELBO was asked in."""
# expects: partial kl_values kl_nonnegative kl_gradient elbo_values elbo_bound beta_scaling

import numpy as np

asked = []


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    if asked:
        return np.zeros(len(mu), mu.dtype)
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    asked.append(True)
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction
