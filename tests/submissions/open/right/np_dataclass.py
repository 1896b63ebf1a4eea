"""Returns an object."""

from dataclasses import dataclass

import numpy as np


@dataclass
class Sample:
    mean: np.ndarray
    z: np.ndarray


def sample(mu, std):
    return Sample(mu, mu + std * np.random.randn(*mu.shape))
