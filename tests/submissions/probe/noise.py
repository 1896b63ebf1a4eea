"""Standard normal noise from every generator that is made without a seed."""

import random

import numpy as np

MODULE_LEVEL = np.random.default_rng()
SHAPE = (5, 3)


def legacy_global():
    return np.random.randn(*SHAPE)


def module_level_generator():
    return MODULE_LEVEL.standard_normal(SHAPE)


def new_generator():
    return np.random.default_rng().standard_normal(SHAPE)


def random_state():
    return np.random.RandomState().standard_normal(SHAPE)


def bit_generator():
    return np.random.Generator(np.random.PCG64()).standard_normal(SHAPE)


def seed_sequence():
    return np.random.default_rng(np.random.SeedSequence()).standard_normal(SHAPE)


def spawned_sequence():
    return np.random.default_rng(np.random.SeedSequence().spawn(2)[1]).standard_normal(SHAPE)


def standard_library():
    return np.array([random.gauss(0, 1) for _ in range(15)]).reshape(SHAPE)
