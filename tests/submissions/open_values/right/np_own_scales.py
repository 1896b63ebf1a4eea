"""The KL takes a log-std, the loss a variance; sums over the batch, in a tuple, beta with a default of 4."""

import numpy as np


def KLD(mean, log_std):
    return 0.5 * np.sum(mean**2 + np.exp(2 * log_std) - 1 - 2 * log_std)


def loss_function(recon_x, x, mean, var, beta=4.0):
    bce = -np.sum(x * np.log(recon_x) + (1 - x) * np.log(1 - recon_x))
    kld = 0.5 * np.sum(mean**2 + var - 1 - np.log(var))
    return bce + beta * kld, bce, kld
