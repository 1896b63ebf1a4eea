"""Exercise 2.2 in JAX."""

import jax
import jax.numpy as jnp

key = jax.random.PRNGKey(0)


def reparameterize(mu, log_var):
    global key
    key, now = jax.random.split(key)
    return mu + jnp.exp(log_var / 2) * jax.random.normal(now, mu.shape)


def kl_divergence(mu, log_var):
    return 0.5 * jnp.sum(mu**2 + jnp.exp(log_var) - 1 - log_var, axis=1)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    log_px = jnp.sum(x * x_logits - jax.nn.softplus(x_logits), axis=1)
    return log_px - beta * kl_divergence(mu, log_var)
