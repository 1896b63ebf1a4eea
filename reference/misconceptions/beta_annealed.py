"""The weight of the KL divergence grows from call to call, as in a warm-up.

The weight of your KL divergence changes from call to call: something counts the calls. A warm-up belongs to the
script that trains, which may hand in another {{ beta }} at every step.
"""
# fails: elbo_values, beta_scaling

import numpy as np

rng = np.random.default_rng()
STEPS = 1000
step = 0


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * rng.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    global step
    step += 1
    reconstruction = np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1)
    return reconstruction - step % STEPS / STEPS * beta * kl_divergence(mu, log_var)
