"""Lists and Python's own generator, in a file that imports PyTorch."""

import math
import random

import torch


class Model(torch.nn.Module):
    pass


def reparameterize(mu, log_var):
    std = [math.exp(0.5 * value) for value in log_var]
    eps = [random.gauss(0, 1) for _ in mu]
    return [m + s * e for m, s, e in zip(mu, std, eps)]
