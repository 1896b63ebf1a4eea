"""An exception whose message prints, writes files and answers the grader when it is made."""
# expects: partial kl_values kl_nonnegative kl_gradient

import os

import numpy as np


class Prints(Exception):
    def __str__(self):
        print("LOOT printed by a message " * 1000)
        os.write(1, b"LOOT written by a message\n" * 1000)
        with open("results.json", "w") as file:
            file.write('{"score": 1e9}')
        return "see above"


def gaussian_kl(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


def kl_divergence(mu, log_var):
    raise Prints
    return gaussian_kl(mu, log_var)


def elbo(x, x_logits, mu, log_var, beta=1.0):
    return np.sum(x * x_logits - np.logaddexp(0, x_logits), axis=1) - beta * gaussian_kl(mu, log_var)
