"""Functions after which the process ends while another is called, and one that ends it itself."""

import os
import threading

import numpy as np

armed = threading.Event()
called = threading.Event()


def die_when_called():
    armed.wait()
    called.wait()
    os._exit(0)


threading.Thread(target=die_when_called, daemon=True).start()


def arm():
    armed.set()
    return np.array(1.0)


def victim():
    if armed.is_set():
        called.set()
        threading.Event().wait()
    return np.array(2.0)


def culprit():
    os._exit(0)
