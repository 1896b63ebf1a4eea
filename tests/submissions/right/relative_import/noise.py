import torch


def like(mu):
    return torch.randn_like(mu)
