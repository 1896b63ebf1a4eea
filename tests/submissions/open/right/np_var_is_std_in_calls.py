"""A standard deviation under the name var, as its call says."""

import numpy as np


def reparameterization(mean, var):
    return mean + var * np.random.randn(*mean.shape)


def forward(encoder, x):
    mean, log_var = encoder(x)
    return reparameterization(mean, np.exp(0.5 * log_var))
