"""A static method that moves its noise."""

import torch


class Model:
    @staticmethod
    def sample_gaussian(m, v):
        return m + torch.sqrt(v) * torch.randn_like(m).cuda()
