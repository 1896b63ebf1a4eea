"""Functions whose signatures run code, are endless chains of wrappers, or hold markup."""
# expects: partial elbo_values elbo_bound beta_scaling kl_values kl_nonnegative kl_gradient

import numpy as np


class Wrapped:
    @property
    def __wrapped__(self):
        return Wrapped()

    def __call__(self, *inputs, **keywords):
        return np.zeros(7)


class Endless:
    @property
    def __signature__(self):
        while True:
            pass

    def __call__(self, *inputs, **keywords):
        return np.zeros(7)


def reparameterize(mu, log_var):
    return mu + np.exp(log_var / 2) * np.random.standard_normal(mu.shape)


kl_divergence, elbo = Wrapped(), Endless()
