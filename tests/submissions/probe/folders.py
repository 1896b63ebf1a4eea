"""Leaves folders that are hard to remove."""

import os
import time

import numpy as np


def deep():
    for _ in range(1500):
        os.mkdir("d")
        os.chdir("d")
    time.sleep(60)


def locked():
    os.makedirs("locked/inner")
    open("locked/inner/file", "w").close()
    os.mkdir("locked/closed", 0)
    return np.zeros(1)
