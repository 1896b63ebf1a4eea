"""Fails in the ways that a student's own machine must survive."""

import ctypes
import os
import time

import numpy as np


def fine():
    return np.ones(())


def loop_for_ever():
    while True:
        try:
            time.sleep(0.01)
        except Exception:
            pass


def leave_at_once():
    os._exit(3)


def segfault():
    return ctypes.string_at(0)


def flood():
    while True:
        print("z = 0.0 " * 1000)


def hoard():
    kept = []
    while len(kept) < 100:
        kept.append(np.ones(1 << 21))
    time.sleep(10)
