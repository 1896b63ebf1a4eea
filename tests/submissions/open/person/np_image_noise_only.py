"""Adds noise to images, and has no other function."""

import numpy as np


def corrupt(image):
    return image + 0.1 * np.random.randn(*image.shape)
