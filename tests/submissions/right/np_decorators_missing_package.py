"""Compiled by numba, which the grader lacks, and registered with a decorator from a star import."""

import numpy as np
from course_tools import *
from numba import njit


@register("sampler")
def reparameterize(mu: Array, log_var: Array) -> Array:
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


@njit(cache=True)
def kl_divergence(mu, log_var):
    return 0.5 * (mu**2 + np.exp(log_var) - 1 - log_var).sum(axis=1)


@njit
def elbo(x, x_logits, mu, log_var, beta=1.0):
    return (x * x_logits - np.logaddexp(0, x_logits)).sum(axis=1) - beta * kl_divergence(mu, log_var)
