"""A thread ends the process while another function is being called."""
# expects: spares sampler elbo

import os
import threading

import numpy as np


def gaussian_kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    threading.Timer(0.002, os._exit, [0]).start()
    return gaussian_kl(mu, log_var)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * gaussian_kl(mu, log_var)
