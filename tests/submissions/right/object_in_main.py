"""A class that needs arguments, whose object is only made where the file runs as a program."""

import numpy as np


class VAE:
    def __init__(self, latent, rng):
        self.latent, self.rng = latent, rng

    def reparameterize(self, mu, log_var):
        return mu + np.exp(log_var / 2) * self.rng.normal(size=mu.shape)

    def kl_divergence(self, mu, log_var):
        return 0.5 * (mu**2 + np.exp(log_var) - 1 - log_var).sum(axis=1)

    def elbo(self, x, x_logits, mu, log_var, beta=1.0):
        log_px = (x * x_logits - np.logaddexp(0, x_logits)).sum(axis=1)
        return log_px - beta * self.kl_divergence(mu, log_var)


def main():
    vae = VAE(20, rng=np.random.default_rng())
    print(vae.reparameterize(np.zeros((1, 20)), np.zeros((1, 20))))


if __name__ == "__main__":
    main()
