"""PyTorch of 2017."""

import torch


def reparametrize(mu, logvar):
    std = logvar.mul(0.5).exp_()
    eps = torch.FloatTensor(std.size()).normal_()
    eps = torch.autograd.Variable(eps).type_as(mu)
    return eps.mul(std).add_(mu)
