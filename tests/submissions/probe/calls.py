"""Functions that show how they are called, and give all kinds of things back."""

import numpy as np

calls = 0


def count():
    global calls
    calls += 1
    return np.array(calls)


def grows():
    return np.zeros(int(count()))


def keyword(x, beta=1.0):
    return beta * x


def other_name(x, b=1.0):
    return b * x


def position_only(x, beta=1.0, /):
    return beta * x


def any_keyword(x, **options):
    return options["beta"] * x


def any_position(x, *rest):
    return rest[0] * x


def no_keyword(x):
    return x


def changes_second(x, y):
    y[0] = 7
    return x


def dtype_of(x):
    return x


def none():
    return None


def a_list():
    return [1.0, 2.0]


def a_tuple():
    return np.zeros(2), np.zeros(2)


def a_float():
    return 1.0


def a_numpy_float():
    return np.float64(1.5)


def an_object_array():
    return np.array([None, "z"])


def a_complex_array():
    return np.zeros(2, complex)


def a_big_endian_array():
    return np.array([1.0, 2.0], ">f8")


def a_transposed_array():
    return np.arange(6.0).reshape(2, 3).T


def an_array_too_large():
    return np.zeros((33, 1 << 20), np.uint8)


class Gaussian:
    pass


def an_object():
    return Gaussian()
