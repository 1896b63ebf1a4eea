"""Fails in a helper file, and with messages that hold the paths of its files."""

import os

import numpy as np

import helper


def answer():
    return np.array(helper.ANSWER)


def fails_in_helper():
    return helper.digit("seven")


def fails_in_library():
    return np.zeros(2).reshape(3)


def opens_file():
    return np.loadtxt(os.path.dirname(__file__) + "/data/digits.csv")


def imports_name():
    from helper import absent


def opens_temporary_file():
    return open(os.path.join(os.environ["TMPDIR"], "digits.csv"))


def imports_broken_file():
    import broken


def recurses(depth=0):
    return recurses(depth + 1)
