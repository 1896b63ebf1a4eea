"""Leaves folders behind that are hard to remove."""

import os

import numpy as np


def deep():
    for _ in range(1500):
        os.mkdir("d")
        os.chdir("d")
    return np.zeros(1)


def locked():
    os.makedirs("locked/inner")
    open("locked/inner/file", "w").close()
    os.chmod("locked/inner", 0)
    os.chmod("locked", 0)
    return np.zeros(1)
