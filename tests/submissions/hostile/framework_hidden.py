"""Samples with PyTorch, imported under a name that no scan of the file sees, and returns NumPy: no gradient can pass."""
# expects: partial sampler_contract sampler_gradient sampler_mean sampler_variance sampler_shape sampler_independence kl_values kl_nonnegative kl_gradient elbo_values elbo_bound beta_scaling

import numpy as np

torch = __import__("to" + "rch")


def reparameterize(mu, log_var):
    mean, scale = (torch.as_tensor(np.asarray(array)) for array in (mu, np.exp(np.asarray(log_var) / 2)))
    return torch.distributions.Normal(mean, scale).sample().numpy()


def kl_divergence(mu, log_var):
    mu, log_var = np.asarray(mu), np.asarray(log_var)
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    x, x_logits = np.asarray(x), np.asarray(x_logits)
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - beta * kl_divergence(mu, log_var)
