"""Functions of tensors with known gradients, and some that give no plain tensor back."""

import torch


def product(x, y):
    return x * y


def first(x, y):
    return 3 * x


def constant(x, y):
    return torch.ones_like(x)


def in_place(x, y):
    x.mul_(2).add_(y)
    return x


def without_gradients(x, y):
    with torch.no_grad():
        return x + y


def sums(x, y):
    return (x * y).sum(dim=1)


def complex_numbers(x, y):
    return torch.complex(x, y)


def brain_floats(x, y):
    return x.bfloat16()


def sparse(x, y):
    return x.to_sparse()


def an_array(x, y):
    return x.detach().numpy()


def a_parameter(x, y):
    return torch.nn.Parameter(x + y)


def one_number(x, y):
    return (x * y).sum(dim=1, keepdim=True).mean(dim=0)
