"""Functions that do not come back with an answer, each in another way."""

import ctypes
import json
import os
import signal
import struct
import sys
import time

import numpy as np

REQUEST, REPLY = 3, 4
calls = 0


def count():
    global calls
    calls += 1
    return np.array(calls)


def loop():
    while True:
        pass


def stubborn_loop():
    for number in range(1, 32):
        if number not in (signal.SIGKILL, signal.SIGSTOP):
            signal.signal(number, signal.SIG_IGN)
    while True:
        try:
            time.sleep(60)
        except BaseException:
            pass


def stop():
    os.kill(os.getpid(), signal.SIGSTOP)


def leave():
    sys.exit("bye")


def leave_at_once():
    os._exit(3)


def segfault():
    return ctypes.string_at(0)


def real_time_signal():
    os.kill(os.getpid(), 40)


def allocate():
    blocks = []
    while True:
        blocks.append(np.ones(1 << 21))


def allocate_at_once():
    return np.zeros(1 << 40)


def print_for_ever():
    while True:
        print("z = 0.0 " * 1000)


def close_channel():
    os.close(REPLY)
    time.sleep(60)


def garbage():
    os.write(REPLY, b"z = 0.0 " * 1000)
    return np.zeros(1)


def frame(header):
    text = json.dumps(header).encode()
    os.write(REPLY, struct.pack("<4sIQ", b"VAE1", len(text), 0) + text)
    return np.zeros(1)


def wrong_id():
    return frame({"id": 12345, "arrays": [], "output": {"other": "a full mark"}})


def no_output():
    return frame({"id": 1, "arrays": []})


def missing_array():
    return frame({"id": 1, "arrays": [], "output": 0})


def negative_array():
    return frame({"id": 1, "arrays": [], "output": -1})


def gradients_in_a_list():
    return frame({"id": 1, "arrays": [], "output": {"other": "None"}, "vjp": [0]})


def modified_a_number():
    return frame({"id": 1, "arrays": [], "output": {"other": "None"}, "modified": 3})


def untold_output():
    return frame({"id": 1, "arrays": [], "output": {}})


def deep_output():
    output = {"other": "z"}
    for _ in range(900):
        output = {"other": output}
    return frame({"id": 1, "arrays": [], "output": output})


def hung_frame():
    os.write(REPLY, struct.pack("<4sIQ", b"VAE1", 100, 1 << 20) + b"{")
    time.sleep(60)


class EndlessMessage(Exception):
    def __str__(self):
        while True:
            pass


def endless_message():
    raise EndlessMessage


def close_requests():
    os.close(REQUEST)
    return np.zeros(1)


def stop_when_continued():
    signal.signal(signal.SIGCONT, lambda *_: stop())
    return np.zeros(1)
