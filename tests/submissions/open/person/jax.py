"""Written in JAX."""

import jax
import jax.numpy as jnp


def sample_z(key, mu, log_var):
    return mu + jnp.exp(log_var / 2) * jax.random.normal(key, mu.shape)
