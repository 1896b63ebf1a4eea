"""Starts two programs that outlive it: one in its own session, one whose parent has ended."""

import os
import subprocess
import sys

import numpy as np


def sleeper(marker):
    command = [sys.executable, "-c", "import time; time.sleep(600)", marker]
    return subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL)


def start(number):
    marker = f"left-over-{int(number)}"
    sleeper(marker)
    if os.fork() == 0:
        sleeper(marker)
        os._exit(0)
    os.wait()
    return np.zeros(1)


def start_and_crash(number):
    start(number)
    os._exit(1)
