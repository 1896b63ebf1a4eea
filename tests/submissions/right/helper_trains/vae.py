"""The functions are in another file, which loads a data set and trains when it is imported."""

from model import elbo, kl_divergence, reparameterize
