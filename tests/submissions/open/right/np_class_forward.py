"""The sample is taken within forward."""

import numpy as np


class VAE:
    def encode(self, x):
        return x @ self.w_mu, x @ self.w_lv

    def decode(self, z):
        return 1 / (1 + np.exp(-z @ self.w_out))

    def forward(self, x):
        mu, log_var = self.encode(x)
        z = mu + np.exp(0.5 * log_var) * np.random.standard_normal(mu.shape)
        return self.decode(z), mu, log_var
